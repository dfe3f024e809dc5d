"""Analytics: what viewers do on the shop's pages, counted.

Owns how often and by how many people a product was shown, opened, put into a cart and taken to the
checkout, and how often a show was shared. Keeps no more of a person than the viewer's id, and
decides nothing.
"""
