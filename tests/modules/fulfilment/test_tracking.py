"""Carriers' own pages on a parcel."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kaibo.modules.fulfilment.tracking import PAGES, tracking_url
from tests.support.repository import ROOT

OFFERED = (ROOT / "web" / "src" / "console" / "orders" / "carriers.ts").read_text("utf-8")


@pytest.mark.parametrize("carrier", PAGES)
def test_a_carrier_with_a_page_is_one_that_the_console_offers(carrier: str) -> None:
    assert f'"{carrier}"' in OFFERED
    assert urlsplit(PAGES[carrier]).scheme == "https"


@pytest.mark.parametrize("typed", [" 1Z 999 AA1 ", "1Z-999-AA1", "1Z999AA1"])
def test_the_number_is_in_the_address_without_what_slips_print_between(typed: str) -> None:
    assert tracking_url("UPS", typed) == "https://www.ups.com/track?tracknum=1Z999AA1"


@pytest.mark.parametrize("carrier", PAGES)
def test_a_number_is_one_value_of_the_address_whatever_is_typed(carrier: str) -> None:
    typed = '1&x=2#y/../{0}?%"<\u5355'
    plain, found = urlsplit(PAGES[carrier].format("1")), tracking_url(carrier, typed)
    assert found is not None
    made = urlsplit(found)
    assert (made.netloc, made.path) == (plain.netloc, plain.path)
    if plain.fragment:
        assert made.fragment.count("/") == plain.fragment.count("/")
    else:
        assert made.fragment == ""
        assert parse_qs(made.query).keys() == parse_qs(plain.query).keys()
        assert [typed] in parse_qs(made.query).values()


@pytest.mark.parametrize(
    ("carrier", "number"), [("Uncle Wu's van", "1"), ("ups", "1"), ("", "1"), ("UPS", "  ")]
)
def test_no_page_is_guessed(carrier: str, number: str) -> None:
    assert tracking_url(carrier, number) is None
