"""OvenMediaEngine as a media server: RTMP, WHIP and SRT in, low-latency HLS and WebRTC out.

It asks before every push and every viewer, signed (`dialect`: "admission webhooks"), and has a
REST API (`server`). ``deploy/ovenmediaengine/`` holds a configuration.
"""
