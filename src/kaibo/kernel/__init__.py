"""The vocabulary every other part speaks: money, ids, time, errors, events, states.

Standard library only. Nothing here does I/O, reads settings or knows a table.
"""
