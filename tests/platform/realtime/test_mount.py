"""Real servers, real sockets: how a connection begins and ends, inside uvicorn and without it."""

import asyncio
import json
import sys

import pytest
from fastapi import FastAPI

from kaibo.platform.realtime import (
    CloseAtOnce,
    Connection,
    HandshakeRequest,
    HandshakeRules,
    Limits,
    ProxyTrust,
    RealtimeEndpoint,
    Refusal,
    SocketHandler,
    mount,
    origins,
    wire,
)
from tests.support.loops import Run
from tests.support.sockets import (
    BINARY,
    PING,
    PONG,
    TEXT,
    Client,
    frame,
    handshake,
    listening,
    serving,
    until,
)
from tests.support.sockets import serving as serving_an_application


@pytest.fixture(params=["mounted", "alone"], autouse=True)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test on the mount inside uvicorn, and on the server of sockets alone."""
    if request.param == "alone":
        monkeypatch.setattr(sys.modules[__name__], "serving", listening)


class Echo:
    """Answers each text with itself, and keeps what happened."""

    def __init__(self) -> None:
        self.opened: list[Connection] = []
        self.closed: list[int] = []
        self.floods = 0
        self.requests: list[HandshakeRequest] = []

    def resolve(self, request: HandshakeRequest) -> SocketHandler | Refusal:
        self.requests.append(request)
        if request.path == "/ws/closing":
            return CloseAtOnce(4401, "expired")
        return self if request.path == "/ws/echo" else Refusal(404, "realtime.not_found")

    def on_open(self, connection: Connection) -> None:
        self.opened.append(connection)

    def on_text(self, connection: Connection, payload: bytes) -> None:
        if payload == b"fail":
            raise RuntimeError("as asked")
        connection.send_frame(wire.text_frame(payload))

    def on_flood(self, connection: Connection) -> None:
        self.floods += 1

    def on_close(self, connection: Connection, code: int) -> None:
        self.closed.append(code)


def test_a_text_travels_there_and_back(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/echo?ticket=a%20b")
            assert client.status == 101
            for text in ("hello", "开播", "x" * 3000):
                client.send(text.encode())
                assert await client.text() == text.encode()
            await client.hang_up()

    run(scenario())


def test_http_is_served_on_the_same_port(run: Run) -> None:
    app = FastAPI()

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    async def scenario() -> None:
        async with serving_an_application(RealtimeEndpoint(Echo().resolve), app) as port:
            socket = await Client.connect(port, "/ws/echo")
            http = await Client.dial(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (http.status, json.loads(http.body)) == (200, {"status": "ok"})
            upgrade = await Client.connect(port, "/elsewhere")
            assert upgrade.status == 404
            plain = await Client.dial(port, b"GET /ws/echo HTTP/1.1\r\nHost: a\r\n\r\n")
            assert plain.status == 404
            for client in (socket, http, upgrade, plain):
                await client.hang_up()

    run(scenario())


def test_frames_that_come_with_the_handshake_are_kept(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            glued = frame(TEXT, b"first") + frame(TEXT, b"y" * 4000) + frame(TEXT, b"third")
            client = await Client.connect(port, "/ws/echo", glued=glued)
            assert await client.text() == b"first"
            assert await client.text() == b"y" * 4000
            assert await client.text() == b"third"
            await client.hang_up()

    run(scenario())


def test_a_handshake_may_come_byte_by_byte(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for byte in handshake("/ws/echo") + frame(TEXT, b"late"):
                writer.write(bytes((byte,)))
                await asyncio.sleep(0)
            client = Client(reader, writer)
            await client.read_head()
            assert await client.text() == b"late"
            await client.hang_up()

    run(scenario())


def test_a_head_of_20_kilobytes_is_taken(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(
                port, "/ws/echo", {"Cookie": "c" * 20_000}, glued=frame(TEXT, b"kept")
            )
            assert await client.text() == b"kept"
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize("path", ["/ws/echo", "/"])
def test_a_head_without_end_is_refused_with_431(run: Run, path: str) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            head = handshake(path, {"Cookie": "c" * 200_000})
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            client = Client(reader, writer)
            answered = asyncio.create_task(client.read_head())
            for start in range(0, len(head), 1000):
                writer.write(head[start : start + 1000])
                await asyncio.sleep(0)
            await answered
            assert client.status == 431
            await client.hang_up()

    run(scenario())


def test_a_whole_head_of_100_kilobytes_is_refused_with_431(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/echo", {"Cookie": "c" * 100_000})
            assert client.status == 431
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://shop.test"}, 101),
        ({"Origin": "https://shop.test"}, 101),
        ({"Origin": "https://www.example"}, 101),
        ({"Origin": "https://shop.test:8443"}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "http://shop.test.evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[shop"}, 403),
        ({"Origin": "http://evil.test", "X-Forwarded-Host": "evil.test"}, 403),
        ({"Sec-WebSocket-Version": "8"}, 426),
        ({"Sec-WebSocket-Version": ""}, 426),
        ({"Sec-WebSocket-Key": ""}, 400),
        ({"Sec-WebSocket-Key": "c2hvcnQ="}, 400),
        ({"Connection": "Upgrade"}, 101),
    ],
)
def test_the_handshake_is_judged(run: Run, headers: dict[str, str], status: int) -> None:
    async def scenario() -> None:
        rules = HandshakeRules(allowed_origins=origins(["https://www.example/"]))
        async with serving(RealtimeEndpoint(Echo().resolve, rules=rules)) as port:
            client = await Client.connect(port, "/ws/echo", headers)
            assert client.status == status
            if status == 101:
                await client.hang_up()
                return
            assert json.loads(client.body)["status"] == status
            assert client.headers["content-type"] == "application/problem+json"
            assert await client.is_gone()
            await client.hang_up()

    run(scenario())


def test_an_unknown_path_under_the_prefix_is_404(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/nothing")
            assert (client.status, json.loads(client.body)["code"]) == (404, "realtime.not_found")
            await client.hang_up()

    run(scenario())


def test_a_refusal_after_accepting_shows_its_code_to_scripts(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/closing")
            assert client.status == 101
            assert await client.close_code() == 4401
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(
    ("trusted", "address"), [(["127.0.0.0/8"], "203.0.113.9"), ([], "127.0.0.1")]
)
def test_only_trusted_proxies_tell_the_address(run: Run, trusted: list[str], address: str) -> None:
    async def scenario() -> None:
        echo = Echo()
        rules = HandshakeRules(trust=ProxyTrust.of(trusted))
        async with serving(RealtimeEndpoint(echo.resolve, rules=rules)) as port:
            client = await Client.connect(
                port, "/ws/echo", {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
            )
            assert echo.requests[0].address == address
            await until(lambda: bool(echo.opened))
            assert echo.opened[0].address == address
            await client.hang_up()

    run(scenario())


def test_the_server_says_1012_when_it_stops_and_does_not_wait_for_the_deaf(run: Run) -> None:
    async def scenario() -> None:
        echo = Echo()
        endpoint = RealtimeEndpoint(echo.resolve, limits=Limits(close_grace=0.2))
        async with serving(endpoint) as port:
            polite = await Client.connect(port, "/ws/echo")
            deaf = await Client.connect(port, "/ws/echo")
            await until(lambda: endpoint.connection_count == 2)
        assert await polite.close_code() == 1012
        assert await deaf.close_code() == 1012
        assert echo.closed == [1012, 1012]
        assert endpoint.connection_count == 0
        await polite.hang_up()
        await deaf.hang_up()

    run(scenario())


def test_a_client_that_closes_gets_its_code_back(run: Run) -> None:
    async def scenario() -> None:
        echo = Echo()
        async with serving(RealtimeEndpoint(echo.resolve)) as port:
            for payload, seen in (((1001).to_bytes(2), 1001), (b"", 1005)):
                client = await Client.connect(port, "/ws/echo")
                client.send(payload, opcode=8)
                assert await client.close_code() == seen
                assert await client.is_gone()
                await client.hang_up()
            await until(lambda: echo.closed == [1001, 1005])

    run(scenario())


def test_a_client_that_vanishes_is_noticed(run: Run) -> None:
    async def scenario() -> None:
        echo = Echo()
        async with serving(RealtimeEndpoint(echo.resolve)) as port:
            client = await Client.connect(port, "/ws/echo")
            await client.hang_up()
            await until(lambda: echo.closed == [1006])

    run(scenario())


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(BINARY, b"x"), 1003),
        (frame(TEXT, b"\xff\xfe"), 1007),
        (frame(TEXT, b"x" * 5000), 1009),
        (frame(TEXT, b"x" * 70_000), 1009),
        (frame(TEXT, b"x" * 3000, fin=False) + frame(0, b"x" * 3000), 1009),
        (frame(0, b"continues nothing"), 1002),
        (frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"), 1002),
        (frame(TEXT, b"", fin=False) + 200 * frame(0, b"", fin=False), 1008),
        (frame(TEXT, b"", fin=False) + 4000 * frame(0, b"x", fin=False), 1008),
        (200 * frame(PING, b"x"), 1008),
        (200 * frame(PONG, b""), 1008),
        (frame(TEXT, b"\xe5\xbc", fin=False) + frame(0, b"x"), 1007),
        (frame(TEXT, b"half \xe5", fin=False) + frame(0, b""), 1007),
        (frame(TEXT, b"\xed\xa0\x80"), 1007),
        (frame(TEXT, b"compressed", rsv=4, fin=False) + frame(0, b"x"), 1002),
        (frame(TEXT, b"x", rsv=4), 1002),
        (frame(3, b"x"), 1002),
        (frame(PING, b"x" * 126), 1002),
        (frame(PING, b"x", fin=False), 1002),
        (b"\x81\x01x", 1002),
        (frame(TEXT, b"fail"), 1011),
    ],
    ids=[
        "binary",
        "wrong-utf8",
        "long",
        "very-long",
        "long-in-pieces",
        "continues-nothing",
        "begins-twice",
        "endless-empty-pieces",
        "tiny-pieces",
        "pings-without-end",
        "pongs-without-end",
        "wrong-utf8-over-a-border",
        "half-a-character-at-the-end",
        "surrogate",
        "compressed-in-pieces",
        "reserved-bit",
        "reserved-opcode",
        "long-ping",
        "ping-in-pieces",
        "unmasked",
        "handler-fails",
    ],
)
def test_bad_input_closes_only_its_own_connection(run: Run, sent: bytes, code: int) -> None:
    async def scenario() -> None:
        echo = Echo()
        async with serving(RealtimeEndpoint(echo.resolve)) as port:
            good = await Client.connect(port, "/ws/echo")
            bad = await Client.connect(port, "/ws/echo")
            bad.writer.write(sent)
            assert await bad.close_code() == code
            await bad.hang_up()
            await until(lambda: echo.closed == [code])
            good.send(b"still here")
            assert await good.text() == b"still here"
            await good.hang_up()

    run(scenario())


def test_fragments_become_one_message_around_control_frames(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/echo")
            parts = "开播".encode()
            client.send(parts[:2], fin=False)
            client.send(b"are you there", opcode=PING)
            client.send(parts[2:4], opcode=0, fin=False)
            client.send(parts[4:], opcode=0)
            assert await client.frame() == (PONG, b"are you there")
            assert await client.text() == parts
            client.send(b"next")
            assert await client.text() == b"next"
            await client.hang_up()

    run(scenario())


def test_a_message_may_come_in_many_small_pieces(run: Run) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(port, "/ws/echo")
            text = ("开播" * 8).encode()
            client.send(b"", fin=False)
            for byte in text:
                client.send(bytes((byte,)), opcode=0, fin=False)
            client.send(b"", opcode=0)
            assert await client.text() == text
            await client.hang_up()

    run(scenario())


def test_who_pings_now_and_then_is_no_flood(run: Run) -> None:
    async def scenario() -> None:
        echo = Echo()
        async with serving(RealtimeEndpoint(echo.resolve, limits=Limits(others=3))) as port:
            client = await Client.connect(port, "/ws/echo")
            for _ in range(4):
                for number in (b"1", b"2", b"3"):
                    client.send(number, opcode=PING)
                    assert await client.frame() == (PONG, number)
                echo.opened[0].check_alive(asyncio.get_running_loop().time())
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(
    "offer", ["permessage-deflate", "permessage-deflate; client_max_window_bits, x-other"]
)
def test_compression_is_offered_in_vain(run: Run, offer: str) -> None:
    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            client = await Client.connect(
                port, "/ws/echo", {"Sec-WebSocket-Extensions": offer, "Accept-Encoding": "gzip"}
            )
            assert client.status == 101
            assert "sec-websocket-extensions" not in client.headers
            client.send(b"x" * 2000)
            assert await client.text() == b"x" * 2000
            client.send(b"\xf2\x48\xcd\xc9\xc9\x07\x00", rsv=4)
            assert await client.close_code() == 1002
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize("begun", [b"", b"GET /ws/echo HTTP/1.1\r\nHost: a\r\nUpgr"])
def test_a_handshake_that_never_ends_is_cut(
    run: Run, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(mount, "HEAD_PATIENCE", 0.1)

    async def scenario() -> None:
        async with serving(RealtimeEndpoint(Echo().resolve)) as port:
            ready = await Client.connect(port, "/ws/echo")
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun)
            client = Client(reader, writer)
            assert await client.is_gone()
            ready.send(b"in time")
            assert await ready.text() == b"in time"
            await client.hang_up()
            await ready.hang_up()

    run(scenario())


def test_a_quiet_client_is_pinged_and_a_dead_one_let_go(run: Run) -> None:
    async def scenario() -> None:
        echo = Echo()
        limits = Limits(ping_after=0.12, idle_after=0.4)
        async with serving(RealtimeEndpoint(echo.resolve, limits=limits)) as port:
            client = await Client.connect(port, "/ws/echo")
            for _ in range(5):
                assert await client.frame() == (PING, b"")
                client.send(b"", opcode=PONG)
            assert echo.closed == []
            assert await client.is_gone()
            await until(lambda: echo.closed == [1006])
            await client.hang_up()

    run(scenario())


def test_a_full_server_refuses_with_503(run: Run) -> None:
    async def scenario() -> None:
        endpoint = RealtimeEndpoint(Echo().resolve, max_connections=1)
        async with serving(endpoint) as port:
            first = await Client.connect(port, "/ws/echo")
            second = await Client.connect(port, "/ws/echo")
            assert (first.status, second.status) == (101, 503)
            assert second.headers["retry-after"] == "5"
            await first.hang_up()
            await second.hang_up()

    run(scenario())


def test_an_upgrade_behind_an_unanswered_request_is_cut(run: Run) -> None:
    app = FastAPI()
    release = asyncio.Event()

    @app.get("/slow")
    async def slow() -> None:
        await release.wait()

    async def scenario() -> None:
        echo = Echo()
        async with serving_an_application(RealtimeEndpoint(echo.resolve), app) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + handshake("/ws/echo"))
            client = Client(reader, writer)
            assert await client.is_gone()
            assert echo.opened == []
            release.set()
            await client.hang_up()

    run(scenario())
