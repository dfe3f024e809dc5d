"""LiveKit as a media server: its ingress takes RTMP and WHIP, its egress can cut HLS.

LiveKit gives out stream keys of its own, so an *ingress* is made for each input when somebody asks
for its address (`server`). Its webhooks come after the fact and are signed (`dialect`): who must
not push is sent away, not refused. ``deploy/livekit/`` holds a configuration.
"""
