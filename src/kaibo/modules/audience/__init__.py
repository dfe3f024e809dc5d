"""Audience: the viewers.

Owns who a viewer is. A viewer signs in as a guest with a nickname; the token is signed,
so that telling who calls needs no look-up. Never knows orders or talk.
"""
