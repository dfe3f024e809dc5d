"""Python's garbage collector, told what a server knows of its own objects."""

from __future__ import annotations

import gc


def spare_the_collector() -> None:
    """Have Python's collector look only at what came after the start, and less often.

    The application is some hundred thousand objects that stay; with the usual thresholds looking
    through what a batch of orders makes costs a tenth of placing it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
