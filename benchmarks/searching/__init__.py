"""What `make bench-product-search` is made of: a shop's titles, and what is looked for in them."""
