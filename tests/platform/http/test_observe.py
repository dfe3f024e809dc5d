"""Every answer has an id and safe headers, and is counted by route."""

from prometheus_client import REGISTRY

from tests.support.house import House


def requests(route: str, status: str = "200") -> float:
    labels = {"method": "GET", "route": route, "status": status}
    return REGISTRY.get_sample_value("kaibo_http_request_seconds_count", labels) or 0.0


def test_each_answer_carries_an_id_of_its_own(sqlite_house: House) -> None:
    ids = {sqlite_house.anyone.get("/setup").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_answers_are_not_framed_by_others_nor_their_type_guessed(sqlite_house: House) -> None:
    for path in ("/healthz", "/", "/nothing", "/api/v1/setup"):
        headers = sqlite_house.anyone.request("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"


def test_requests_are_counted_by_route_and_not_by_address(sqlite_house: House) -> None:
    before = requests("/api/v1/shows/{show}/public", "404")
    for name in ("one", "two"):
        sqlite_house.anyone.get(f"/shows/{name}/public")
    assert requests("/api/v1/shows/{show}/public", "404") == before + 2


def test_addresses_that_do_not_exist_are_counted_as_one(sqlite_house: House) -> None:
    before = requests("other", "404")
    for name in ("a", "b", "c"):
        sqlite_house.anyone.request("GET", f"/no/such/{name}")
    assert requests("other", "404") == before + 3
