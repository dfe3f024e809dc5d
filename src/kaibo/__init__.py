"""Kaibo: self-hosted live commerce."""

__version__ = "0.1.0"
