"""Media servers: the built-in one, and the ones of others behind the same contract."""
