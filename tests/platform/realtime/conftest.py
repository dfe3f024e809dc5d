"""Both event loops for the tests of the transport."""

from tests.support.loops import run

__all__ = ["run"]
