"""Fragmented MP4 (ISO/IEC 14496-12), written with `struct` and nothing else.

Owns the bytes of init segments and fragments. Knows nothing of playlists or of time: callers
give finished samples with decode times in their track's timescale.
"""
