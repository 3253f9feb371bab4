"""The sealing key of an installation: made with its first start, missed where something was sealed with it, and made anew by
a person alone, as what was sealed and marked before can then be proved no more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from points import audit, people, shop
from points.foundation import communities, keys, reading, system_actor, transact
from points.foundation.refusal import SealingKeyLost
from points.operation.refusals import SealingKeyThere


@dataclass(frozen=True)
class Sealed:
    """What hangs on the sealing key in one community: marks under receipts, secrets shared with apps."""

    community_id: UUID
    name: str
    receipts: int
    second_factors: int

    @property
    def any(self) -> bool:
        """Whether something does."""
        return bool(self.receipts or self.second_factors)


def begin(remembered: Path | None = None, *, asks: bool) -> None:
    """Make the key with a first start, and refuse to go on where something was sealed with one that is gone, or a mark
    in the folder `remembered` was signed; to be run alone. Where nobody is asked, a new one takes its place."""
    if keys.can_seal():
        return
    if asks and (_remembers(remembered) or any(one.any for one in list_sealed())):
        raise SealingKeyLost
    keys.make_able_to_seal()


def _remembers(folder: Path | None) -> bool:
    return folder is not None and any(folder.glob("*.json"))


def list_sealed() -> list[Sealed]:
    """What hangs on the key, by community."""
    return reading(
        lambda: [
            Sealed(
                one.id,
                one.name,
                shop.receipt_marks.count(one.id),
                people.second_factor.count_sealed(one.id),
            )
            for one in communities()
        ]
    )


@audit.records.writes("sealing_key.renewed", of="community")
def renew() -> list[Sealed]:
    """Make a new key in the place of one that is lost, and write down with every community what can no longer be proved."""
    if keys.can_seal():
        raise SealingKeyThere
    lost = list_sealed()
    transact(lambda: _record(lost))
    keys.make_able_to_seal()
    return lost


def _record(lost: list[Sealed]) -> None:
    for one in lost:
        audit.records.record(
            "sealing_key.renewed",
            actor=system_actor(one.community_id),
            subject_kind="community",
            subject_id=one.community_id,
            facts={"receipts": one.receipts, "second_factors": one.second_factors},
        )
