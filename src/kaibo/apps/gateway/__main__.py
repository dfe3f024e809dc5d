"""``python -m kaibo.apps.gateway``: what ``kaibo serve --role gateway`` becomes."""

from __future__ import annotations

import sys

import structlog
import uvloop

from kaibo.apps.gateway.process import run
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs


def main() -> int:
    """Run until stopped; gives the exit status."""
    settings = Settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    try:
        uvloop.run(run(settings))
    except OSError as error:
        structlog.get_logger("kaibo.gateway").error("gateway_failed", problem=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
