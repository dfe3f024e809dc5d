"""Follow a Kaibo room and say hello in it: `python examples/room.py http://127.0.0.1:8000 tea`.

Needs `pip install httpx picows`. It keeps no products, to be short: what changes is only printed.
"""

import asyncio
import contextlib
import json
import random
import sys
from typing import SupportsInt, cast

import httpx
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect


class Visit(WSListener):
    """One connection to the room."""

    def __init__(self) -> None:
        self.place = ("", 0)
        self.is_stale = False
        self.watching = 0
        self.code = 1006

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Take what the server says."""
        if frame.msg_type == WSMsgType.CLOSE:
            self.code = int(cast("SupportsInt", frame.get_close_code()))
            transport.disconnect()
        if frame.msg_type != WSMsgType.TEXT:
            return
        heard = json.loads(frame.get_payload_as_bytes())
        if heard["t"] == "hello":
            self.place, self.is_stale = (heard["epoch"], heard["seq"]), False
            self.watching = heard["snapshot"]["watching"]
            print("the whole truth:", heard["snapshot"]["show"]["title"], flush=True)
            hello = {"t": "danmaku", "id": "1", "text": "Hello from Python"}
            transport.send(WSMsgType.TEXT, json.dumps(hello).encode())
        elif heard["t"] == "ev" and not self.is_stale:
            epoch, seq = self.place
            if (heard["epoch"], heard["seq"]) == (epoch, seq + 1):
                self.place = (epoch, seq + 1)
                print("now:", heard["e"], flush=True)
            elif heard["epoch"] != epoch or heard["seq"] > seq + 1:
                self.is_stale = True  # until the next hello
                transport.send(WSMsgType.TEXT, b'{"t":"resync"}')
        elif heard["t"] in {"tick", "ack", "refused"}:
            self.watching = heard.get("watching", self.watching)
            print(heard, flush=True)


async def follow(origin: str, show: str) -> None:
    """Stay in the room, whatever happens but that it is gone, or speaks another protocol."""
    async with httpx.AsyncClient(base_url=f"{origin}/api/v1") as api:
        token = (await api.post("/viewers", json={})).json()["token"]
        tries, watching = 0, 0
        while True:
            visit = Visit()
            with contextlib.suppress(OSError, httpx.HTTPError, WSError):
                who = {"authorization": f"Bearer {token}"}
                ticket = await api.post(f"/rooms/{show}/tickets", json={}, headers=who)
                ticket.raise_for_status()
                url = f"{origin.replace('http', 'ws', 1)}{ticket.json()['path']}&v=1"
                transport, _ = await ws_connect(
                    lambda visit=visit: visit, url, enable_auto_ping=True
                )
                await transport.wait_disconnected()
            if visit.code in {4404, 4406}:
                return
            if visit.place[0]:
                tries, watching = 0, visit.watching
            if visit.code in {1012, 1013}:
                tries = max(tries, 3)
            # Not all of a large room in the same moment.
            window = max(min(10, watching / 1000), min(15, 0.5 * 2**tries))
            await asyncio.sleep(0.2 + random.uniform(0, window))  # noqa: S311 -- jitter
            tries += 1


if __name__ == "__main__":
    asyncio.run(follow(*sys.argv[1:3]))
