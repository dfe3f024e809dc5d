"""Mail: letters to buyers and staff, and what became of each.

Owns the queue of mails, their templates, and how they are written in each language. A mail is a
row first and is sent by a job after the commit; it is never sent within a transaction. Holds who
is written to and what about, but the facts (an order, a code) are fetched from their owners when
the mail is sent, so that no second copy of them lies here. Never knows orders, shows or viewers.
"""
