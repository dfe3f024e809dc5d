"""The media process: `python -m kaibo.apps.media`.

Owns the life of the built-in media server and its conversation with core. Never touches the
database: all it knows of shows and keys is what core answers over loopback HTTP.

Life: the HTTP origin opens, core is told that this server has started (again and again until it
answers), the RTMP door opens, a heartbeat goes out every second; at the end the doors
close, last parts are flushed, what core has not heard yet is delivered for a bounded time.
"""
