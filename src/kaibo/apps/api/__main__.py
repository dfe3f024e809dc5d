"""``python -m kaibo.apps.api``: the core process alone, without its supervisor."""

from __future__ import annotations

import sys

from kaibo.apps.api.server import AlreadyRunningError, serve_core
from kaibo.modules.media.errors import BadServerFileError
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs


def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    try:
        serve_core(settings)
    except AlreadyRunningError as error:
        sys.exit(f"Another Kaibo is using the data folder {error}.")
    except BadServerFileError as error:
        sys.exit(f"KAIBO_MEDIA_SERVERS: {error}")


if __name__ == "__main__":
    main()
