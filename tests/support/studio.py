"""A show's encoders and the media server they push to, as core sees them: by HTTP."""

from typing import Any

from kaibo.modules.media import facade as media
from tests.support.house import Shop

VIDEO = {
    "codec": "avc1.64001f",
    "width": 1280,
    "height": 720,
    "frame_rate": 30.0,
    "b_frames": False,
}
AUDIO = {"codec": "mp4a.40.2", "sample_rate": 48000, "channels": 2}

OFFLINE = {"state": "offline", "hls_url": None, "whep_url": None}


class Studio:
    """A show's encoder and the media server it pushes to."""

    def __init__(self, shop: Shop, server_id: str = "med_1") -> None:
        self.shop, self.server_id = shop, server_id
        self.show = shop.show.id
        self.watchdog = media.Watchdog(shop.house.context)
        keys = shop.owner.get(f"/shows/{self.show}/stream-keys").json()
        self.key, self.backup_key = (keys[role]["stream_key"] for role in ("main", "backup"))

    def tell(self, what: str, **body: Any) -> Any:  # noqa: ANN401 - JSON
        return self.shop.house.media_server.post(
            f"/media/{what}", {"server_id": self.server_id, **body}
        )

    def publish(self, key: str | None = None) -> Any:  # noqa: ANN401 - JSON
        told = {"app": "live", "stream_key": key or self.key, "client_addr": "10.0.0.1"}
        return self.tell("publish", **told)

    def on_air(self, key: str | None = None) -> str:
        """Push, until it can be watched; give the stream's id."""
        stream_id: str = self.publish(key).json()["stream_id"]
        assert (
            self.tell("playable", stream_id=stream_id, video=VIDEO, audio=AUDIO).status_code == 204
        )
        return stream_id

    def backup(self) -> str:
        """Push with the backup's key, until it can be watched; give the stream's id."""
        return self.on_air(self.backup_key)

    def beat(self, *stream_ids: str) -> list[str]:
        streams = [{"stream_id": stream_id, "video_kbps": 2500} for stream_id in stream_ids]
        kicked: list[str] = self.tell("heartbeat", streams=streams).json()["kick"]
        return kicked

    def watch(self) -> None:
        """Let core look after its media servers, as it does once a second."""
        self.shop.house.await_(self.watchdog.look())

    def picture(self, **headers: str) -> Any:  # noqa: ANN401 - JSON
        return self.shop.owner.get(f"/shows/{self.show}/picture", **headers).json()

    def program(self) -> tuple[Any, Any, Any]:
        """Source, stream, and whether the backup has taken over."""
        program = self.picture()["program"]
        return program["source"], program["stream_id"], program["on_backup"]

    def choose(self, kind: str, **more: str) -> Any:  # noqa: ANN401 - an answer
        """Choose by hand what viewers get."""
        path = f"/shows/{self.show}/picture/source"
        return self.shop.owner.put(path, {"kind": kind, **more})

    def stall(self, stream_id: str, silent_ms: float = 1500) -> None:
        """Let nothing more come from an input; 0 lets it flow again."""
        answer = self.tell("stalled", stream_id=stream_id, silent_ms=silent_ms)
        assert answer.status_code == 204

    def end(self, stream_id: str, reason: str = "connection_lost", **more: Any) -> None:  # noqa: ANN401 - JSON
        """Let a stream end."""
        answer = self.tell("unpublish", stream_id=stream_id, reason=reason, **more)
        assert answer.status_code == 204

    def cuts(self) -> list[tuple[str | None, str]]:
        """What viewers got one after the other: stream (or address), and why."""
        found = self.shop.house.read(media.program_cuts, self.show)
        return [(cut.stream_id or cut.url, cut.cause.value) for cut in found]

    def status(self, **headers: str) -> Any:  # noqa: ANN401 - JSON
        return self.picture(**headers)["inputs"][0]

    def playback(self, **headers: str) -> Any:  # noqa: ANN401 - JSON
        return self.shop.house.anyone.get(f"/shows/{self.show}/public", **headers).json()[
            "playback"
        ]
