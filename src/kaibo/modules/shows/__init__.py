"""Shows: the plan of a live show and its life from ready to closed.

Owns title, description, cover, host, time, the products to be sold, the state, who booked a show to
come, and the timeline: what happened in the show, told by whoever did it. Never knows the picture
(media), the talk (rooms) or the sales (orders).
"""
