"""A gateway: a process that holds rooms' sockets and nothing else, any number of them.

It opens no database and owns no truth; it hears the core through Redis.
"""
