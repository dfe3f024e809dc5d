"""MediaMTX as a media server: RTMP and WHIP in, low-latency HLS and WHEP out.

It asks before every push and every viewer (``authMethod: http``), tells of ends and recordings by
commands that its configuration runs (`dialect`), and has a control API (`server`).
``deploy/mediamtx/`` holds a configuration.
"""
