"""Print the OpenAPI document: ``python -m kaibo.apps.api.openapi``.

The web client's types are generated from it; ``make check`` fails when they fell behind.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from kaibo.apps.api.app import create_app
from kaibo.apps.wiring import build_core
from kaibo.platform.settings import Settings


def main() -> None:
    """Write the document to standard output, indented and in a stable order."""
    with tempfile.TemporaryDirectory() as folder:
        core = build_core(Settings(data=Path(folder), database_url=""))
        document = create_app(core).openapi()
        core.context.db.close()
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
