"""HTTP: ordering."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.flows.place_order.contracts import PlaceOrder, WantedLine
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.modules.orders.contracts import Address, Contact
from kaibo.modules.shows import facade as shows
from kaibo.platform.http.callers import SignedInViewer
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.fields import NO_NUL, Email, same_address
from kaibo.platform.http.hot import HotRoute
from kaibo.platform.http.idempotency import REPLAYED
from kaibo.platform.http.problems import language_of

router = APIRouter(prefix="/orders", tags=["orders"], route_class=HotRoute)


def _text(least: int, most: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=least, max_length=most, pattern=NO_NUL
    )


class LineInput(BaseModel):
    """A variant, how many pieces, and the unit price the buyer saw, in minor units."""

    variant_id: str = Field(max_length=40, pattern=NO_NUL)
    quantity: int = Field(ge=1, le=999, strict=True)
    unit_price: int = Field(ge=0, le=10**12, strict=True)


class ContactInput(BaseModel):
    """Whom to call about the delivery; what happens to the order is told to ``email``."""

    name: Annotated[str, _text(1, 80)]
    phone: Annotated[str, _text(5, 30), Field(pattern=r"^[0-9+()\-. ]+$")]
    email: Email | None = None


class AddressInput(BaseModel):
    """Where to deliver; ``country`` is ISO 3166-1 alpha-2."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: Annotated[str, _text(0, 80)] = ""
    city: Annotated[str, _text(0, 80)] = ""
    line1: Annotated[str, _text(1, 200)]
    line2: Annotated[str, _text(0, 200)] = ""
    postal_code: Annotated[str, _text(0, 20)] = ""


class OrderInput(BaseModel):
    """What the buyer asks for; ``show`` is an id or an address.

    ``accepts_no_return`` confirms products that cannot be sent back, or only under conditions.
    ``from_cart`` takes what was ordered out of the buyer's cart.
    """

    show: str = Field(max_length=60, pattern=NO_NUL)
    lines: list[LineInput] = Field(min_length=1, max_length=50)
    contact: ContactInput
    address: AddressInput
    note: Annotated[str, _text(0, 500)] = ""
    accepts_no_return: bool = False
    from_cart: bool = False


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_order(
    request: Request,
    response: Response,
    ctx: Ctx,
    viewer: SignedInViewer,
    visitor: shows.AtTheDoor,
    data: OrderInput,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=128)] = None,
) -> Order:
    """Order: the stock is reserved until ``expires_at``, within which the buyer pays.

    The key is kept with the order itself: a repeat gives the order as it stands now.
    """
    wanted = PlaceOrder(
        show=data.show,
        viewer_id=viewer.id,
        lines=tuple(
            WantedLine(line.variant_id, line.quantity, line.unit_price) for line in data.lines
        ),
        contact=_contact(data.contact),
        address=Address(**data.address.model_dump()),
        note=data.note,
        idempotency_key=idempotency_key,
        arrived_at=ctx.clock.now(),
        fingerprint=_fingerprint(await request.body()),
        accepts_no_return=data.accepts_no_return,
        from_cart=data.from_cart,
        language=language_of(request),
        visitor=visitor,
    )
    placement = await ctx.port(OrderIntake).place(wanted)
    if placement.is_replay:
        response.headers[REPLAYED] = "true"
        return await ctx.db.read(order_desk.view_for_buyer, placement.order.id, viewer.id)
    return order_desk.compose(
        placement.order,
        show=placement.show,
        payment=placement.payment,
        viewer_name=placement.viewer_name,
    )


def _contact(data: ContactInput) -> Contact:
    return Contact(data.name, data.phone, same_address(data.email or ""))


def _fingerprint(body: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
