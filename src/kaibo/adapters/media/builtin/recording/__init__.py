"""What was on air, kept on disk: writing it, mending it, lending it out.

Owns the format of a recording (`journal.py`, described in docs/recording.md), the writing of it
while a stream runs, the repair after a crash, and the reading of it for replays. Never decides
what is recorded (core's list does), never decodes or encodes, never touches the database.

How a recording is made
1. `recorder.py` holds core's list of what must be recorded now, and the disk's state.
2. `take.py` follows one stream's window on the loop. It pulls: it hands over parts as the disk
   takes them, and a slow disk is waited for in the window that viewers are served from anyway.
3. `disk.py` is one thread that does what may block; `files.py` are the files it writes.
4. `recovery.py` mends, at the next start, what a killed process left unfinished.

Invariants
- The loop never touches the disk, and the disk thread never touches a window.
- What the journal tells of is on the disk: a segment's bytes are synced before its line.
- Memory is bounded: a few megabytes on their way per recording, whatever the disk does.
- A picture is written once or not at all; after a fault a new file begins with a keyframe.
"""
