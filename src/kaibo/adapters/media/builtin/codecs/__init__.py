"""Just enough of H.264 and AAC to describe a track and to refuse what browsers cannot play.

Pure parsing of configuration records; coded pictures and sound pass by unread,
apart from a keyframe's unit types. Malformed input raises `ValueError`, input that is
well-formed but not supported raises `MediaRefusedError`.
"""
