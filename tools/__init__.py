"""Scripts that check and build the repository. Nothing here ships in the wheel."""
