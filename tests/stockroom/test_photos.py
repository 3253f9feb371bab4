"""Photos: made anew, without where and when they were taken; kept once; for those who work there."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from points import stockroom
from points.foundation import NotAllowed, NotFound, reading, transact
from points.stockroom.refusals import PhotoUnfit
from tests.stockroom.conftest import Room


def taken(size: tuple[int, int] = (2400, 1200), kind: str = "JPEG") -> bytes:
    """A picture as a phone makes it: lying on its side, with the place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "锦溪路12号"
    written = io.BytesIO()
    more = {"exif": exif} if kind == "JPEG" else {}
    Image.new("RGB", size, "white").save(written, kind, **more)
    return written.getvalue()


def test_a_photo_is_made_anew_upright_small_and_without_hidden_words() -> None:
    plain = stockroom.photos.plain(taken())
    with Image.open(io.BytesIO(plain)) as found:
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (800, 1600), {})
    assert "锦溪路".encode() not in plain
    with Image.open(io.BytesIO(stockroom.photos.plain(taken((40, 30), "PNG")))) as found:
        assert (found.format, found.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize("raw", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", taken()[:60]])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(PhotoUnfit):
        stockroom.photos.plain(raw)


def test_a_photo_is_kept_once_by_who_works_there(room: Room) -> None:
    plain = stockroom.photos.plain(taken())
    first = transact(lambda: stockroom.photos.keep(plain, actor=room.clerk))
    assert transact(lambda: stockroom.photos.keep(plain, actor=room.manager)) == first
    assert reading(lambda: stockroom.photos.get(room.community_id, first)) == plain
    assert room.said("photo.kept") == {"bytes": len(plain)}
    with pytest.raises(NotAllowed):
        transact(lambda: stockroom.photos.keep(plain, actor=room.street.resident))
    with pytest.raises(NotFound):
        reading(lambda: stockroom.photos.get(room.community_id, room.shop_id))
