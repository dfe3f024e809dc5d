"""Cutting films out of recordings, without decoding: for clips and for the whole replay.

`cutter.py` is the port's side, in core: it starts a process for each cut, tells it what to do and
reads how far it is. `__main__.py` is that process: `joining.py` copies packets from byte ranges
(`splice.py`) into a progressive MP4, `cover.py` decodes one picture.

Invariants
- The process ends when its standard input closes, so a killed core leaves none behind.
- Nobody reads the target before the process has said that it is done.
- Pictures and sound are copied, never encoded. Only a cover is decoded.
"""
