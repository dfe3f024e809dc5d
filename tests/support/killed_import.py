"""A core that dies in an import: `python -m tests.support.killed_import DATABASE_URL DATA ROW`.

It carries out the work that is due on that installation until the import has written the row, and
ends by SIGKILL before the chunk with that row is committed.
"""

import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from kaibo.modules.catalog.transfer import service
from tests.support.house import House, plain_logs, settings_for

PATIENCE_S = 300.0


def main(url: str, data: str, row: str) -> None:
    """Work until the import comes to that row, and die."""
    plain_logs()
    advance = service._advance  # noqa: SLF001 - the last that a chunk does before its commit

    def advancing(*args: Any, **more: Any) -> None:  # noqa: ANN401 - whatever it is called with
        advance(*args, **more)
        if args[1].rows_done >= int(row):
            os.kill(os.getpid(), signal.SIGKILL)

    service._advance = advancing  # noqa: SLF001 - as above
    with closing(House(settings_for(Path(data), url))) as house:
        house.work(PATIENCE_S)
    msg = "the import ended before it came to that row"
    raise SystemExit(msg)


if __name__ == "__main__":
    main(*sys.argv[1:])
