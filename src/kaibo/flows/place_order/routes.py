"""HTTP: ordering."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Header, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.flows.place_order.service import PlaceOrder, WantedLine, place_order
from kaibo.modules.orders.contracts import Address, Contact
from kaibo.modules.payments import facade as payments
from kaibo.modules.shows import facade as shows
from kaibo.platform.http.callers import SignedInViewer
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])


def _text(least: int, most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


class LineInput(BaseModel):
    """A product, how many, and the unit price the buyer saw, in minor units."""

    product_id: str = Field(max_length=40)
    quantity: int = Field(ge=1, le=999)
    unit_price: int = Field(ge=0)


class ContactInput(BaseModel):
    """Whom to call about the delivery."""

    name: Annotated[str, _text(1, 80)]
    phone: Annotated[str, _text(5, 30), Field(pattern=r"^[0-9+()\-. ]+$")]


class AddressInput(BaseModel):
    """Where to deliver; ``country`` is ISO 3166-1 alpha-2."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: Annotated[str, _text(0, 80)] = ""
    city: Annotated[str, _text(0, 80)] = ""
    line1: Annotated[str, _text(1, 200)]
    line2: Annotated[str, _text(0, 200)] = ""
    postal_code: Annotated[str, _text(0, 20)] = ""


class OrderInput(BaseModel):
    """What the buyer asks for; ``show`` is an id or an address."""

    show: str = Field(max_length=60)
    lines: list[LineInput] = Field(min_length=1, max_length=50)
    contact: ContactInput
    address: AddressInput
    note: Annotated[str, _text(0, 500)] = ""


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_order(
    ctx: Ctx,
    viewer: SignedInViewer,
    visitor: shows.AtTheDoor,
    data: OrderInput,
    idempotency_key: Annotated[str | None, Header(max_length=128)] = None,
) -> Order:
    """Order: the stock is reserved until ``expires_at``, within which the buyer pays."""
    wanted = PlaceOrder(
        show=data.show,
        viewer_id=viewer.id,
        lines=tuple(WantedLine(**line.model_dump()) for line in data.lines),
        contact=Contact(**data.contact.model_dump()),
        address=Address(**data.address.model_dump()),
        note=data.note,
        idempotency_key=idempotency_key,
        gateway=payments.default_gateway(ctx),
        holds_for=timedelta(seconds=ctx.settings.order_expiry_seconds),
        visitor=visitor,
    )
    order = await ctx.db.run(place_order, wanted)
    return await ctx.db.read(order_desk.view_for_buyer, order.id, viewer.id)
