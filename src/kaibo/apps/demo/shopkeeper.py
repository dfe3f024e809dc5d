"""Making and keeping the sample shop, by the same public API that anyone uses."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kaibo.apps.demo.sample import PICTURE_TYPE, SampleProduct, SampleShop, sample_shop
from kaibo.kernel.clock import SystemClock
from kaibo.platform.i18n import Language

_FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What tells a sample shop from a real one, and lets the demo sign in again."""

    path: Path

    @classmethod
    def of(cls, data: Path) -> Keepsake:
        """Give the keepsake of a data folder."""
        return cls(data / _FILE)

    @property
    def exists(self) -> bool:
        """Whether the data folder holds a sample shop."""
        return self.path.is_file()

    def read(self) -> dict[str, str]:
        """Give e-mail address and password of the sample shop's owner."""
        found: dict[str, str] = json.loads(self.path.read_text("utf-8"))
        return found

    def write(self, email: str, password: str) -> None:
        """Keep them, for this user's eyes only."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"email": email, "password": password}, file)


@dataclass(frozen=True, slots=True)
class DemoShow:
    """The show on air; ``viewer_path`` is below the public address."""

    id: str
    viewer_path: str


class Shopkeeper:
    """Signs in as the sample shop's owner and does what an owner would."""

    def __init__(self, client: httpx.AsyncClient, keepsake: Keepsake, *, setup_token: str) -> None:
        self._client = client
        self._keepsake = keepsake
        self._setup_token = setup_token

    async def open(self, language: Language) -> None:
        """Sign in; the first time, set the shop up with its products."""
        needed = (await self._call("GET", "/setup"))["needed"]
        if not needed:
            await self._sign_in()
            return
        shop = sample_shop(language)
        password = secrets.token_urlsafe(12)
        # Written first: a shop without its keepsake would look like a real one.
        self._keepsake.write(shop.owner_email, password)
        session = await self._call("POST", "/setup", _set_up(shop, self._setup_token, password))
        self._use(session)
        for product in shop.products:
            await self._add(product)

    async def show_on_air(self, language: Language) -> DemoShow:
        """Give the show on air; plan a new one when the last was ended."""
        shows = (await self._call("GET", "/shows"))["items"]
        present = next((show for show in shows if show["state"] != "closed"), None)
        if present is None:
            present = await self._plan(language, first=not shows)
        if present["state"] == "ready":
            present = await self._call("POST", f"/shows/{present['id']}/go-on-air")
        return DemoShow(present["id"], present["viewer_path"])

    async def stream_key(self, show_id: str) -> str:
        """Give the key that the sample programme is pushed with."""
        keys = await self._call("GET", f"/shows/{show_id}/stream-keys")
        return str(keys["main"]["stream_key"])

    async def picture_plays(self, show_id: str, patience_s: float) -> bool:
        """Wait until viewers can see the picture; tell whether they can."""
        clock = SystemClock()
        began = clock.now()
        while (clock.now() - began).total_seconds() < patience_s:
            if (await self._call("GET", f"/shows/{show_id}/picture"))["program"]["hls_url"]:
                return True
            await asyncio.sleep(0.1)
        return False

    async def sign_in_path(self) -> str:
        """Make a link that signs the owner in once."""
        email = self._keepsake.read()["email"]
        return str((await self._call("POST", "/staff/sign-in-links", {"email": email}))["path"])

    async def _plan(self, language: Language, *, first: bool) -> dict[str, Any]:
        shop = sample_shop(language)
        found = (await self._call("GET", "/products", params={"limit": "100"}))["items"]
        # The list is newest first; the tray follows the programme.
        tray = [product["id"] for product in reversed(found)]
        show = {"title": shop.show_title, "host_name": shop.host_name, "product_ids": tray}
        if first:
            show["slug"] = shop.show_slug
        planned: dict[str, Any] = await self._call("POST", "/shows", show)
        if tray:
            await self._call("POST", f"/rooms/{planned['id']}/pins", {"product_id": tray[0]})
        return planned

    async def _add(self, product: SampleProduct) -> None:
        made = await self._call(
            "POST",
            "/products",
            {
                "title": product.title,
                "description": product.description,
                "price": product.price.amount,
                "compare_at": product.compare_at.amount if product.compare_at else None,
                "compare_basis": product.compare_basis,
                "stock": product.stock,
            },
        )
        picture = await asyncio.to_thread(product.picture.read_bytes)
        answer = await self._client.put(
            f"/products/{made['id']}/picture",
            content=picture,
            headers={"content-type": PICTURE_TYPE},
        )
        answer.raise_for_status()

    async def _sign_in(self) -> None:
        self._use(await self._call("POST", "/staff/sessions", dict(self._keepsake.read())))

    def _use(self, session: dict[str, Any]) -> None:
        self._client.cookies.clear()
        self._client.headers["authorization"] = f"Bearer {session['token']}"

    async def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        answer = await self._client.request(method, path, json=body, params=params)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


def _set_up(shop: SampleShop, token: str, password: str) -> dict[str, Any]:
    return {
        "token": token,
        "store": {
            "name": shop.store_name,
            "currency": shop.currency,
            "legal_name": shop.legal_name,
            "address": shop.address,
            "contact": shop.contact,
        },
        "owner": {"name": shop.owner_name, "email": shop.owner_email, "password": password},
    }
