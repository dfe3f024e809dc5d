"""The books: whether ledger, orders, payments, refunds and the far side add up, to the cent.

An independent check: plain SQL over the tables, none of the code that wrote them. What it finds
is told with the ids it concerns; it changes nothing.
"""
