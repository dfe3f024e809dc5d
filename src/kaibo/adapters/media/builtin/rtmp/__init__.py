"""The RTMP door: what an encoder knocks on.

Owns the wire (handshake, chunk stream, AMF0, FLV tag bodies), the commands of a publisher and
the bounds of a connection. Never touches what the pictures mean: accepted tags go to an
`Ingest`, and who may publish is asked of a `Door`.

Invariants
- One connection carries at most one publication, and an `Ingest` sees `end` exactly once.
- Whatever a peer sends, at worst its own connection ends, with one logged reason.
- Nothing is read while `publish` is being decided, so nothing piles up before the key is known.

Life of a connection: handshake, commands, deciding, publishing, perhaps lingering after a
refusal so that the encoder can read it, closed.
"""
