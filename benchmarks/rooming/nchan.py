"""nginx with nchan, which is published to by HTTP; this process publishes, nginx serves.

    python -m benchmarks.rooming.nchan COUNTER FOLDER CORE|-

nginx runs on the core that is given, this process on the crowd's.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sys
from pathlib import Path
from typing import cast

import uvloop

from benchmarks.rooming.message import halves
from benchmarks.rooming.publishing import Counter, Publisher, take_orders, tell
from benchmarks.support.cores import pinned
from benchmarks.support.processor import children
from benchmarks.support.programs import found, free_port, running, wait_for

MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
_CONFIGURATION = """
load_module {module};
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections {files}; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location = / {{
      nchan_subscriber websocket;
      nchan_channel_id room;
      nchan_subscriber_first_message newest;
    }}
    location = /publish {{
      nchan_publisher http;
      nchan_channel_id room;
      nchan_message_buffer_length 1000;
      nchan_message_timeout 60s;
    }}
  }}
}}
"""


class Door(asyncio.Protocol):
    """A connection that publishes: requests go out one after the other, answers are checked."""

    def __init__(self) -> None:
        self._before, self._after = halves()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transports are none by inheritance.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take answers. Raises `RuntimeError` for a refusal."""
        if data.count(b"HTTP/1.1 20") != data.count(b"HTTP/1.1 "):
            raise RuntimeError(data.decode(errors="replace"))

    def publish(self, at_ns: int) -> None:
        """Ask for a message to be sent to everyone."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("nginx hung up")
        text = f"{self._before}{at_ns:016x}{self._after}"
        head = f"POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(text)}\r\n\r\n"
        self._transport.write(f"{head}{text}".encode())


async def publish(port: int, pids: list[int], counter: Path) -> None:
    """Publish as told until standard input ends."""
    loop = asyncio.get_running_loop()
    _, door = await loop.create_connection(Door, "127.0.0.1", port)
    tell({"port": port, "pids": pids})
    await take_orders(Publisher(door.publish, Counter(counter)).obey)


def main(counter: Path, folder: Path, core: str) -> None:
    """Run nginx and publish."""
    port, (_, files) = free_port(), resource.getrlimit(resource.RLIMIT_NOFILE)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(module=MODULE, files=files, folder=folder, port=port), "utf-8"
    )
    command = [found("nginx"), "-p", str(folder), "-c", str(configuration)]
    with contextlib.ExitStack() as stack:
        with pinned(None if core == "-" else int(core)):
            process = stack.enter_context(running(command, folder / "nginx.log"))
        wait_for(lambda: process.poll() is not None or _workers(process.pid) != [], "nginx")
        uvloop.run(publish(port, [process.pid, *_workers(process.pid)], counter))


def _workers(master: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError):
        return children(master)
    return []


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
