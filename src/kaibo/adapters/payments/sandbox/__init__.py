"""A simulated payment gateway: no real money moves, and its page says so.

It behaves like a real one: a hosted page of its own, its own records, and a signed
webhook that arrives on its own time, over HTTP, and is repeated until it is accepted. It
serves only a store that is marked *test*.
"""
