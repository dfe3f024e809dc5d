"""Flow: the lobby, where viewers find the shows on air, those to come and those to see again."""
