"""Ports, bounded waiting, and the guard that keeps tests on this machine."""

import ipaddress
import random
import socket
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

_Address = tuple[str, int] | tuple[str, int, int, int] | str | bytes
_Host = str | bytes | None

_LOWEST_PORT = 11_000
_USUAL_LOWEST_OUTGOING_PORT = 32_768
_OUTGOING_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")
_RANDOM = random.SystemRandom()
_given: set[int] = set()


class LeftThisMachineError(RuntimeError):
    """A test tried to reach another machine. It is no OSError, so that nothing swallows it."""


def free_port() -> int:
    """Give a TCP port on 127.0.0.1 that nothing listens on, another one at every call.

    It lies below the ports that the system gives to outgoing connections: none of those can take
    it before the caller's server does, and who knocks while nobody listens cannot be connected to
    itself. Another program may still take it; a server that can listen on port 0 and tell what it
    got should do that instead.
    """
    while True:
        port = _RANDOM.randrange(_LOWEST_PORT, _lowest_outgoing_port())
        if port in _given:
            continue
        _given.add(port)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


@cache
def _lowest_outgoing_port() -> int:
    try:
        lowest = int(_OUTGOING_PORTS.read_text().split()[0])
    except OSError:
        return _USUAL_LOWEST_OUTGOING_PORT
    return lowest if lowest > _LOWEST_PORT else _USUAL_LOWEST_OUTGOING_PORT


def wait_until(
    condition: Callable[[], T],
    timeout: float = 10.0,
    *,
    every: float = 0.02,
    because: str = "the condition never held",
) -> T:
    """Ask until the answer is truthy and give it back; AssertionError after `timeout` seconds.

    For what happens in another process or thread. A race inside one process is staged instead.
    """
    deadline = time.monotonic() + timeout
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() >= deadline:
            msg = f"{because} (waited {timeout:g} s; last answer: {answer!r})"
            raise AssertionError(msg)
        time.sleep(every)


def listens(port: int) -> bool:
    """Say whether something accepts TCP connections on 127.0.0.1:port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def is_this_machine(address: object) -> bool:
    """Say whether a socket address stays on this machine: a Unix socket or a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return ip.is_loopback or ip.is_unspecified


@pytest.fixture(autouse=True, scope="session")
def _this_machine_only() -> Iterator[None]:
    """Refuse TCP connections and name look-ups that leave this machine.

    Datagram sockets may be connected, which sends nothing: it is how a program learns which of
    its own addresses the network sees.
    """
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: _Address) -> None:
        _refuse_to_leave(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: _Address) -> int:
        _refuse_to_leave(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: _Host, port: str | int | None, *hints: int, **more: int) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_this_machine((name, 0)):
            raise LeftThisMachineError(name)
        return look_up(host, port, *hints, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _refuse_to_leave(from_socket: socket.socket, address: object) -> None:
    if from_socket.type != socket.SOCK_DGRAM and not is_this_machine(address):
        raise LeftThisMachineError(address)
