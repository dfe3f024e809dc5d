"""Flow: what a show's link looks like where it is shared, in words and as a picture."""
