"""Workplace: how each member of staff likes the console.

Owns the views of lists that a person has saved. Knows nothing of what the lists show, and never
lets one person see or change what is another's.
"""
