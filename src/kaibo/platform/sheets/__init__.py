"""Tables in files: CSV as spreadsheets write it, and XLSX.

Reading gives rows of texts with the numbers that a spreadsheet shows beside them; what a text means
is the caller's business. Nothing of a file is believed: what it unpacks to, its rows, columns and
cells are bounded while they are read, so that a small file cannot fill the memory. Writing gives
bytes piece by piece. A text that a spreadsheet would take for a formula gets an apostrophe, which
reading takes away again, so that what was written is what is read.

Both need the standard library only. Readers of XLSX that lay a sheet out in memory as wide and high
as its farthest cell end the process on a file of a kilobyte.
"""

from kaibo.platform.sheets.cells import Cell
from kaibo.platform.sheets.csvwriting import csv_bytes
from kaibo.platform.sheets.encodings import Legacy
from kaibo.platform.sheets.header import Column, Header, match_header
from kaibo.platform.sheets.limits import Limits
from kaibo.platform.sheets.reading import Table, open_rows, open_table
from kaibo.platform.sheets.rows import Row, column_letters
from kaibo.platform.sheets.xlsx.writing import Layout, xlsx_bytes

__all__ = [
    "Cell",
    "Column",
    "Header",
    "Layout",
    "Legacy",
    "Limits",
    "Row",
    "Table",
    "column_letters",
    "csv_bytes",
    "match_header",
    "open_rows",
    "open_table",
    "xlsx_bytes",
]
