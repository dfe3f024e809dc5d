"""Which mails buyers get, and the facts of each: of their orders and of the shows they booked."""
