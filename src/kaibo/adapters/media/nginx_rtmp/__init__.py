"""nginx with its RTMP module (Debian: ``libnginx-mod-rtmp``) as a media server.

It takes RTMP and cuts MPEG-TS HLS, nothing else: seconds behind, but it runs anywhere and its
segments cache anywhere. Its webhooks are forms (`dialect`), its statistics XML (`statistics`), its
control interface drops encoders (`server`). ``deploy/nginx-rtmp/`` holds a configuration.
"""
