"""WebRTC beside RTMP and HLS: WHIP in, WHEP out, by aiortc without decoding a picture.

Owns sessions (`whip.py`, `whep.py`), what HTTP says about them (`routes.py`), and the few places
where aiortc would decode or encode and must not (`receiving.py`, `sending.py`: internals, so its
version is pinned and a test holds them). Sound is the exception: browsers speak Opus and HLS
speaks AAC, so it is transcoded once for each stream, in a thread (`sound.py`).

Invariants
- A session ends in bounded time whatever the other side does: it never connects, it falls
  silent, it vanishes, it never reads.
- A picture is cut into packets once, for all viewers.
- Nothing of a session outlives it: no task, no thread, no socket.
"""
