"""Settings: what variables mean, and how this machine reaches its own servers."""

import pytest
from pydantic import ValidationError

from kaibo.apps.cli.installation import network_url
from kaibo.apps.media.config import MediaConfig
from kaibo.platform.settings import Settings


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - read, not bound
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.168.1.5", "http://192.168.1.5:8000"),
        ("fd00::5", "http://[fd00::5]:8000"),
        ("localhost", "http://localhost:8000"),
    ],
)
def test_this_machine_reaches_its_servers(host: str, url: str) -> None:
    settings = Settings(host=host)
    assert settings.local_url == url
    assert MediaConfig.from_settings(settings).core_url == url


@pytest.mark.parametrize(
    ("host", "lan", "url"),
    [
        ("0.0.0.0", "192.168.1.5", "http://192.168.1.5:8000"),  # noqa: S104 - read, not bound
        ("0.0.0.0", "127.0.0.1", None),  # noqa: S104 - read, not bound
        ("127.0.0.1", "192.168.1.5", None),
        ("::1", "192.168.1.5", None),
        ("10.0.0.7", "192.168.1.5", "http://10.0.0.7:8000"),
    ],
)
def test_links_for_other_machines_lead_somewhere(
    monkeypatch: pytest.MonkeyPatch, host: str, lan: str, url: str | None
) -> None:
    monkeypatch.setattr("kaibo.apps.cli.installation.lan_address", lambda: lan)
    assert network_url(Settings(host=host)) == url


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "PORT", "HOST", "DATA", "DATABASE_URL", "LOG_LEVEL"):
        monkeypatch.setenv(f"KAIBO_{name}", "")
    told = Settings()
    assert (told.language, told.port, told.host) == (None, 8000, "0.0.0.0")  # noqa: S104 - read, not bound
    assert (str(told.data), told.log_level) == ("kaibo-data", "info")


@pytest.mark.parametrize("wrong", ["127.0.0.1:6379", "http://redis", "redis://host:port"])
def test_an_address_of_redis_that_cannot_be_understood_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="must be an address such as redis"):
        Settings(redis_url=wrong)


def test_proxies_are_addresses_and_networks() -> None:
    told = Settings(trusted_proxies=" 127.0.0.1, ::1,10.0.0.5/8 ")
    assert told.proxies == ("127.0.0.1", "::1", "10.0.0.0/8")


@pytest.mark.parametrize("wrong", ["proxy.local", "127.0.0.1;10.0.0.1", "*", "10.0.0.0/40"])
def test_proxies_that_are_no_addresses_are_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="must be addresses or networks"):
        Settings(trusted_proxies=f"127.0.0.1,{wrong}")


def test_a_wrong_setting_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIBO_DATABASE_URL", "mysql://mei:secret@db/kaibo")
    with pytest.raises(ValidationError) as told:
        Settings()
    assert "secret" not in str(told.value)


def test_pages_of_other_sites_that_may_open_sockets_are_addresses() -> None:
    told = Settings(
        public_url="https://tea.test/", embed_origins="https://a.test, http://b.test:81"
    )
    assert told.socket_origins == ("https://tea.test", "https://a.test", "http://b.test:81")
    assert Settings().socket_origins == ()
    for wrong in ("a.test", "https://", "*"):
        with pytest.raises(ValueError, match="addresses such as"):
            Settings(embed_origins=wrong)
