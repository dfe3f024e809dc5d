"""HTTP to an external media server, within bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import httpx

from kaibo.adapters.media.hooks.reading import Json
from kaibo.modules.media.ports import ServerSettings
from kaibo.platform.auth import playurls

_SECONDS = 3.0
_DEEPEST = 2
"""A playlist of variants, then one of segments."""


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

    async def get_json(self, path: str, query: Mapping[str, str] | None = None) -> Json:
        """Ask for a JSON object."""
        return _object(await self.send("GET", path, query=query))

    async def find_json(self, path: str) -> Json | None:
        """Ask for a JSON object that may be gone."""
        answer = await self.send("GET", path, gone=True)
        return None if answer.status_code == httpx.codes.NOT_FOUND else _object(answer)

    async def post_json(self, path: str, body: Json) -> Json:
        """Send a JSON object, for another."""
        return _object(await self.send("POST", path, body=body))

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,  # noqa: ANN401 - whatever JSON can say
        gone: bool = False,
    ) -> httpx.Response:
        """Send a request with a JSON body, if any; ``gone``: "not found" is an answer, too."""
        try:
            answer = await self._http.request(method, path, params=query, json=body)
            if gone and answer.status_code == httpx.codes.NOT_FOUND:
                return answer
            return answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(repr(error)) from error

    async def close(self) -> None:
        """Let go of its connections."""
        await self._http.aclose()

    async def has_segments(self, name: str) -> bool:
        """Whether the input's playlist is there and names a segment, or leads to one that does."""
        if not self._play_url:
            return True  # nothing to look at: the server's word must do
        sig = playurls.sign(self._token, name, time.time())
        url = self._play_url.replace("{name}", name).replace("{sig}", sig)
        for _ in range(_DEEPEST):
            try:
                # Where viewers play may be somebody else's: it gets no credentials.
                answer = await self._http.get(url, auth=None)
            except (httpx.HTTPError, httpx.InvalidURL):
                return False
            lines = answer.text.splitlines() if answer.is_success else []
            named = next((line for line in lines if line and not line.startswith("#")), None)
            # What an earlier stream left behind may still lie at the same address.
            if named is None or "#EXT-X-ENDLIST" in lines:
                return False
            if not any(line.startswith("#EXT-X-STREAM-INF") for line in lines):
                return True
            url = urljoin(str(answer.url), named)
        return False


def _object(answer: httpx.Response) -> Json:
    try:
        told = answer.json()
    except ValueError as error:
        raise OSError(f"not JSON: {error}") from error
    if not isinstance(told, dict):
        raise OSError("not a JSON object")
    return told
