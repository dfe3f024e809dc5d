"""The sample shop is complete, honest and has a picture of everything."""

import io

import pytest
from PIL import Image

from kaibo.apps.demo.sample import SampleShop, sample_shop
from kaibo.platform.i18n import LANGUAGES, Language


@pytest.fixture(params=LANGUAGES)
def shop(request: pytest.FixtureRequest) -> SampleShop:
    language: Language = request.param
    return sample_shop(language)


def test_there_are_six_products_of_which_one_is_scarce(shop: SampleShop) -> None:
    assert len(shop.products) == 6
    assert [p.key for p in shop.products if p.stock <= 5] == ["caddy"]


def test_everything_is_priced_in_the_shops_currency(shop: SampleShop) -> None:
    for product in shop.products:
        assert product.price.currency == shop.currency
        assert product.price.amount > 0


def test_a_compared_price_is_higher_and_says_what_it_compares_with(shop: SampleShop) -> None:
    compared = [p for p in shop.products if p.compare_at is not None]
    assert compared
    for product in compared:
        assert product.compare_at is not None
        assert product.compare_at.currency == shop.currency
        assert product.compare_at.amount > product.price.amount
        assert product.compare_basis
    assert all(not p.compare_basis for p in shop.products if p.compare_at is None)


def test_pictures_are_square_webp_of_800_pixels_and_light(shop: SampleShop) -> None:
    for product in shop.products:
        content = product.picture.read_bytes()
        assert len(content) <= 60_000
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size) == ("WEBP", (800, 800))


def test_the_cover_is_portrait_webp(shop: SampleShop) -> None:
    with Image.open(io.BytesIO(shop.cover.read_bytes())) as cover:
        assert (cover.format, cover.size) == ("WEBP", (720, 1280))


@pytest.mark.parametrize(
    ("language", "sign"), [("en", "sample"), ("zh-CN", "示例"), ("zh-TW", "示範")]
)
def test_the_legal_line_says_that_the_store_is_a_sample(language: Language, sign: str) -> None:
    assert sign in sample_shop(language).legal_name
