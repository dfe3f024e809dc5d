"""The files of `deploy/`, with only addresses and folders changed to this machine's."""

import socket
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
    plain = free_port()
    return {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen [::]:443 ssl http2;": _by_ipv6(f"listen [::1]:{https} ssl http2;"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": _by_ipv6(f"listen [::1]:{plain};"),
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{core};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{media};",
    }


def has_ipv6() -> bool:
    """Whether this machine can listen by IPv6, to itself at least."""
    try:
        with socket.socket(socket.AF_INET6) as listener:
            listener.bind(("::1", 0))
    except OSError:
        return False
    return True


def _by_ipv6(line: str) -> str:
    """Leave the line out where the kernel has no IPv6, as the file's head says to."""
    return line if has_ipv6() else ""
