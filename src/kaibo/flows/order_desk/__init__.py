"""Order desk: an order with its payment, its parcels and its buyer, read together."""
