"""The public API of a running installation, for walks that need shows and encoders first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright._impl._api_structures import SetCookieParam

from tests.support.network import wait_until
from tests.support.repository import ROOT
from tests.walk.encoder import sending
from tests.walk.processes import SETUP_TOKEN, Running, running

PICTURES = ROOT / "src" / "kaibo" / "apps" / "demo" / "assets" / "products"
PRODUCTS = {
    "teapot": ("Purple clay teapot, 180 ml", 26800),
    "oolong": ("High mountain oolong, 150 g", 12800),
    "cups": ("Six tasting cups, blue and white porcelain from Jingdezhen", 8900),
}
Json = dict[str, Any]


class Owner:
    """The owner of a store: of `token`, or of one that is now set up."""

    def __init__(self, running: Running, token: str = "") -> None:
        self.origin = running.origin
        self.http = httpx.Client(base_url=f"{running.origin}/api/v1", timeout=30, trust_env=False)
        self.token = token or self._set_up()
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def _set_up(self) -> str:
        session = self.post(
            "/setup",
            token=SETUP_TOKEN,
            store={"name": "Walk", "currency": "CNY"},
            owner={"name": "Wen", "email": "wen@example.com", "password": "a long password"},
        )
        return str(session["token"])

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


class House:
    """A store with products, these or new ones, its shows and their encoders."""

    def __init__(self, owner: Owner, ffmpeg: str, products: list[str] | None = None) -> None:
        self.owner = owner
        self._ffmpeg = ffmpeg
        self.cookie: SetCookieParam = {
            "name": "kaibo_staff",
            "value": owner.token,
            "url": owner.origin,
        }
        self.products = products or [self._product(name) for name in PRODUCTS]

    def _product(self, name: str) -> str:
        title, price = PRODUCTS[name]
        made = self.owner.post("/products", title=title, price=price, stock=8)
        picture = (PICTURES / f"{name}.webp").read_bytes()
        kind = {"Content-Type": "image/webp"}
        answer = self.owner.http.put(
            f"/products/{made['id']}/picture", content=picture, headers=kind
        )
        assert answer.is_success, answer.text
        return str(made["id"])

    def show(self, title: str, **more: object) -> Json:
        """Plan a show with all products."""
        show: Json = self.owner.post(
            "/shows", title=title, host_name="Lin Wen", product_ids=self.products, **more
        )
        return show

    @contextmanager
    def input(self, show: Json, role: str = "main") -> Iterator[None]:
        """Send to an input of a show, from when its picture can be played."""
        key = self.owner.get(f"/shows/{show['id']}/stream-keys")[role]
        with sending(self._ffmpeg, f"{key['rtmp_url']}/{key['stream_key']}"):
            self.until(show, lambda picture: input_of(picture, role)["state"] == "live")
            yield

    def until(self, show: Json, condition: Callable[[Any], bool]) -> None:
        """Wait for something about the show's picture."""
        wait_until(
            lambda: condition(self.owner.get(f"/shows/{show['id']}/picture")),
            30,
            because="the picture never became so",
        )

    def go_on_air(self, show: Json) -> None:
        """Begin the show."""
        self.owner.post(f"/shows/{show['id']}/go-on-air")

    def record(self, show: Json, milliseconds: int) -> None:
        """Let the main input go on for that long, so that there is something to see again."""

        def sent() -> int:
            picture = self.owner.get(f"/shows/{show['id']}/picture")
            return int(input_of(picture, "main")["health"]["duration_ms"])

        until = sent() + milliseconds
        wait_until(lambda: sent() >= until, milliseconds / 1000 + 20, because="it stands still")


def input_of(picture: Json, role: str) -> Json:
    """Find an input of a show's picture."""
    found: Json = next(each for each in picture["inputs"] if each["role"] == role)
    return found


@contextmanager
def owning(folder: Path) -> Iterator[Owner]:
    """Run an installation in that folder and set its store up; give its owner."""
    with running(folder, "serve") as installation:
        owner = Owner(installation)
        yield owner
        owner.http.close()
