"""Products as tables: imported from a sheet with one row a variant, exported as one.

Invariants. Nothing is written before staff say so: a check only reads, and what it found is shown.
A run works in chunks of whole products; a chunk, its errors and how far the run has come are one
transaction, so that whatever dies in between takes up where the records say. A cell that says what
an export would write for the present value changes nothing; an empty cell changes nothing either.
"""
