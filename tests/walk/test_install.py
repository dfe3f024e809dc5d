"""A stranger with an empty machine and docs/install.md comes to a paid order over HTTPS.

The blocks are taken out of the docs and typed as they stand there (see machine.py for what is not
real); what the docs say to do in a browser is done in a browser.
"""

import base64
import hashlib
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.docs import chapters
from tests.support.mailing import Mailbox, smtp_server
from tests.support.network import free_port, wait_until
from tests.walk.conftest import ARGUMENTS, Shoot
from tests.walk.encoder import sending
from tests.walk.machine import NAME, Machine
from tests.walk.test_live_room import picture_moves

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(240)]

ORIGIN = f"https://{NAME}"
BUYER = "buyer@example.com"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.stop_nginx()


@pytest.fixture
def stranger(machine: Machine, playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Give a browser to which the name leads to that machine, and which trusts its authority."""
    blocks = chapters("install.md")
    install(machine, blocks)
    certificate = x509.load_pem_x509_certificate(
        (machine.root / "etc/ssl/kaibo/ca.pem").read_bytes()
    )
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    browser = playwright.chromium.launch(
        executable_path=chromium,
        args=[
            *ARGUMENTS,
            f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{machine.https}",
            f"--ignore-certificate-errors-spki-list={pin}",
        ],
    )
    yield browser
    browser.close()


def install(machine: Machine, blocks: dict[str, list[str]]) -> None:
    """Type everything up to the certificate."""
    for title in ("1. Install", "2. Say what it is called"):
        machine.type(*blocks[title])
        if title.startswith("1"):
            machine.settle()
    machine.type(*blocks["3. Start it, now and at every start of the machine"])
    assert machine.asked[-1] == "systemctl enable --now kaibo"

    public, trial = blocks["4. A certificate"]
    machine.type(public)
    assert f"--domain {NAME}" in machine.asked[-1]
    link = machine.root / "etc/ssl/kaibo"
    assert link.readlink() == machine.root / "etc/letsencrypt/live" / NAME
    link.unlink()
    machine.type(trial)


@pytest.mark.long(seconds=90)
def test_a_stranger_gets_from_an_empty_machine_to_a_paid_order_over_https(
    machine: Machine, stranger: Browser, ffmpeg: str, shoot: Shoot
) -> None:
    blocks = chapters("install.md")
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as smtp:
        with machine.service():
            (https,) = blocks["5. HTTPS"]
            assert '"status":"ok"' in machine.type(https)
            machine.type(*blocks["6. Close the other doors"])
            assert "ufw allow 80,443,1935/tcp" in machine.asked
            link = machine.type(*blocks["7. Open the store"]).strip()
            assert link.startswith(f"{ORIGIN}/console/setup?token=")

            owner = stranger.new_context(locale="en-GB").new_page()
            open_the_store(owner, link)
            create_a_product(owner)
            key = plan_a_show(owner)
            shoot(owner, "install-desk")
        # Mail comes last in the docs, and first here: the buyer below is to hear of the order.
        (mail,) = blocks["9. Mail"]
        server = "smtp://shop%40example.com:PASSWORD@smtp.example.com:587"
        assert server in mail
        machine.type(mail.replace(server, f"smtp+plain://127.0.0.1:{smtp}"))
        assert machine.asked[-1] == "systemctl restart kaibo"
        with machine.service():
            with sending(ffmpeg, f"rtmp://127.0.0.1:{machine.rtmp}/live/{key}"):
                go_on_air(owner)
                number = buy(stranger, shoot)
            owner.goto(f"{ORIGIN}/console/orders")
            expect(owner.get_by_text(number).first).to_be_visible()
            told = wait_until(lambda: [mail for mail in mailbox.mails if mail["To"] == BUYER], 20)
            assert told[0]["From"] == "Tea House <shop@example.com>"
            assert f"{ORIGIN}/orders/" in mailbox.text(mailbox.mails.index(told[0]))

            machine.type(*blocks["10. Save it"])
            with tarfile.open(machine.root / "var/backups/kaibo/first.tar.gz") as archive:
                assert any("secret.key" in name for name in archive.getnames())


def open_the_store(page: Page, link: str) -> None:
    """Set up the store by the link that the service printed."""
    page.set_default_timeout(20_000)
    page.goto(link)
    page.get_by_label("Name of the store").fill("Tea House")
    page.get_by_label("Name", exact=True).fill("Wen")
    page.get_by_label("E-mail").fill("wen@example.com")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Open the store").click()
    page.wait_for_url(f"{ORIGIN}/console/products/new")


def create_a_product(page: Page) -> None:
    """Create one, as the page that follows set-up offers."""
    page.get_by_role("textbox", name="Title").fill("Longjing, 100 g")
    page.get_by_role("textbox", name="Price", exact=True).fill("68")
    page.get_by_role("textbox", name="In stock").fill("5")
    page.get_by_role("button", name="Create product").click()
    page.get_by_role("complementary", name="Product").wait_for()


def plan_a_show(page: Page) -> str:
    """Plan a show with it; give the stream key that its studio shows."""
    page.goto(f"{ORIGIN}/console/shows")
    page.get_by_role("button", name="Plan a show").first.click()
    page.get_by_role("textbox", name="Title").fill("Spring tea")
    page.get_by_role("button", name=re.compile("Longjing")).click()
    page.get_by_role("button", name="Plan this show").click()
    page.wait_for_url(re.compile("/console/shows/[^/]+$"))
    return str(
        page.evaluate(
            """async () => {
              const show = location.pathname.split("/").at(-1);
              const answer = await fetch(`/api/v1/shows/${show}/stream-keys`);
              return (await answer.json()).main.stream_key;
            }"""
        )
    )


def go_on_air(page: Page) -> None:
    """Begin, once the picture has come."""
    page.reload()
    expect(page.get_by_text("Picture is ready", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Go on air").first.click()
    expect(page.get_by_role("button", name=re.compile("Hold to end"))).to_be_visible()


def buy(stranger: Browser, shoot: Shoot) -> str:
    """Find the show, watch, buy and pay, on a phone that has never been here; give the number."""
    page = stranger.new_context(
        locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).new_page()
    page.set_default_timeout(20_000)
    page.goto(ORIGIN)
    page.get_by_role("link", name=re.compile("Spring tea")).first.click()
    picture_moves(page)
    page.get_by_role("button", name=re.compile("^Products")).click()
    page.get_by_role("dialog", name="Products").get_by_role(
        "button", name=re.compile("^Buy")
    ).first.click()
    page.get_by_label("Country or region").select_option("US")
    page.get_by_label("Name", exact=True).fill("C. Carter")
    page.get_by_label("Phone").fill("+1 415 555 0199")
    page.get_by_label("E-mail").fill(BUYER)
    page.get_by_label("Street and number").fill("4 Pottery Lane")
    page.get_by_label("City", exact=True).fill("Portland")
    page.get_by_label("State or province").fill("Oregon")
    page.get_by_label("Postal code").fill("97201")
    shoot(page, "install-checkout")
    page.get_by_role("button", name="Place order and pay").click()
    page.wait_for_url(f"{ORIGIN}/sandbox/pay/**")
    page.get_by_role("button", name="Approve payment").click()
    page.wait_for_url(f"{ORIGIN}/orders/**")
    expect(page.get_by_role("heading", name="Paid")).to_be_visible()
    shoot(page, "install-paid")
    told = page.get_by_text(re.compile(r"Order \d{6}-")).inner_text()
    found = re.search(r"Order (\S+)", told)
    assert found, told
    return found[1]
