"""What carries mails away: an SMTP server, or a simulation that prints them."""
