"""How an ingress is named: after the input and the stream key that it was made for."""

from __future__ import annotations

import hashlib
import hmac


def ingress_name(secret: str, name: str, key: str) -> str:
    """Give the name. It shows the key's mark, so that a rotated key ends what the old one opened.

    Room members cannot see it, and the mark does not lead back to the key.
    """
    mark = hmac.digest(secret.encode(), key.encode(), hashlib.sha256).hex()[:24]
    return f"{name}.{mark}"


def input_of(ingress: str) -> str:
    """Give the input's name."""
    return ingress.partition(".")[0]
