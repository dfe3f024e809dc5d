"""Recordings: what was recorded of a show, its replay with captions, and the clips cut from it.

Owns which streams are to be recorded, the rows of recordings and clips, whether a replay is
published, its captions, and how long recordings stay. Never writes a recording and never decodes
a frame: media servers record (`RecordingShelf` reads what they wrote), and a `Cutter` cuts in its
own process.
"""
