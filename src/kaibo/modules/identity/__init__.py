"""Identity: the seller, the members of staff, their roles and their sessions.

Owns the store's profile (there is one store an installation) and everything needed to
know that a caller is staff. Never knows viewers; they are the audience module's.
"""
