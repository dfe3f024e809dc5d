"""Rooms: the live room of each show, what is pinned in it, and who talks.

Owns what is pinned and explained now and the room in memory: its state, its
sequence, its talk. Everything else it shows belongs to other modules; it only repeats
what they hold. Never decides a price, a stock or a payment.
"""
