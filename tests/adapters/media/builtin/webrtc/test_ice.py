"""STUN and TURN servers as they are set, used and told."""

from __future__ import annotations

import pytest

from kaibo.adapters.media.builtin.webrtc.ice import links, parse_ice_servers


def test_servers_are_told_to_pages_as_the_rfc_writes_them() -> None:
    servers = parse_ice_servers("stun:stun.example.com:3478, turn:me:pa%2Css@turn.example.com:3478")
    assert [server.url for server in servers] == [
        "stun:stun.example.com:3478",
        "turn:turn.example.com:3478",
    ]
    assert links(servers).splitlines() == [
        'Link: <stun:stun.example.com:3478>; rel="ice-server"',
        (
            'Link: <turn:turn.example.com:3478>; rel="ice-server"; username="me"; '
            'credential="pa,ss"; credential-type="password"'
        ),
    ]
    assert servers[1].for_aiortc().credential == "pa,ss"


def test_none_are_none() -> None:
    assert parse_ice_servers(" , ") == ()


@pytest.mark.parametrize(
    "listed",
    [
        "stun.example.com",
        "http://x",
        "turn:turn.example.com",
        "turn:user@host",
        "stun:",
        "turn:a:b%22@host",
        "stun:a\r\nSet-Cookie: x",
    ],
)
def test_what_is_none_is_refused(listed: str) -> None:
    with pytest.raises(ValueError, match="server"):
        parse_ice_servers(listed)
