"""``kaibo`` and ``python -m kaibo.apps.cli``."""

from __future__ import annotations

import sys

from kaibo.apps.cli.app import app
from kaibo.apps.cli.console import tell_unexpected


def main() -> None:
    """Run the command line."""
    try:
        app(prog_name="kaibo")
    except Exception as error:  # noqa: BLE001 - the last resort, which tells of it and fails
        tell_unexpected(error)
        sys.exit(1)


if __name__ == "__main__":
    main()
