import base64

import pytest

from kaibo.platform.realtime import TicketRefusedError, TicketSigner

NOW = 1_800_000_000_000
SIGNER = TicketSigner(b"s" * 32)


def issue(signer: TicketSigner = SIGNER, expires_at: int = NOW + 60_000) -> str:
    return signer.issue(
        room="shw_1",
        subject="vwr_1",
        name="小明",
        role="viewer",
        language="zh-CN",
        expires_at=expires_at,
    )


def fault(ticket: str, now: int = NOW) -> str:
    with pytest.raises(TicketRefusedError) as caught:
        SIGNER.verify(ticket, now=now)
    return caught.value.fault


def test_a_ticket_brings_back_its_claims() -> None:
    claims = SIGNER.verify(issue(), now=NOW)
    assert (claims.room, claims.sub, claims.name) == ("shw_1", "vwr_1", "小明")
    assert (claims.role, claims.lang, claims.exp) == ("viewer", "zh-CN", NOW + 60_000)


def test_a_ticket_can_stand_in_an_address() -> None:
    assert issue().isascii()
    assert not set(issue()) & set("+/=&?#% ")


def test_two_tickets_of_one_visitor_differ() -> None:
    assert issue() != issue()


def test_a_ticket_ends_at_its_time() -> None:
    SIGNER.verify(issue(expires_at=NOW + 1), now=NOW)
    assert fault(issue(expires_at=NOW)) == "expired"


def test_another_secret_signs_nothing_here() -> None:
    assert fault(issue(TicketSigner(b"t" * 32))) == "forged"


def test_changed_claims_are_forged() -> None:
    payload, _, signature = issue().partition(".")
    claims = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    changed = base64.urlsafe_b64encode(claims.replace(b'"viewer"', b'"staff"')).decode()
    assert fault(f"{changed.rstrip('=')}.{signature}") == "forged"


@pytest.mark.parametrize(
    "ticket", ["", ".", "a", "a.", "a.b", "é.é", "a." + "b" * 3000, "a.!!!!", f"{issue()}x"]
)
def test_garbage_is_refused(ticket: str) -> None:
    assert fault(ticket) in {"malformed", "forged"}


def test_a_short_secret_is_no_secret() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        TicketSigner(b"short")
