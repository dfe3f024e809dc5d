"""HTTP: what viewers do, told by the shop's page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import BaseModel, Field

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.analytics.contracts import Act, ActKind
from kaibo.modules.analytics.keeper import ActKeeper
from kaibo.platform.http.callers import MaybeViewer
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.fields import NO_NUL

router = APIRouter(tags=["analytics"])


class ActInput(BaseModel):
    """What was done, with which product; a share names none."""

    kind: ActKind
    product_id: str = Field(default="", max_length=40)


class ActsInput(BaseModel):
    """What one viewer did since the last report."""

    acts: list[ActInput] = Field(max_length=50)


@router.post("/shows/{show}/acts", status_code=status.HTTP_204_NO_CONTENT)
async def take_acts(
    ctx: Ctx,
    viewer: MaybeViewer,
    # A NUL, which PostgreSQL takes in no text, would keep the whole set from being written.
    show: Annotated[str, Path(max_length=60, pattern=NO_NUL)],
    data: ActsInput,
) -> None:
    """Take what a viewer did; answered alike whether or not it is counted.

    Acts of nobody, of unknown shows and of products that the show does not sell are not counted,
    nor those beyond a person's pace.
    """
    if viewer is None:
        return
    at_ms = epoch_ms(ctx.clock.now())
    acts = [Act(show, act.kind, act.product_id, viewer.id, at_ms) for act in data.acts]
    ctx.port(ActKeeper).take(acts)
