"""Shipping an order: its parcel and its state in one transaction; and putting a parcel right."""
