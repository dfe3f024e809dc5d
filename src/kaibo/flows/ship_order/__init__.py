"""Shipping an order: its parcel and its state in one transaction."""
