"""The sample shop: an invented tea studio with six products, in the reader's language.

The studio, its people and its prices are made up; the legal line says so to every viewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from kaibo.apps.demo.texts import texts
from kaibo.kernel.money import Money
from kaibo.platform.i18n import Language

PICTURE_TYPE = "image/webp"

_ASSETS = files("kaibo.apps.demo") / "assets"
_CURRENCIES: dict[Language, str] = {"en": "USD", "zh-CN": "CNY", "zh-TW": "TWD"}


@dataclass(frozen=True, slots=True)
class SampleProduct:
    """A product as the HTTP API takes it. `picture` is a WebP file of 800 x 800."""

    key: str
    title: str
    description: str
    price: Money
    compare_at: Money | None
    compare_basis: str
    stock: int
    picture: Traversable


@dataclass(frozen=True, slots=True)
class SampleShop:
    """A store, its owner, one show and what it sells. `cover` is a WebP file of 720 x 1280."""

    language: Language
    currency: str
    store_name: str
    legal_name: str
    address: str
    contact: str
    owner_name: str
    owner_email: str
    host_name: str
    show_title: str
    show_slug: str
    cover: Traversable
    products: tuple[SampleProduct, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """Price and compared price in minor units, each by currency, and the stock at the start."""

    key: str
    stock: int
    price: dict[str, int]
    compare_at: dict[str, int] | None = None


# In the order of the programme.
_OFFERS = (
    _Offer(
        "teapot",
        stock=36,
        price={"CNY": 46_800, "TWD": 198_000, "USD": 6_800},
        compare_at={"CNY": 52_800, "TWD": 228_000, "USD": 7_600},
    ),
    _Offer("gaiwan", stock=80, price={"CNY": 19_800, "TWD": 88_000, "USD": 2_900}),
    _Offer(
        "cups",
        stock=120,
        price={"CNY": 12_800, "TWD": 58_000, "USD": 1_900},
        compare_at={"CNY": 15_800, "TWD": 72_000, "USD": 2_400},
    ),
    _Offer("pitcher", stock=60, price={"CNY": 11_800, "TWD": 52_000, "USD": 1_800}),
    _Offer(
        "oolong",
        stock=200,
        price={"CNY": 15_800, "TWD": 68_000, "USD": 2_400},
        compare_at={"CNY": 18_800, "TWD": 80_000, "USD": 2_800},
    ),
    _Offer("caddy", stock=5, price={"CNY": 68_000, "TWD": 298_000, "USD": 9_800}),
)


def sample_shop(language: Language) -> SampleShop:
    """Give the sample shop in a language, priced in that language's currency."""
    say = texts(language)
    currency = _CURRENCIES[language]
    return SampleShop(
        language=language,
        currency=currency,
        store_name=say["shop.name"],
        legal_name=say["shop.legal_name"],
        address=say["shop.address"],
        contact=say["shop.contact"],
        owner_name=say["shop.owner_name"],
        owner_email="owner@mistkiln.example",
        host_name=say["shop.host_name"],
        show_title=say["shop.show_title"],
        show_slug="tea",
        cover=_ASSETS / "cover.webp",
        products=tuple(_product(offer, language, currency) for offer in _OFFERS),
    )


def _product(offer: _Offer, language: Language, currency: str) -> SampleProduct:
    say = texts(language)
    compare_at = offer.compare_at
    return SampleProduct(
        key=offer.key,
        title=say[f"product.{offer.key}.title"],
        description=say[f"product.{offer.key}.description"],
        price=Money(offer.price[currency], currency),
        compare_at=Money(compare_at[currency], currency) if compare_at else None,
        compare_basis=say["shop.compare_basis"] if compare_at else "",
        stock=offer.stock,
        picture=_ASSETS / "products" / f"{offer.key}.webp",
    )
