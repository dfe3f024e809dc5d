"""import-linter contracts of our own, named in pyproject.toml.

They hold what the stock contracts cannot say. tests/architecture/test_import_contracts.py breaks
each of them on a small package made for it.
"""
