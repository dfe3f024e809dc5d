"""Both event loops for the tests of the rooms."""

from tests.support.loops import run

__all__ = ["run"]
