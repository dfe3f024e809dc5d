"""Payments: what is owed, what a gateway says of it, and every webhook it sent.

Owns the payment of an order and the port that gateways implement. A gateway's word is
taken only from its own answer to a query, never from a webhook's body or a buyer's
return. Never changes an order: the flow that completes a payment does.
"""
