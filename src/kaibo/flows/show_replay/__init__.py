"""A show's replay: its recordings, with captions, what was held up and how much attention it got.

Joins recordings, pins, room and orders, for the crew's desk and for viewers.
"""
