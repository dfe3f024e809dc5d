"""The one place that knows every part and joins them.

Everything else sees its neighbours through narrow doors; here models are gathered for the
migrations (``tables``), routes for the application (``routers``), handlers and jobs for the work
queue (``reactions``), and adapters for the ports (``core``).
"""

from kaibo.apps.wiring.core import Core, build_core
from kaibo.apps.wiring.tables import METADATA

__all__ = ["METADATA", "Core", "build_core"]
