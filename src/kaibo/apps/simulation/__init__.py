"""A simulated month of orders, for trying what comes after them, and for proving the books.

Everything is placed, paid, shipped and refunded through the real installation over HTTP, with the
sandbox gateway and its webhooks; only the buyers, the goods and the clock are made up, and the
store, the show and every buyer say so. It works on a store of its own or on one marked *test*.
"""
