"""Pictures of papers and of spoilt goods: made anew, so that they carry no place and no hidden words; never changed."""

from __future__ import annotations

import hashlib
import io
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, clock, db, derived_id, run
from points.foundation.database import upsert
from points.stockroom.models import Photo
from points.stockroom.refusals import PhotoUnfit

#: pixels of the longer side, enough to read a paper; and what is read at all
LONGEST, MOST_PIXELS = 1600, 30_000_000
_QUALITY = 78
_FORMATS = ("JPEG", "PNG", "WEBP")


def plain(raw: bytes) -> bytes:
    """The picture alone, upright, as JPEG without anything that came along with it."""
    # loaded with the first photo: few requests bring one
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise PhotoUnfit
            found.draft("RGB", (LONGEST * 2, LONGEST * 2))
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoUnfit from error
    upright.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


@audit.records.writes("photo.kept", of="photo")
def keep(jpeg: bytes, *, actor: Actor) -> UUID:
    """Keep a picture that was made plain; the same one is kept once."""
    if not (people.permissions.may(actor, "keep_stock") or people.acting.may_begin("write_off", actor)):
        raise NotAllowed
    digest = hashlib.sha256(jpeg).hexdigest()
    photo_id = derived_id(actor.community_id, f"photo:{digest}")
    row = {
        "community_id": actor.community_id,
        "id": photo_id,
        "jpeg": jpeg,
        "taken_by": actor.account_id,
        "created_at": clock.now(),
    }
    if run(upsert(Photo).values(row).on_conflict_do_nothing().returning(Photo.id)).first():
        facts = {"bytes": len(jpeg)}
        audit.records.record(
            "photo.kept", actor=actor, subject_kind="photo", subject_id=photo_id, facts=facts
        )
    return photo_id


def get(community_id: UUID, photo_id: UUID) -> bytes:
    """The picture."""
    query = sa.select(Photo.jpeg).where(Photo.community_id == community_id, Photo.id == photo_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return bytes(found)
