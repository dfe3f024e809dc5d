"""A media server's heartbeat: what it carries comes in, what it must do goes out.

Joins the picture (whom to send away) and the recordings (what to record).
"""
