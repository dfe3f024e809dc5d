"""The built-in media server: RTMP in, low-latency HLS out, one asyncio loop, no libav.

Owns the encoder's connection, the picture on its way, and the HTTP origin that viewers read.
Never decides who may publish (it asks its `Control`), never decodes or encodes, never opens the
database, and logs no stream key.

The life of a frame
1. `rtmp/` puts chunks together into a message: an FLV tag.
2. `stream.py` reads the tag's head (`rtmp/flv.py`), learns formats from configuration records
   (`codecs/`), and maps the encoder's stamp to our clock (`timeline.py`).
3. `hls/packager.py` collects pictures and sound into a part of about 200 ms and has it written
   (`fmp4/`): the coded bytes are copied once, from their message into the part.
4. `hls/window.py` publishes the part, renders one playlist for all, and wakes who waits.
5. `hls/origin.py` and `hls/http.py` write that same part to every viewer.
6. While the show is on air, `recording/` appends the same bytes to a file.

Invariants
- Everything runs on one loop, so nothing here locks; nothing blocks it either: files are written
  and read by the threads of `recording/`.
- All bounds stand in `limits.py`; input from outside may end its connection, never the process.
- A publication ends exactly once, with a reason; what is left is flushed first.
- The picture never stops because core is away: only a new `publish` needs its answer.
"""
