"""Setting stock aside for a show, which alone may then sell it."""
