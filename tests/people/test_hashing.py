"""Hashes of secrets are slow enough where people live with them; the other tests make them quick."""

from __future__ import annotations

import importlib.util

from points.people.access import hashing
from tests.support import quick_hashes


def test_a_secret_is_hashed_as_slowly_as_owasp_asks() -> None:
    """19 MiB, two rounds, one lane (OWASP's password storage cheat sheet)."""
    found = importlib.util.find_spec("points.people.access.hashing")
    assert found is not None
    assert found.loader is not None
    as_it_is = importlib.util.module_from_spec(found)
    found.loader.exec_module(as_it_is)
    asked = "$argon2id$v=19$m=19456,t=2,p=1$"
    assert as_it_is.hash_secret("a-quiet-Evening-7").startswith(asked)
    assert as_it_is._decoy.startswith(asked)
    assert as_it_is.is_old(hashing.hash_secret("a-quiet-Evening-7"))
    assert (as_it_is._MEMORY_KIB, as_it_is._ROUNDS) == (19_456, 2)
    assert as_it_is.slow_digest("a code", "one purpose") != hashing.slow_digest("a code", "one purpose")


def test_the_tests_have_quick_ones() -> None:
    assert f"m={quick_hashes.MEMORY_KIB},t={quick_hashes.ROUNDS}," in hashing.hash_secret("a-quiet-Evening-7")
    assert hashing.is_secret(hashing.hash_secret("a-quiet-Evening-7"), "a-quiet-Evening-7")
    assert not hashing.is_secret(None, "nobody's")
