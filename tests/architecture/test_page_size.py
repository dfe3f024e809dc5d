"""What a viewer's phone loads before the picture can begin."""

import re
from pathlib import Path

from kaibo.apps.api.pages import PAGES

LIMIT_BYTES = 150_000


def sent(script: str) -> int:
    """Give the bytes of a script on its way; one too small to gain is not compressed."""
    file = PAGES / script.lstrip("/")
    compressed = Path(f"{file}.gz")
    return (compressed if compressed.exists() else file).stat().st_size


def test_a_viewers_scripts_before_the_player_are_at_most_150_kb_compressed() -> None:
    page = (PAGES / "shop.html").read_text("utf-8")  # built by `make web`
    scripts = re.findall(r'"(/assets/[^"]+\.js)"', page)
    assert len(scripts) > 1
    # The player's engine comes after the page, and not where the browser plays by itself.
    assert not [script for script in scripts if "hls" in script]
    sizes = {script: sent(script) for script in scripts}
    assert sum(sizes.values()) <= LIMIT_BYTES, sizes
    assert sum(sizes.values()) > LIMIT_BYTES / 10
