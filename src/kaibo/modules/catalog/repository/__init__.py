"""SQL of products, prices and stock."""
