"""Fails first when picows or uvicorn moves what the mount leans on."""

import inspect
from importlib.metadata import version

import uvicorn
from picows import WSListener
from picows.picows import WSProtocol  # type: ignore[attr-defined]
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kaibo.platform.realtime.mount import _picows_protocol
from tests.support.loops import Run


def test_the_versions_are_those_that_the_mount_was_written_for() -> None:
    assert version("picows") == "2.3.1"
    assert version("uvicorn") == "0.54.0"


def test_uvicorn_still_has_the_hooks_that_the_mount_overrides() -> None:
    source = inspect.getsource(HttpToolsProtocol.data_received)
    assert "self.parser.feed_data(data)" in source
    assert "self.send_400_response(msg)" in source
    assert "self.handle_websocket_upgrade()" in source
    for hook in ("_should_upgrade", "_get_upgrade", "on_message_begin", "on_headers_complete"):
        assert callable(getattr(HttpToolsProtocol, hook))
    assert "_should_upgrade()" in inspect.getsource(HttpToolsProtocol.on_headers_complete)


def test_uvicorn_still_asks_its_connections_to_shut_down_and_waits_for_them() -> None:
    source = inspect.getsource(uvicorn.Server.shutdown)
    assert "connection.shutdown()" in source
    assert "self.server_state.connections" in inspect.getsource(
        uvicorn.Server._wait_tasks_to_complete  # noqa: SLF001 -- that is what a canary is for
    )


def test_picows_still_takes_the_private_constructors_arguments(run: Run) -> None:
    async def scenario() -> None:
        protocol = _picows_protocol(WSListener(), 4096)
        assert isinstance(protocol, WSProtocol)
        assert len(protocol.get_buffer(-1)) >= 1024
        assert callable(protocol.buffer_updated)

    run(scenario())
