import pytest

from kaibo.platform.realtime import ProxyTrust

TRUST = ProxyTrust.of(["10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.1", ["198.51.100.1"], "203.0.113.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1, garbage"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::1", ["2001:db8::1"], "2001:db8::1"),
        ("", ["198.51.100.1"], ""),
    ],
)
def test_the_address_is_the_first_one_not_told_by_hearsay(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert TRUST.client_address(peer, forwarded) == address


def test_a_mistyped_network_is_an_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        ProxyTrust.of(["nonsense"])
