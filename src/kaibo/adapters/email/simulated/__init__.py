"""Mail of the demo: printed to the terminal, sent to nobody."""
