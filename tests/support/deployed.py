"""The files of `deploy/`, with only addresses and folders changed to this machine's."""

from collections.abc import Mapping

from tests.support.network import free_port


def put_here(text: str, places: Mapping[str, str]) -> str:
    """Replace each of `places`; one that does not stand there fails."""
    for old, new in places.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx_places(https: int, core: int, media: int) -> dict[str, str]:
    """Say what nginx's configuration listens on and passes to, and what it does here."""
    return {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{core};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{media};",
    }
