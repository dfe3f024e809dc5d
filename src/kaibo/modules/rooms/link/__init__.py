"""Core and gateways: how rooms are shown by processes that do not own them.

The core's end (`core`) publishes what each room sends and hears what gateways' visitors do. A
gateway's end (`gateway`) keeps a mirror of each room that somebody visits (`mirror`). What they say
to each other is in `messages`; what carries it is `rooms.ports.Link`. A gateway owns no truth: what
it shows is a copy at (epoch, seq), and whenever it may have missed something it takes a new one,
whole.
"""
