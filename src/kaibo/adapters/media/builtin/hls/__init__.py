"""Low-latency HLS (draft-ietf-hls-rfc8216bis): cutting, the playlist, and its HTTP origin.

Owns where parts and segments begin and end, what the playlist shows, and how long bytes stay
fetchable. Never looks into coded media.

Invariants
- A name, once published, keeps its bytes for ever; names carry a random token of their stream.
- `EXT-X-TARGETDURATION` and `PART-TARGET` never change, and no segment or part exceeds them
  (one exception: a picture shown longer than a part, in a stream without sound).
- The part named by `EXT-X-PRELOAD-HINT` always comes, unless the stream is over.
- Parts are bytes shared by every viewer; nothing is copied per viewer.
- A request waits in exactly one list, with a deadline, and the number of waiters is bounded.
"""
