"""The room's wire format: what travels in the JSON text frames of `/ws/rooms/<show>`.

All fields are snake_case; times are integer milliseconds since the epoch; money is integer minor
units. The public protocol is the union of these classes: a new kind of frame or event, and a field
added with a default, are compatible; anything else is a new `PROTOCOL`. `make api` writes the
types of `web/packages/room-client` from here.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

PROTOCOL = 1
"""The version of all this; a client names its own in the socket's address (`v`, 1 if left out)."""

Role = Literal["viewer", "staff"]
ShowState = Literal["ready", "on_air", "closed"]


class Money(Struct, frozen=True):
    """An amount in minor units of `currency` (ISO 4217)."""

    amount: int
    currency: str


class ShowInfo(Struct, frozen=True):
    """The show that the room belongs to."""

    id: str
    slug: str
    title: str
    host_name: str
    state: ShowState


class Playback(Struct, frozen=True):
    """Where the picture is, when there is one."""

    state: Literal["offline", "live"]
    hls_url: str | None
    whep_url: str | None = None


class VariantCard(Struct, frozen=True, kw_only=True):
    """What is bought: one value of each option of its product, in their order."""

    id: str
    values: tuple[str, ...]
    price: Money
    available: int
    compare_at: Money | None = None
    picture_url: str | None = None


class ProductCard(Struct, frozen=True, kw_only=True):
    """A product as the tray shows it; `price` is the lowest of its variants.

    `stock_version` orders what is said about `available`: higher is newer, 0 is unknown and loses
    against every known version. It must grow with each change of the product's stock. What
    `is_archived` is not sold any more.
    """

    id: str
    title: str
    description: str
    price: Money
    compare_at: Money | None
    compare_basis: str
    picture_url: str | None
    available: int
    stock_version: int = 0
    options: tuple[str, ...] = ()
    variants: tuple[VariantCard, ...] = ()
    limit_per_buyer: int | None = None
    return_class: str = "seven_days"
    compare_kind: str = "stated"
    is_archived: bool = False


class Deal(Struct, frozen=True, kw_only=True):
    """A flash deal: its price holds from `starts_at` to `ends_at` by the server's clock.

    `variant_id` is null when it is for all variants of the product. `compare_at` is what may be
    struck through, by variant, in minor units. `version` orders what is said about a deal.
    """

    id: str
    product_id: str
    variant_id: str | None
    price: Money
    compare_at: dict[str, int]
    total: int
    left: int
    buyer_limit: int | None
    announced_at: int
    starts_at: int
    ends_at: int
    version: int


class Pin(Struct, frozen=True):
    """A product held up by the host since `pinned_at`."""

    product_id: str
    pinned_at: int


class Explaining(Struct, frozen=True):
    """The product that the host explains since `since`."""

    product_id: str
    since: int


class Announcement(Struct, frozen=True):
    """A line of talk that the crew holds up for all, since `pinned_at`; `id` is the line's."""

    id: str
    name: str
    text: str
    role: Role
    pinned_at: int


class RoomSnapshot(Struct, frozen=True):
    """All that a newcomer needs; pins are newest first, products in the order of the tray.

    `deals` are those that are counted down or running, in the order they were announced. `hidden`
    names the lines of talk that nobody is to see, the latest of them; oldest first.
    """

    show: ShowInfo
    playback: Playback
    products: tuple[ProductCard, ...]
    pins: tuple[Pin, ...]
    likes: int = 0
    watching: int = 0
    deals: tuple[Deal, ...] = ()
    explaining: Explaining | None = None
    hidden: tuple[str, ...] = ()
    announcement: Announcement | None = None


class Pinned(Struct, frozen=True, tag_field="k", tag="pinned"):
    """A product is held up; its card comes along and replaces what was known of it."""

    pin: Pin
    card: ProductCard


class Unpinned(Struct, frozen=True, tag_field="k", tag="unpinned"):
    """A product is put back."""

    product_id: str


class ExplainingChanged(Struct, frozen=True, tag_field="k", tag="explaining"):
    """The host explains another product, or (null) none any more."""

    explaining: Explaining | None


class HiddenChanged(Struct, frozen=True, tag_field="k", tag="hidden"):
    """These lines of talk are hidden now, and no others: one was hidden, or brought back."""

    hidden: tuple[str, ...]


class AnnouncementChanged(Struct, frozen=True, tag_field="k", tag="announcement"):
    """Another line is held up for all, or (null) none any more."""

    announcement: Announcement | None


class Stock(Struct, frozen=True, tag_field="k", tag="stock"):
    """`available` pieces are left; `version` as `ProductCard.stock_version`.

    `variants` tells the same for each variant.
    """

    product_id: str
    available: int
    version: int = 0
    variants: dict[str, int] = {}


class ProductChanged(Struct, frozen=True, tag_field="k", tag="product"):
    """A product is new in the tray (then it comes last) or has changed."""

    card: ProductCard


class ProductsChanged(Struct, frozen=True, tag_field="k", tag="products"):
    """The whole tray, in order; what is no longer in it is neither pinned nor explained."""

    cards: tuple[ProductCard, ...]


class ShowChanged(Struct, frozen=True, tag_field="k", tag="show", omit_defaults=True):
    """The show went on air or ended, or is called otherwise; what is left out stays."""

    state: ShowState
    title: str | UnsetType = UNSET
    host_name: str | UnsetType = UNSET


class PlaybackChanged(Struct, frozen=True, tag_field="k", tag="playback"):
    """The picture came, went or moved."""

    playback: Playback


class DealChanged(Struct, frozen=True, tag_field="k", tag="deal"):
    """A deal was announced, or has changed; it replaces what was known of it."""

    deal: Deal


class DealOver(Struct, frozen=True, tag_field="k", tag="deal_over"):
    """A deal is over."""

    deal_id: str


class OrderPaid(Struct, frozen=True, tag_field="k", tag="order"):
    """Somebody bought; `buyer` is masked by whoever publishes this. Changes no state."""

    buyer: str
    product_id: str
    quantity: int


RoomEvent = (
    Pinned
    | Unpinned
    | ExplainingChanged
    | HiddenChanged
    | AnnouncementChanged
    | Stock
    | ProductChanged
    | ProductsChanged
    | ShowChanged
    | PlaybackChanged
    | DealChanged
    | DealOver
    | OrderPaid
)


class Danmaku(Struct, frozen=True):
    """A line of talk that flies over the picture."""

    id: str
    viewer_id: str
    name: str
    text: str
    at: int
    role: Role


class You(Struct, frozen=True):
    """Whom the server takes the client for."""

    id: str
    name: str
    role: Role


class Hello(Struct, frozen=True, tag_field="t", tag="hello"):
    """The start of a conversation, and the answer to `Resync`: the whole truth at `seq`."""

    epoch: str
    seq: int
    you: You
    snapshot: RoomSnapshot
    recent: tuple[Danmaku, ...]


class Event(Struct, frozen=True, tag_field="t", tag="ev"):
    """Event number `seq` of `epoch`; a client that misses a number sends `Resync`."""

    epoch: str
    seq: int
    e: RoomEvent


class Tick(Struct, frozen=True, tag_field="t", tag="tick", omit_defaults=True):
    """What happened lately and may be missed; absent keys have not changed."""

    at: int
    danmaku: tuple[Danmaku, ...] | UnsetType = UNSET
    likes: int | UnsetType = UNSET
    watching: int | UnsetType = UNSET


class Ack(Struct, frozen=True, tag_field="t", tag="ack"):
    """The danmaku that the client calls `id` was taken; the room calls it `danmaku_id`.

    The sender shows it from here on; the room may leave it out of its ticks (see `danmaku`).
    """

    id: str
    danmaku_id: str


class Refused(Struct, frozen=True, tag_field="t", tag="refused", omit_defaults=True):
    """The danmaku `id` was not taken; `message` is in the language of the ticket."""

    code: str
    message: str
    id: str | UnsetType = UNSET


class Pong(Struct, frozen=True, tag_field="t", tag="pong"):
    """The answer to `Ping`."""


ServerFrame = Hello | Event | Tick | Ack | Refused | Pong


class Say(Struct, frozen=True, tag_field="t", tag="danmaku"):
    """Say `text`; `id` is the client's own name for it, returned in the answer."""

    id: Annotated[str, Meta(max_length=64)]
    text: str


class Like(Struct, frozen=True, tag_field="t", tag="like"):
    """`n` likes since the last frame."""

    n: int


class Ping(Struct, frozen=True, tag_field="t", tag="ping"):
    """Ask whether the room still listens; scripts cannot send WebSocket pings.

    `watching`: the picture plays before the visitor's eyes. Said every 10 to 20 s, it is what watch
    time is counted from.
    """

    watching: bool = False


class Resync(Struct, frozen=True, tag_field="t", tag="resync"):
    """Ask for a fresh `Hello`, after a gap."""


ClientFrame = Say | Like | Ping | Resync

encode = msgspec.json.Encoder().encode
decode_client_frame = msgspec.json.Decoder(ClientFrame).decode
