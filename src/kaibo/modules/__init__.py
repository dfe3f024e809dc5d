"""The parts of the business, one folder each; they meet only at four doors.

A module may import another only through its ``facade``, ``contracts``, ``events`` and
``errors``. Adapters may also import ``ports``.
"""
