"""A show in figures, on air and after: from its timeline, its orders and what viewers did."""
