"""A shop with an external media server of each kind, and what speaks by their webhooks."""

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import jwt

from kaibo.modules.media import facade as media
from kaibo.platform.auth import playurls
from tests.support.house import Shop

TOKEN = "a-token-for-{}-of-this-test"
API_KEY = "APIkaibo"
SERVERS = "\n".join(
    f"""
[[server]]
id = "{kind}"
kind = "{kind}"
token = "{TOKEN.format(kind)}"
rtmp_url = "rtmp://{kind}.test/live"
play_url = "https://{kind}.test/{{name}}.m3u8?sig={{sig}}"
options.api_key = "{API_KEY}"
options.recordings = "FOLDER"
"""
    for kind in ("nginx-rtmp", "srs", "mediamtx", "livekit", "ovenmediaengine")
)


def written(folder: Path) -> Path:
    """Write the file of media servers, which record to a folder beside it."""
    path, recorded = folder / "media-servers.toml", folder / "recorded"
    recorded.mkdir()
    path.write_text(SERVERS.replace("FOLDER", str(recorded)), "utf-8")
    return path


def ome_signature(body: bytes, secret: str) -> str:
    """Sign as OvenMediaEngine does."""
    digest = hmac.digest(secret.encode(), body, hashlib.sha1)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def livekit_token(body: bytes, secret: str, **claims: Any) -> str:  # noqa: ANN401 - JSON
    """Sign as LiveKit does."""
    found = base64.b64encode(hashlib.sha256(body).digest()).decode()
    told = {"iss": API_KEY, "exp": int(time.time()) + 300, "sha256": found, **claims}
    return jwt.encode(told, secret, algorithm="HS256")


class Hooked:
    """A show of the shop, and a media server of one kind that calls."""

    def __init__(self, shop: Shop, kind: str) -> None:
        self.shop, self.kind = shop, kind
        self.token = TOKEN.format(kind)
        self.show = shop.show.id
        keys = shop.owner.get(f"/shows/{self.show}/stream-keys").json()
        self.key, self.backup_key = (keys[role]["stream_key"] for role in ("main", "backup"))

    def call(self, body: Any, **query: str) -> httpx.Response:  # noqa: ANN401 - JSON or a form
        """Send a webhook, rightly signed; a dict of texts is a form for nginx."""
        headers = {}
        form = self.kind == "nginx-rtmp"
        sent = (urlencode(body) if form else json.dumps(body)).encode()
        if self.kind == "ovenmediaengine":
            headers["x_ome_signature"] = ome_signature(sent, self.token)
        elif self.kind == "livekit":
            headers["authorization"] = livekit_token(sent, self.token)
        else:
            query = {"token": self.token, **query}
        return self.send(sent, query, **headers)

    def send(self, body: bytes, query: dict[str, str], **headers: str) -> httpx.Response:
        """Send whatever to the address of its webhooks."""
        path = f"/media/hooks/{self.kind}?{urlencode(query)}"
        return self.shop.house.anyone.post(path, body, **headers)

    def publish(
        self, key: str | None = None, *, name: str | None = None, client: str = "1"
    ) -> bool:
        """Ask whether an encoder may push; whether it may."""
        name, key = name or self.show, self.key if key is None else key
        return allowed(self.call(_publishing(self.kind, name, key, client)))

    def end(self, *, name: str | None = None, client: str = "1") -> None:
        """Say that an encoder is gone."""
        answer = self.call(_ended(self.kind, name or self.show, client))
        assert answer.is_success, answer.text

    def play(self, name: str | None = None, sig: str = "") -> bool:
        """Ask whether a viewer may watch."""
        return allowed(self.call(_playing(self.kind, name or self.show, sig)))

    def signed(self, name: str | None = None) -> str:
        """The signature that a viewer of a protected show gets."""
        return playurls.sign(self.token, name or self.show, time.time())

    def running(self, name: str | None = None) -> str | None:
        """The stream that runs under a name."""
        found = self.shop.house.read(media.running_named, self.kind, name or self.show)
        return found.stream_id if found else None


def allowed(answer: httpx.Response) -> bool:
    """Read the answer as the media server would."""
    if not answer.is_success:
        assert answer.status_code in {401, 403}, answer.text
        return False
    told = answer.json() if answer.content else {}
    return bool(told.get("code", 0) == 0 and told.get("allowed", True))


def _publishing(kind: str, name: str, key: str, client: str) -> dict[str, Any]:
    match kind:
        case "nginx-rtmp":
            return {"call": "publish", "app": "live", "name": name, "addr": "10.0.0.1",
                    "clientid": client, "key": key}  # fmt: skip
        case "srs":
            return {"action": "on_publish", "client_id": client, "ip": "10.0.0.1", "app": "live",
                    "vhost": "__defaultVhost__", "tcUrl": "rtmp://srs.test/live", "stream": name,
                    "param": f"?key={key}", "stream_url": f"/live/{name}"}  # fmt: skip
        case "mediamtx":
            return {"action": "publish", "path": f"live/{name}", "protocol": "rtmp", "id": client,
                    "ip": "10.0.0.1", "user": "", "password": "", "token": "",
                    "query": f"key={key}", "userAgent": "FMLE"}  # fmt: skip
        case _:
            return _ome("incoming", "opening", f"{quote(name)}?key={key}", client)


def _ended(kind: str, name: str, client: str) -> dict[str, Any]:
    match kind:
        case "nginx-rtmp":
            return {"call": "publish_done", "app": "live", "name": name, "clientid": client}
        case "srs":
            return {"action": "on_unpublish", "client_id": client, "app": "live", "stream": name}
        case _:
            return _ome("incoming", "closing", name, client)


def _playing(kind: str, name: str, sig: str) -> dict[str, Any]:
    match kind:
        case "nginx-rtmp":
            return {"call": "play", "app": "live", "name": name, "sig": sig}
        case "srs":
            return {"action": "on_play", "client_id": "9", "ip": "10.0.0.9", "app": "live",
                    "stream": name, "param": f"?sig={sig}" if sig else "",
                    "tcUrl": "rtmp://srs.test/live", "pageUrl": ""}  # fmt: skip
        case "mediamtx":
            return {"action": "read", "path": f"live/{name}", "protocol": "hls", "id": "9",
                    "ip": "10.0.0.9", "query": f"sig={sig}" if sig else ""}  # fmt: skip
        case _:
            return _ome("outgoing", "opening", f"{quote(name)}/master.m3u8?sig={sig}", "9")


def _ome(direction: str, status: str, rest: str, client: str) -> dict[str, Any]:
    protocol = "rtmp" if direction == "incoming" else "llhls"
    return {
        "client": {"address": "10.0.0.1", "port": int(client), "real_ip": "10.0.0.1"},
        "request": {
            "direction": direction,
            "protocol": protocol,
            "status": status,
            "url": f"rtmp://ome.test:1935/live/{rest}",
            "time": "2026-11-22T13:45:00.000Z",
        },
    }
