"""Pages, assets, uploaded files, health and figures."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from kaibo.apps.api import pages
from kaibo.platform.http.observe import ObserveMiddleware
from kaibo.platform.http.problems import install_problem_handlers
from tests.support.house import House


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "assets").mkdir(parents=True)
    for entry in ("shop", "console", "sandbox"):
        (folder / f"{entry}.html").write_text(f"<title>{entry}</title>")
    (folder / "assets" / "app-1a2b3c.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def get(
    house: House, folder: Path, path: str, method: str = "GET", **headers: str
) -> httpx.Response:
    """Ask an application that has only these pages."""
    app = FastAPI()
    install_problem_handlers(app)
    pages.mount(app, house.context, folder)
    app.add_middleware(ObserveMiddleware, context=house.context)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.request(method, path, headers=headers)

    return house.await_(ask())


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "shop"),
        ("/s/spring-tea", "shop"),
        ("/orders", "shop"),
        ("/account", "shop"),
        ("/orders/ord_1", "shop"),
        ("/console", "console"),
        ("/console/", "console"),
        ("/console/setup?token=x", "console"),
        ("/console/shows/shw_1/desk", "console"),
        ("/sandbox/pay/sbx_1", "sandbox"),
    ],
)
def test_every_address_of_the_pages_opens_its_entry(
    sqlite_house: House, built: Path, path: str, entry: str
) -> None:
    answer = get(sqlite_house, built, path)
    assert (answer.status_code, answer.text) == (200, f"<title>{entry}</title>")
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("path", ["/no/such/page", "/s", "/orders/one/two"])
def test_where_nothing_stands_a_browser_gets_the_shops_page_and_a_program_is_told(
    sqlite_house: House, built: Path, path: str
) -> None:
    answer = get(sqlite_house, built, path, accept="text/html,*/*;q=0.8")
    assert (answer.status_code, answer.text) == (404, "<title>shop</title>")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    for headers in ({}, {"accept": "application/json"}):
        told = get(sqlite_house, built, path, **headers)
        assert (told.status_code, told.json()["code"]) == (404, "not_found")
    assert get(sqlite_house, built, path, "POST", accept="text/html").json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/sandbox/api/nothing"])
def test_where_the_api_has_nothing_it_says_so_to_browsers_too(
    sqlite_house: House, built: Path, path: str
) -> None:
    answer = get(sqlite_house, built, path, accept="text/html")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_pages_that_are_not_built_say_how_to_build_them(
    sqlite_house: House, tmp_path: Path
) -> None:
    answer = get(sqlite_house, tmp_path / "nowhere", "/")
    assert (answer.status_code, "make web" in answer.text) == (503, True)


def test_assets_are_kept_for_ever_since_their_names_change(
    sqlite_house: House, built: Path
) -> None:
    answer = get(sqlite_house, built, "/assets/app-1a2b3c.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    missing = get(sqlite_house, built, "/assets/app-old.js")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path", ["/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"]
)
def test_no_asset_leads_out_of_the_folder(sqlite_house: House, built: Path, path: str) -> None:
    answer = get(sqlite_house, built, path)
    assert (answer.status_code, "secret" in answer.text.replace("secret.txt", "")) == (404, False)


def test_uptime_checks_may_ask_for_the_head_only(sqlite_house: House, built: Path) -> None:
    answer = get(sqlite_house, built, "/", "HEAD")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_process_that_answers_is_healthy_and_one_with_its_database_ready(house: House) -> None:
    assert house.anyone.request("GET", "/healthz").json()["status"] == "ok"
    assert house.anyone.request("GET", "/readyz").json()["database"] == "reachable"


def test_without_its_database_it_is_healthy_and_not_ready(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(sqlite_house.db, "read_blocking", gone)
    assert sqlite_house.anyone.request("GET", "/healthz").status_code == 200
    answer = sqlite_house.anyone.request("GET", "/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_figures_are_prometheus_text(sqlite_house: House) -> None:
    sqlite_house.anyone.get("/setup")
    answer = sqlite_house.anyone.request("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for name in ("kaibo_http_request_seconds", "kaibo_work_done_total", "kaibo_work_failed_total"):
        assert f"# TYPE {name.removesuffix('_total')}" in answer.text


def test_the_contract_is_published_with_every_error_as_a_problem(sqlite_house: House) -> None:
    document = sqlite_house.anyone.request("GET", "/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert "default" in operation["responses"], (method, path)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_assets_come_as_small_as_the_browser_takes_them(
    house: House, built: Path, accepted: str, coding: str | None
) -> None:
    script = b"export const tea = 'spring';" * 100
    asset = built / "assets" / "app-1a2b3c.js"
    asset.write_bytes(script)
    asset.with_suffix(".js.gz").write_bytes(gzip.compress(script))
    asset.with_suffix(".js.br").write_bytes(b"as brotli")

    # Asked for byte by byte, for the client here undoes what it knows.
    answer = get(house, built, "/assets/app-1a2b3c.js", "HEAD", **{"accept-encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == pages.FOREVER
    assert answer.headers["vary"] == "accept-encoding"
    size = {"br": 9, "gzip": len(gzip.compress(script)), None: len(script)}[coding]
    assert int(answer.headers["content-length"]) == size
