"""What rooms rely on in a link, in memory and by Redis."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio.client import PubSub

from kaibo.modules.rooms.ports import Link, LinkLostError
from tests.support.fleet import Exchange, go
from tests.support.sockets import until


class Heard:
    """Keeps what a link brings."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.is_up = False

    def on_up(self) -> None:
        self.is_up = True

    def on_down(self) -> None:
        self.is_up = False

    def on_message(self, channel: str, message: bytes) -> None:
        self.told.append(f"{channel} {message.decode()}")


@pytest.fixture(params=["in process", pytest.param("redis", marks=pytest.mark.redis)])
def exchange(request: pytest.FixtureRequest) -> Exchange:
    kind: str = request.param
    return Exchange(kind, request.getfixturevalue("redis_url") if kind == "redis" else "")


@contextlib.asynccontextmanager
async def opened(exchange: Exchange) -> AsyncIterator[tuple[Link, Heard]]:
    link, heard = exchange.link(), Heard()
    link.start(heard)
    await until(lambda: heard.is_up)
    try:
        yield link, heard
    finally:
        await link.close()


def test_messages_come_in_their_order_over_all_channels(exchange: Exchange) -> None:
    async def scenario() -> None:
        async with opened(exchange) as (one, _), opened(exchange) as (other, heard):
            await other.subscribe("a")
            await other.subscribe("b")
            wanted = [f"{'ab'[number % 2]} {number}" for number in range(1500)]
            for told in wanted:
                channel, _, message = told.partition(" ")
                assert one.publish(channel, message.encode())
            await until(lambda: len(heard.told) == len(wanted))
            assert heard.told == wanted

    go(scenario())


def test_an_end_hears_itself_and_only_what_it_has_subscribed_to(exchange: Exchange) -> None:
    async def scenario() -> None:
        async with opened(exchange) as (link, heard):
            await link.subscribe("a")
            await link.subscribe("b")
            link.unsubscribe("a")
            for channel in ("a", "c", "b"):
                link.publish(channel, b"x")
            await until(lambda: bool(heard.told))
            assert heard.told == ["b x"]

    go(scenario())


def test_a_channel_left_and_entered_at_once_is_heard(exchange: Exchange) -> None:
    async def scenario() -> None:
        async with opened(exchange) as (link, heard):
            for _ in range(3):
                await link.subscribe("a")
                link.unsubscribe("a")
            await link.subscribe("a")
            link.publish("a", b"x")
            await until(lambda: heard.told == ["a x"])

    go(scenario())


def test_a_lost_link_says_so_and_hears_its_channels_again_when_it_is_back(
    exchange: Exchange,
) -> None:
    async def scenario() -> None:
        await exchange.own_redis()
        try:
            async with opened(exchange) as (link, heard):
                await link.subscribe("a")
                await exchange.lose()
                await until(lambda: not heard.is_up)
                assert not link.publish("a", b"lost")
                with pytest.raises(LinkLostError):
                    await link.subscribe("b")
                await exchange.find()
                await until(lambda: heard.is_up)
                link.publish("a", b"1")
                link.publish("b", b"2")
                await until(lambda: len(heard.told) == 2)
                assert heard.told == ["a 1", "b 2"]
        finally:
            await exchange.close()

    go(scenario())


def test_who_waits_for_a_subscription_when_the_link_breaks_is_told(exchange: Exchange) -> None:
    async def scenario() -> None:
        await exchange.own_redis()
        try:
            async with opened(exchange) as (link, heard):
                await exchange.lose()
                waiting = asyncio.ensure_future(link.subscribe("a"))
                await until(lambda: not heard.is_up)
                with pytest.raises(LinkLostError):
                    await waiting
        finally:
            await exchange.close()

    go(scenario())


@pytest.mark.redis
def test_installations_that_share_a_redis_do_not_hear_each_other(redis_url: str) -> None:
    async def scenario() -> None:
        ours, theirs = Exchange("redis", redis_url), Exchange("redis", redis_url)
        async with opened(ours) as (link, heard), opened(theirs) as (other, _):
            await link.subscribe("a")
            other.publish("a", b"theirs")
            link.publish("a", b"ours")
            await until(lambda: bool(heard.told))
            assert heard.told == ["a ours"]

    go(scenario())


@pytest.mark.redis
def test_a_fault_that_nobody_foresaw_ends_the_connection_and_not_the_link(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear = PubSub.get_message
    faults = iter([RuntimeError("pubsub connection not set: did you forget to subscribe?")])

    async def broken(self: PubSub, *args: Any, **more: Any) -> Any:  # noqa: ANN401 -- as in redis-py
        for fault in faults:
            raise fault
        return await hear(self, *args, **more)

    async def scenario() -> None:
        async with opened(Exchange("redis", redis_url)) as (link, heard):
            await link.subscribe("a")
            link.publish("a", b"1")
            await until(lambda: heard.told == ["a 1"])

    monkeypatch.setattr(PubSub, "get_message", broken)
    go(scenario())
