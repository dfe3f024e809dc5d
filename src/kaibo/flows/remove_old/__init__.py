"""What the store keeps for a time only is removed, once a day, piece by piece.

Each module removes its own. Of a show whose visitors are forgotten the figures are kept first, so
that its summary says the same ever after.
"""
