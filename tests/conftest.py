"""Loads the fixtures of tests/support for every test."""

from hypothesis import settings

# In this order each is named before another imports it, so that pytest can rewrite its asserts.
pytest_plugins = [
    "tests.support.order",
    "tests.support.budget",
    "tests.support.network",
    "tests.support.programs",
    "tests.support.servers",
    "tests.support.databases",
    "tests.support.sockets",
    "tests.support.house",
    "tests.support.command",
    "tests.support.visitors",
]

# A deadline would measure how busy the machine is. A failure prints how to run that example again.
settings.register_profile("kaibo", deadline=None, print_blob=True)
settings.load_profile("kaibo")
