"""An optional rendition in fewer pixels, for viewers with little bandwidth.

Owns a child process that decodes, scales and encodes, and the window that its parts go to.
Never holds up the source: the child has a lower priority, its input is bounded, and one that
falls behind is given up with a warning, while the source goes on.

Invariants
- Parts and segments are those of the source: same numbers, times, durations and discontinuities.
- A segment that can be joined in the source can be joined here: keyframes are forced there.
- No picture is coded in the media process itself.
"""
