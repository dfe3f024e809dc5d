"""Pure rules: from facts to findings, from findings to a settled chain, and to the one cause."""
