"""Orders: what a buyer has bound themselves to buy, and how far it has come.

Owns the order, its lines as they were at purchase, and its one state machine. Never
changes stock or calls a gateway: the flows bring those together with it in one
transaction.
"""
