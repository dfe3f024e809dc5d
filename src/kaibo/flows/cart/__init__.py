"""A viewer's cart in a show: what they put in, told at the prices and stock of this moment."""
