"""XLSX (ECMA-376): the part of it that is a table. No styles, charts, formulas or links.

What a person sees in a cell is what is read: the value that a formula had when the file was saved,
dates by their number format, numbers to the fifteen digits that a spreadsheet keeps.
"""
