"""HTTP: the cart."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductCard, VariantCard
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CartLine
from kaibo.modules.orders.errors import NotInShowError
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import SignedInViewer
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/shows/{show}/cart", tags=["orders"])


class CartInput(BaseModel):
    """How many pieces the cart is to hold, and the unit price the buyer saw; none takes it out."""

    quantity: int = Field(ge=0, le=999, strict=True)
    unit_price: int = Field(ge=0, le=10**12, strict=True)


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of the cart; ``product`` and ``variant`` as they are now, or none when gone.

    What the show no longer sells has a product, to tell it by, and no variant.
    """

    variant_id: str
    product_id: str
    quantity: int
    unit_price: int
    product: ProductCard | None
    variant: VariantCard | None


def view(session: Session, viewer_id: str, show: Show) -> list[CartItem]:
    """Give the cart with what it holds as it is now."""
    lines = orders.cart(session, viewer_id, show.id)
    cards = catalog.cards(session, {line.product_id for line in lines}, show_id=show.id)
    items: list[CartItem] = []
    for line in lines:
        card = cards.get(line.product_id)
        sold = card.variants if card and card.id in show.product_ids else []
        offered = {variant.id: variant for variant in sold}
        items.append(
            CartItem(
                variant_id=line.variant_id,
                product_id=line.product_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
                product=card,
                variant=offered.get(line.variant_id),
            )
        )
    return items


def put(
    uow: UnitOfWork,
    reference: str,
    visitor: shows.Visitor,
    viewer_id: str,
    variant_id: str,
    data: CartInput,
) -> list[CartItem]:
    """Put pieces of a variant that the show sells into the cart, or take them out."""
    show = shows.visible(uow.session, reference, visitor)
    cards = catalog.cards(uow.session, show.product_ids)
    product_id = next(
        (
            card.id
            for card in cards.values()
            if any(variant.id == variant_id for variant in card.variants)
        ),
        None,
    )
    if product_id is None and data.quantity:
        raise NotInShowError(variant_id=variant_id)
    line = CartLine(show.id, product_id or "", variant_id, data.quantity, data.unit_price)
    orders.put_in_cart(uow, viewer_id, line)
    uow.session.flush()
    return view(uow.session, viewer_id, show)


@router.get("")
async def get_cart(
    ctx: Ctx, show: str, viewer: SignedInViewer, visitor: shows.AtTheDoor
) -> list[CartItem]:
    """Give the calling viewer's cart in this show."""

    def query(session: Session) -> list[CartItem]:
        return view(session, viewer.id, shows.visible(session, show, visitor))

    return await ctx.db.read(query)


@router.put("/{variant_id}")
async def put_in_cart(
    ctx: Ctx,
    show: str,
    variant_id: str,
    viewer: SignedInViewer,
    visitor: shows.AtTheDoor,
    data: CartInput,
) -> list[CartItem]:
    """Have the cart hold this many pieces; none takes the line out."""
    return await ctx.db.run(put, show, visitor, viewer.id, variant_id, data)
