"""The installation's secret, and what is signed with it."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.auth import SecretKey
from kaibo.platform.auth.passwords import hash_password, password_matches
from kaibo.platform.auth.secrets import load_secret_key

KEY = SecretKey(b"k" * 32)


@given(st.text())
def test_what_was_signed_comes_back(text: str) -> None:
    signed = KEY.sign("tests", text.encode("utf-8", "replace").decode())
    expected = text.encode("utf-8", "replace").decode() or None
    assert KEY.verify("tests", signed) == expected


@given(st.text(), st.text())
def test_anything_else_is_refused_and_never_a_fault(text: str, signature: str) -> None:
    clean = f"{text}.{signature}".encode("utf-8", "replace").decode()
    assert KEY.verify("tests", clean) is None


def test_a_signature_is_of_one_purpose_and_one_installation() -> None:
    signed = KEY.sign("viewer", "vwr_1")
    assert KEY.verify("staff", signed) is None
    assert SecretKey(b"other").verify("viewer", signed) is None
    assert KEY.derive("a") != KEY.derive("b")
    assert len(KEY.derive("a")) == 32


def test_the_secret_is_made_once_and_only_its_user_reads_it(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    made = load_secret_key("", data)
    assert load_secret_key("", data).derive("x") == made.derive("x")
    assert (data / "secret.key").stat().st_mode & 0o777 == 0o600
    assert load_secret_key("", tmp_path / "other").derive("x") != made.derive("x")


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    keys: list[bytes] = []
    gate = threading.Barrier(8)

    def load() -> None:
        gate.wait(10)
        keys.append(load_secret_key("", tmp_path / "data").derive("x"))

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_configured_secret_leaves_no_file(tmp_path: Path) -> None:
    assert load_secret_key("configured", tmp_path).derive("x") == SecretKey(b"configured").derive(
        "x"
    )
    assert list(tmp_path.iterdir()) == []


def test_passwords_are_salted_and_checked() -> None:
    first, second = hash_password("long enough"), hash_password("long enough")
    assert first != second
    assert password_matches(first, "long enough")
    assert not password_matches(first, "long enoug")
    assert not password_matches(None, "nobody has this password"), "not even the stand-in's own"
    assert not password_matches("no hash at all", "x")


def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"")
    with pytest.raises(ValueError, match="holds no key"):
        load_secret_key("", tmp_path)
