"""The public API of a running installation, for walks that need a show before they begin."""

from typing import Any

import httpx

from tests.walk.processes import SETUP_TOKEN, Running


class Owner:
    """The owner of a store that has just been set up."""

    def __init__(self, running: Running) -> None:
        self.origin = running.origin
        self.http = httpx.Client(base_url=f"{running.origin}/api/v1", timeout=30, trust_env=False)
        session = self.post(
            "/setup",
            token=SETUP_TOKEN,
            store={"name": "Walk", "currency": "CNY"},
            owner={"name": "Wen", "email": "wen@example.com", "password": "a long password"},
        )
        self.http.headers["Authorization"] = f"Bearer {session['token']}"

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Ask."""
        return self._answer(self.http.get(path))

    def post(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Make or do something."""
        return self._answer(self.http.post(path, json=body))

    def put(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Set something."""
        return self._answer(self.http.put(path, json=body))

    def patch(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Change something."""
        return self._answer(self.http.patch(path, json=body))

    def enter_link(self) -> str:
        """Give a link that signs a browser in, once."""
        link = self.post("/staff/sign-in-links", email="wen@example.com")
        return f"{self.origin}{link['path']}"

    def _answer(self, answer: httpx.Response) -> Any:  # noqa: ANN401 - JSON
        assert answer.is_success, f"{answer.request.method} {answer.url}: {answer.text}"
        return answer.json() if answer.content else None
