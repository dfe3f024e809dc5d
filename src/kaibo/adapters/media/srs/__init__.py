"""SRS (6 and 7) as a media server: RTMP and WHIP in, HLS, HTTP-FLV and WHEP out.

Its webhooks are JSON (`dialect`), its HTTP API lists streams and disconnects clients (`server`).
``deploy/srs/`` holds a configuration.
"""
