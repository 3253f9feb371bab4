"""Signing keys: made on demand, kept private, rotated by season, one number for one key."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from points.foundation.signing import NoKeyLeft, PublicKey, signature_holds, signing_key, stored_keys

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def make(folder: Path, at: datetime = SPRING, known: dict[int, bytes] | None = None) -> PublicKey:
    return signing_key(folder, at=at, known=known or {}).public


def test_the_first_key_is_made_when_it_is_needed_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert make(folder).number == 1
    files = list(folder.iterdir())
    assert [file.name for file in files] == ["key-001.json"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_signs_for_ninety_days_and_then_the_next_one_does(tmp_path: Path) -> None:
    first = make(tmp_path)
    assert make(tmp_path, SPRING + 89 * DAY) == first
    second = make(tmp_path, SPRING + 90 * DAY)
    assert (second.number, second.created_at) == (2, first.signs_until)
    assert make(tmp_path, SPRING + 91 * DAY) == second
    assert {key.number for key in stored_keys(tmp_path)} == {1, 2}


def test_what_an_old_key_signed_still_holds(tmp_path: Path) -> None:
    key = signing_key(tmp_path, at=SPRING, known={})
    signature = key.sign(b"a message")
    make(tmp_path, SPRING + 200 * DAY)
    assert signature_holds(key.public.public_key, signature, b"a message")
    assert not signature_holds(key.public.public_key, signature, b"another message")
    assert not signature_holds(make(tmp_path, SPRING + 200 * DAY).public_key, signature, b"a message")


def test_a_broken_public_key_or_signature_does_not_hold() -> None:
    assert not signature_holds(b"short", b"", b"a message")
    assert not signature_holds(b"\xff" * 32, b"\x00" * 64, b"a message")


def test_a_number_that_another_machine_has_taken_is_left_alone(tmp_path: Path) -> None:
    ours = make(tmp_path)
    assert make(tmp_path, known={1: ours.public_key}) == ours
    moved = make(tmp_path, known={1: b"another machine's key"})
    assert moved.number == 2
    assert make(tmp_path, known={1: b"another machine's key", 2: moved.public_key}) == moved


def test_a_key_from_the_future_does_not_sign(tmp_path: Path) -> None:
    later = make(tmp_path, SPRING + 10 * DAY)
    assert make(tmp_path, SPRING) != later


def test_many_that_need_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: make(tmp_path), range(32)))
    assert {key.public for key in stored_keys(tmp_path)} == keys
    assert len(keys) == 1
    assert not list(tmp_path.glob(".*"))


def test_numbers_run_out_with_a_clear_error(tmp_path: Path) -> None:
    taken = dict.fromkeys(range(1, 256), b"theirs")
    with pytest.raises(NoKeyLeft):
        make(tmp_path, known=taken)
    del taken[9]
    assert make(tmp_path, known=taken).number == 9


def test_the_private_half_never_prints(tmp_path: Path) -> None:
    key = signing_key(tmp_path, at=SPRING, known={})
    assert "rivate" not in repr(key)
