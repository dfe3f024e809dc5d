"""Media: who may push a picture, what is being pushed, and where it can be watched.

Owns stream keys and streams, and the contract that every media server speaks
(``publish``, ``playable``, ``heartbeat``, ``unpublish``). Never touches a frame: that is the media
server's, in its own process.
"""
