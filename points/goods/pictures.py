"""Pictures of items: whatever comes in is drawn anew as a small square, so that nothing but a picture is kept."""

from __future__ import annotations

import io
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound, add_rows, clock, db, new_id
from points.foundation.prepared import given, given_many, prepared
from points.goods.models import Picture
from points.goods.refusals import PictureUnfit

#: so many bytes are taken in, so many pixels are looked at; so wide is what is kept
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 512
KIND = "image/webp"


def drawn_anew(data: bytes) -> bytes:
    """A picture as it is kept: its middle as a square, turned as its camera was held, with nothing else that was in the
    file, neither where it was taken nor what a program might run."""
    from PIL import Image, ImageOps

    if not data or len(data) > MOST_BYTES:
        raise PictureUnfit
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise PictureUnfit
            upright = ImageOps.exif_transpose(found).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureUnfit from error
    ground = Image.new("RGBA", upright.size, "#FFFFFF")
    whole = Image.alpha_composite(ground, upright).convert("RGB")
    kept = io.BytesIO()
    ImageOps.fit(whole, (SIDE, SIDE)).save(kept, "WEBP")
    return kept.getvalue()


def put(community_id: UUID, item_id: UUID, image: bytes | None) -> UUID:
    """The picture of an item from now on; None: its glyph again."""
    row = {
        "community_id": community_id,
        "id": new_id(),
        "item_id": item_id,
        "image": image,
        "created_at": clock.now(),
    }
    add_rows(Picture, [row])
    return row["id"]  # type: ignore[return-value]


def read(community_id: UUID, picture_id: UUID) -> bytes:
    """A picture; it never changes, so that whoever has it need not ask again."""
    query = sa.select(Picture.image).where(Picture.community_id == community_id, Picture.id == picture_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def of_items(community_id: UUID, items: Collection[UUID]) -> dict[UUID, UUID]:
    """The newest picture of each of these items that has one."""
    newest: dict[UUID, UUID | None] = {}
    for row in _of_items().all(community=community_id, items=list(items)):
        newest[row.item_id] = row.id if row.there else None
    return {item: picture for item, picture in newest.items() if picture is not None}


@prepared
def _of_items() -> sa.Executable:
    return (
        sa.select(Picture.item_id, Picture.id, Picture.image.is_not(None).label("there"))
        .where(Picture.community_id == given("community"), Picture.item_id.in_(given_many("items")))
        .order_by(Picture.created_at, Picture.id)
    )
