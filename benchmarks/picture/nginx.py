"""nginx with its RTMP module (Debian's packages), cutting the same streams into HLS."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.support.programs import found, free_port, running, wait_for

_CONFIGURATION = """
load_module {modules}/ngx_rtmp_module.so;
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
rtmp {{
  server {{
    listen 127.0.0.1:{port};
    chunk_size 4096;
    application live {{
      live on;
      hls on;
      hls_path {folder}/hls;
      hls_fragment 2s;
      hls_playlist_length 12s;
    }}
  }}
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: one process, which does everything."""

    pid: int
    port: int
    folder: Path

    def address(self, name: str) -> str:
        """Give where to push the stream `name`."""
        return f"rtmp://127.0.0.1:{self.port}/live/{name}"

    def wait_until_playable(self, name: str) -> None:
        """Wait for the stream's playlist."""
        wait_for((self.folder / "hls" / f"{name}.m3u8").exists, f"nginx's playlist of {name}")


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[Nginx]:
    """Run it until the block ends."""
    (folder / "hls").mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, modules="/usr/lib/nginx/modules"), "utf-8"
    )
    command = [found("nginx"), "-p", str(folder), "-c", str(configuration)]
    with running(command, folder / "nginx.log") as process:
        wait_for((folder / "nginx.pid").exists, "nginx")
        yield Nginx(process.pid, port, folder)
