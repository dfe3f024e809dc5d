"""Paying an order: the gateway's page, and the one path on which a payment completes it."""
