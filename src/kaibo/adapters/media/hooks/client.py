"""HTTP to an external media server, within bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx

from kaibo.modules.media.ports import ServerSettings
from kaibo.platform.auth import playurls

_SECONDS = 3.0


class Client:
    """Speaks to one server's interface below ``api_url``. Failures are ``OSError``."""

    def __init__(self, settings: ServerSettings, *, auth: httpx.Auth | None = None) -> None:
        self._play_url = str(settings.options.get("probe_url") or settings.play_url or "")
        self._token = settings.token
        self._http = httpx.AsyncClient(
            base_url=settings.api_url or "", timeout=_SECONDS, auth=auth, follow_redirects=True
        )

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> httpx.Response:
        """Ask; an answer that is an error is a failure, too."""
        return await self.send("GET", path, query=query)

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,  # noqa: ANN401 - whatever JSON can say
    ) -> httpx.Response:
        """Send a request with a JSON body, if any."""
        try:
            answer = await self._http.request(method, path, params=query, json=body)
            return answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(repr(error)) from error

    async def close(self) -> None:
        """Let go of its connections."""
        await self._http.aclose()

    async def has_segments(self, name: str) -> bool:
        """Whether the input's playlist is there and names a segment or another playlist."""
        if not self._play_url:
            return True  # nothing to look at: the server's word must do
        sig = playurls.sign(self._token, name, time.time())
        url = self._play_url.replace("{name}", name).replace("{sig}", sig)
        try:
            answer = await self._http.get(url)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        if not answer.is_success:
            return False
        return any(line and not line.startswith("#") for line in answer.text.splitlines())
