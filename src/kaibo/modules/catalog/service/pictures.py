"""The pictures of a product, in the order in which they are shown."""

from __future__ import annotations

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.contracts import Product
from kaibo.modules.catalog.errors import TooManyPicturesError
from kaibo.modules.catalog.models import ProductPictureRow, ProductRow
from kaibo.modules.catalog.service import products
from kaibo.platform.db import UnitOfWork

PICTURE_LIMIT = 12


def add_picture(uow: UnitOfWork, product_id: str, name: str) -> Product:
    """Show the stored file ``name`` after the pictures that are there."""
    row = products.get(uow, product_id)
    if len(row.pictures) >= PICTURE_LIMIT:
        raise TooManyPicturesError(limit=PICTURE_LIMIT)
    _append(row, name)
    products.touch(uow, row)
    return products.view(uow, row)


def set_first_picture(uow: UnitOfWork, product_id: str, name: str) -> Product:
    """Show the stored file ``name`` instead of the first picture."""
    row = products.get(uow, product_id)
    if row.pictures:
        row.pictures[0].file = name
    else:
        _append(row, name)
    products.touch(uow, row)
    return products.view(uow, row)


def order_pictures(uow: UnitOfWork, product_id: str, picture_ids: list[str]) -> Product:
    """Show these pictures in this order; those not named are removed."""
    row = products.get(uow, product_id)
    known = {picture.id: picture for picture in row.pictures}
    for picture_id in picture_ids:
        if picture_id not in known:
            raise NotFoundError(field="picture_ids", picture_id=picture_id)
    row.pictures = [known[picture_id] for picture_id in dict.fromkeys(picture_ids)]
    for position, picture in enumerate(row.pictures):
        picture.position = position
    products.touch(uow, row)
    return products.view(uow, row)


def _append(row: ProductRow, name: str) -> None:
    last = max((picture.position for picture in row.pictures), default=-1)
    row.pictures.append(ProductPictureRow(id=new_id("pic"), position=last + 1, file=name))
