"""``kaibo`` and ``python -m kaibo.apps.cli``."""

from __future__ import annotations

from kaibo.apps.cli.app import app


def main() -> None:
    """Run the command line."""
    app(prog_name="kaibo")


if __name__ == "__main__":
    main()
