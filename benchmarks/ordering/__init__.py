"""What `make bench-orders` is made of: a real core, a crowd of buyers, and their rivals."""
