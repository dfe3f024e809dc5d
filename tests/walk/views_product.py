"""What buyers see of one product, and of themselves: its facts, its choices, a name and a face."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from tests.walk.gallery import Look, View, button
from tests.walk.house import PICTURES
from tests.walk.store import Store

Prepare = Callable[[Page, Look], None]
KNOWN = {"kaibo.visited": True}


def comes_to(key: str) -> Prepare:
    """Scroll to a heading of the sheet."""

    def come(page: Page, look: Look) -> None:
        heading = page.get_by_role("heading", name=look.word("shop", key), exact=True)
        heading.evaluate("it => it.scrollIntoView({block: 'center'})")

    return come


def buys_without_choosing(page: Page, look: Look) -> None:
    button(page, look, "shop", "product.buy").last.click()
    page.get_by_text(look.word("shop", "product.choose", name="Clay")).wait_for()


def chooses_what_is_gone(page: Page, look: Look) -> None:
    """Choose a combination of which nothing is left; the sheet says what there is instead."""
    for value in ("Purple", "240 ml"):
        page.get_by_role("dialog").locator(f"input[value='{value}']").check()
    gone = look.word("shop", "product.combination_out", values="Purple / 240 ml")
    page.get_by_text(gone).scroll_into_view_if_needed()


def goes_through_the_colours(page: Page, look: Look) -> None:
    """Press the round button once for each of its choices; under the pointer its ground is seen."""
    colours = page.get_by_role("dialog").locator(".round-button")
    for _ in ("light", "dark", "system"):
        colours.click()
    box = colours.bounding_box()
    assert box
    assert box["width"] <= box["height"], f"it fills the row: {box}"


def has_pictures(store: Store, product: str) -> Prepare:
    """Let the product have three pictures, unless it has them already; go to the second."""
    kind = {"Content-Type": "image/webp"}

    def give(page: Page, look: Look) -> None:
        path = f"/products/{product}/pictures/picture"
        for name in ("oolong", "teapot")[len(store.product(product)["pictures"]) - 1 :]:
            content = (PICTURES / f"{name}.webp").read_bytes()
            store.house.owner.http.post(path, content=content, headers=kind).raise_for_status()
        page.reload()
        button(page, look, "shop", "product.picture_next").click()
        button(page, look, "shop", "product.picture_before").wait_for()

    return give


def chooses_a_picture(page: Page, look: Look) -> Locator:
    mine = page.get_by_role("region", name=look.word("shop", "account.profile"))
    mine.locator("input[type=file]").set_input_files(PICTURES / "teapot.webp")
    expect(mine.locator("img")).to_have_count(1)
    return mine


def chooses_no_picture(page: Page, look: Look) -> None:
    """Choose a file of a kind that is not taken."""
    mine = chooses_a_picture(page, look)
    file = {"name": "face.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    mine.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_text(look.word("shop", "account.picture_kind")).wait_for()


def product_views(store: Store) -> list[View]:
    """Give them; those of the buyer come last, since the cookie stays."""
    teapot, _, cups, _ = store.past.products
    room = store.show["viewer_path"]
    sheet = f"{room}?view=product&p="
    return [
        View("product-facts", f"{sheet}{teapot}", prepare=comes_to("product.certificates")),
        View("product-to-choose", f"{sheet}{teapot}", prepare=buys_without_choosing),
        View("product-combination-gone", f"{sheet}{teapot}", prepare=chooses_what_is_gone),
        View("product-pictures", f"{sheet}{cups}", prepare=has_pictures(store, cups)),
        View("room-more-colours", f"{room}?view=more", prepare=goes_through_the_colours),
        replace(
            View("account-wrong-picture", "/account", prepare=chooses_no_picture),
            stored=KNOWN,
            cookies=store.buyer,
        ),
    ]
