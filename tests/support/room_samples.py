"""Events that try every kind there is, and change every field of a room's snapshot."""

import msgspec

from kaibo.modules.rooms.frames import (
    Announcement,
    AnnouncementChanged,
    Deal,
    DealChanged,
    DealOver,
    Explaining,
    ExplainingChanged,
    HiddenChanged,
    Money,
    OrderPaid,
    Pin,
    Pinned,
    Playback,
    PlaybackChanged,
    ProductCard,
    ProductChanged,
    ProductsChanged,
    RoomEvent,
    ShowChanged,
    Stock,
    Unpinned,
    VariantCard,
)
from tests.support.rooms import NOW, card


def sized_card(product_id: str = "prd_1", *, stock_version: int = 3) -> ProductCard:
    """A product in two sizes, of which everything is said."""
    return ProductCard(
        id=product_id,
        title="Longjing",
        description="First flush",
        price=Money(9900, "TWD"),
        compare_at=Money(12000, "TWD"),
        compare_basis="List price",
        picture_url="/media/longjing.jpg",
        available=7,
        stock_version=stock_version,
        options=("Size",),
        variants=(
            VariantCard(
                id="var_s",
                values=("50 g",),
                price=Money(9900, "TWD"),
                available=3,
                compare_at=Money(12000, "TWD"),
                picture_url="/media/small.jpg",
            ),
            VariantCard(id="var_m", values=("100 g",), price=Money(18000, "TWD"), available=4),
        ),
        limit_per_buyer=2,
        return_class="none",
        compare_kind="paid",
        is_archived=True,
    )


def resized_card(*, stock_version: int = 4) -> ProductCard:
    """The same product, of which everything is said otherwise."""
    small, _ = sized_card().variants
    return ProductCard(
        id="prd_1",
        title="Longjing, new harvest",
        description="Second flush",
        price=Money(8800, "CNY"),
        compare_at=Money(9900, "CNY"),
        compare_basis="Price of last week",
        picture_url="/media/harvest.jpg",
        available=9,
        stock_version=stock_version,
        options=("Weight",),
        variants=(
            msgspec.structs.replace(
                small,
                values=("75 g",),
                price=Money(8800, "CNY"),
                available=2,
                compare_at=Money(9900, "CNY"),
                picture_url="/media/harvest-small.jpg",
            ),
            VariantCard(
                id="var_m",
                values=("100 g",),
                price=Money(18000, "CNY"),
                available=7,
                compare_at=Money(20000, "CNY"),
                picture_url="/media/harvest-middle.jpg",
            ),
        ),
        limit_per_buyer=5,
        return_class="seven_days",
        compare_kind="stated",
    )


def deal(version: int = 1, *, deal_id: str = "del_1") -> Deal:
    """A deal of the first product, for all of its variants."""
    return Deal(
        id=deal_id,
        product_id="prd_1",
        variant_id=None,
        price=Money(5000, "CNY"),
        compare_at={"var_1": 6800},
        total=10,
        left=10 - version,
        buyer_limit=1,
        announced_at=1_800_000_000_000,
        starts_at=1_800_000_010_000,
        ends_at=1_800_000_310_000,
        version=version,
    )


def other_deal(version: int, *, deal_id: str = "del_1", variant_id: str = "var_1") -> Deal:
    """A deal of which everything is said otherwise."""
    return Deal(
        id=deal_id,
        product_id="prd_2",
        variant_id=variant_id,
        price=Money(4000 + version, f"TW{version}"),
        compare_at={variant_id: 9900},
        total=20 + version,
        left=20,
        buyer_limit=1 + version,
        announced_at=NOW + version,
        starts_at=NOW + 10_000 + version,
        ends_at=NOW + 300_000 + version,
        version=version,
    )


_PICTURE = "http://media.test/live/str_1/"
_NO_LIMIT = msgspec.structs.replace(deal(version=4), buyer_limit=None)

SAMPLES: dict[type, list[RoomEvent]] = {
    Pinned: [
        Pinned(Pin("prd_2", NOW), card("prd_2", available=1, stock_version=9)),
        Pinned(Pin("prd_1", NOW + 1), card("prd_1")),
        Pinned(Pin("prd_new", NOW + 2), card("prd_new")),
        Pinned(Pin("prd_2", NOW + 3), sized_card("prd_2", stock_version=1)),
    ],
    Unpinned: [Unpinned("prd_1"), Unpinned("prd_1"), Unpinned("prd_unknown")],
    ExplainingChanged: [
        ExplainingChanged(Explaining("prd_1", NOW)),
        ExplainingChanged(Explaining("prd_2", NOW + 1)),
        ExplainingChanged(None),
        ExplainingChanged(Explaining("prd_2", NOW + 2)),
    ],
    HiddenChanged: [
        HiddenChanged(("epoch-1", "epoch-2")),
        HiddenChanged(("epoch-1", "epoch-2")),
        HiddenChanged(("epoch-2",)),
    ],
    AnnouncementChanged: [
        AnnouncementChanged(Announcement("epoch-1", "小明", "Gift with two", "viewer", NOW)),
        AnnouncementChanged(Announcement("epoch-2", "Host", "Two for one", "staff", NOW + 1)),
        AnnouncementChanged(None),
        AnnouncementChanged(Announcement("epoch-2", "Host", "Two for one", "staff", NOW + 2)),
    ],
    Stock: [
        Stock("prd_1", 4, 2),
        Stock("prd_1", 9, 1),
        Stock("prd_unknown", 1, 1),
        ProductChanged(sized_card()),
        Stock("prd_1", 6, 4, {"var_m": 1, "var_gone": 9}),
    ],
    ProductChanged: [
        ProductChanged(card("prd_1", available=99, stock_version=0)),
        ProductChanged(card("prd_3")),
        ProductChanged(sized_card()),
        ProductChanged(resized_card()),
        ProductChanged(sized_card(stock_version=5)),
        ProductChanged(card("prd_1", stock_version=6)),
    ],
    ProductsChanged: [
        ExplainingChanged(Explaining("prd_1", NOW)),
        ProductsChanged((card("prd_2"), sized_card("prd_1"))),
        ProductsChanged((card("prd_2"), card("prd_9"))),
        ProductsChanged(()),
    ],
    ShowChanged: [
        ShowChanged("on_air", title="Evening tea"),
        ShowChanged("on_air", host_name="Wang"),
        ShowChanged("on_air", title="Night tea", host_name=""),
        ShowChanged("closed"),
        ShowChanged("closed"),
    ],
    PlaybackChanged: [
        PlaybackChanged(Playback("live", f"{_PICTURE}index.m3u8", f"{_PICTURE}whep")),
        PlaybackChanged(Playback("live", f"{_PICTURE}other.m3u8", f"{_PICTURE}other")),
        PlaybackChanged(Playback("live", f"{_PICTURE}other.m3u8")),
        PlaybackChanged(Playback("offline", None)),
    ],
    DealChanged: [
        DealChanged(deal(version=1)),
        DealChanged(deal(version=1, deal_id="del_2")),
        DealChanged(other_deal(version=2)),
        DealChanged(other_deal(version=3, variant_id="var_2")),
        DealChanged(_NO_LIMIT),
        DealChanged(deal(version=5)),
    ],
    DealOver: [
        DealChanged(deal()),
        DealChanged(deal(deal_id="del_2")),
        DealOver("del_1"),
        DealOver("del_unknown"),
    ],
    OrderPaid: [OrderPaid("小*", "prd_1", 2)],
}


def samples_of(kind: type) -> list[RoomEvent]:
    """Return events that try one kind; a kind of `RoomEvent` without any is a fault."""
    assert SAMPLES.get(kind), f"{kind.__name__} needs a sample in tests/support/room_samples.py"
    return SAMPLES[kind]


def all_samples() -> list[RoomEvent]:
    """Return all of them, one kind after the other."""
    return [event for events in SAMPLES.values() for event in events]
