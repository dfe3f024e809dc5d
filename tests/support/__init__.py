"""Fixtures and helpers for all tests; tests/conftest.py loads the fixtures."""
