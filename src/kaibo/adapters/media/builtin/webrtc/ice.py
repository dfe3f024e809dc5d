"""STUN and TURN servers: from the setting to aiortc, and to the pages by `Link` (RFC 9725)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from aiortc import RTCIceServer


@dataclass(frozen=True, slots=True)
class IceServer:
    """One STUN or TURN server, as `stun:host:port` or `turn:host:port?transport=udp`."""

    url: str
    username: str | None = None
    credential: str | None = None

    def for_aiortc(self) -> RTCIceServer:
        """Give it as aiortc wants it."""
        return RTCIceServer(urls=self.url, username=self.username, credential=self.credential)

    def link(self) -> str:
        """Give it as a `Link` header field."""
        value = f'<{self.url}>; rel="ice-server"'
        if self.username is not None:
            value += (
                f'; username="{self.username}"; credential="{self.credential}"'
                '; credential-type="password"'
            )
        return f"Link: {value}\r\n"


def parse_ice_servers(listed: str) -> tuple[IceServer, ...]:
    """Read `stun:stun.example.com:3478,turn:user:password@turn.example.com:3478?transport=udp`.

    User and password are percent-encoded where they hold `:`, `@` or `,`. Raises `ValueError`.
    """
    return tuple(_parse(part.strip()) for part in listed.split(",") if part.strip())


def _parse(text: str) -> IceServer:
    scheme, colon, rest = text.partition(":")
    credentials, at, place = rest.rpartition("@")
    if not colon or not place or scheme not in {"stun", "stuns", "turn", "turns"}:
        raise ValueError(
            f"{scheme}: an ICE server is stun:host:port or turn:user:password@host:port"
        )
    if any(mark in place for mark in '<>" \r\n'):
        raise ValueError("an ICE server's address holds a mark that no address holds")
    if not at:
        if scheme.startswith("turn"):
            raise ValueError("a TURN server needs user and password: turn:user:password@host:port")
        return IceServer(f"{scheme}:{place}")
    user, _, password = credentials.partition(":")
    found = [unquote(user), unquote(password)]
    if not user or not password or any(mark in text for text in found for mark in '"\r\n\\'):
        raise ValueError("a TURN server needs user and password: turn:user:password@host:port")
    return IceServer(f"{scheme}:{place}", found[0], found[1])


def links(servers: Sequence[IceServer]) -> str:
    """Give the `Link` header fields of all servers."""
    return "".join(server.link() for server in servers)
