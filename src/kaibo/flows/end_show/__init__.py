"""Ending a show: no more orders, pins put back, the encoder sent away."""
