"""The installation's secret key, and what is signed with it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

SHORTEST_KEY = 32
_FILE = "secret.key"


def hash_token(token: str) -> str:
    """Hash a random token for storage; a plain hash is enough, since it cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


class SecretKey:
    """One secret, from which a key is derived for each purpose."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def derive(self, purpose: str) -> bytes:
        """Give 32 bytes for one purpose; one purpose's key tells nothing of another's."""
        return hmac.digest(self._secret, purpose.encode(), "sha256")

    def sign(self, purpose: str, text: str) -> str:
        """Give ``text`` with its signature, as ``text.signature``."""
        return f"{text}.{self._signature(purpose, text)}"

    def verify(self, purpose: str, signed: str) -> str | None:
        """Give the text back when its signature holds."""
        text, _, signature = signed.rpartition(".")
        # As bytes: of texts only ASCII can be compared, and this one is anybody's.
        expected = self._signature(purpose, text)
        if text and hmac.compare_digest(signature.encode(), expected.encode()):
            return text
        return None

    def _signature(self, purpose: str, text: str) -> str:
        digest = hmac.digest(self.derive(purpose), text.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def has_secret_key(configured: str, data: Path) -> bool:
    """Tell whether `load_secret_key` would find a key, and make none."""
    return bool(configured) or (data / _FILE).is_file()


def load_secret_key(configured: str, data: Path) -> SecretKey:
    """Use the configured secret, else the one kept in the data folder, made on first use."""
    if configured:
        return SecretKey(configured.encode())
    path = data / _FILE
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_key(path)
    secret = path.read_bytes()
    if len(secret) < SHORTEST_KEY:
        msg = f"{path} holds no key; restore it from a backup, or remove it to sign everyone out"
        raise ValueError(msg)
    return SecretKey(secret)


def _write_key(path: Path) -> None:
    """Make the key under its name whole or not at all; of two that try at once, one does."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
