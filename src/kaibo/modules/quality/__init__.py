"""Quality: what viewers really get of a show's picture, and which stage spoils it.

Owns the figures that players send (beacons), the chain from encoder to player with its findings,
an hour of history, and one row per show and minute. Facts about encoders and media servers are
handed to it; it never asks for them, never touches a frame, and never changes what is shown.
Beacons live in memory: a core that restarts forgets the players and keeps the minutes.
"""
