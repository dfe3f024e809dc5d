"""Going on air: from here on viewers can order."""
