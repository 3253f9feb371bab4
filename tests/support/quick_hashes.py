"""Makes the slow hashes quick for the tests: what they cost is shown once, in `tests/people/test_hashing.py`."""

from __future__ import annotations

from argon2 import PasswordHasher

from points.people.access import hashing

#: the least that Argon2 takes
ROUNDS, MEMORY_KIB = 1, 8


def make_hashes_quick() -> None:
    """For this process. Hashes tell what they were made with, so those of another process are verified as well."""
    hashing._ROUNDS, hashing._MEMORY_KIB = ROUNDS, MEMORY_KIB
    hashing._hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=hashing._LANES)
    hashing._decoy = hashing._hasher.hash("nobody's")
