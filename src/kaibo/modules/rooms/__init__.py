"""Rooms: the live room of each show, what is pinned in it, and who talks.

Owns pins (as intervals on the show's time) and the room in memory: its state, its
sequence, its talk. Everything else it shows belongs to other modules; it only repeats
what they hold. Never decides a price, a stock or a payment.
"""
