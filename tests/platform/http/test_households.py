"""Whom a network address stands for."""

from kaibo.platform.http.households import household


def test_an_ipv6_line_is_one_household() -> None:
    assert household("2001:db8:1:2:3:4:5:6") == household("2001:db8:1:2::9")
    assert household("::ffff:192.0.2.7") == household("192.0.2.7")
    assert household(None) == household("testclient")
