"""Pictures: whatever comes in is drawn anew as a small square; the newest counts."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from points import goods
from points.foundation import NotFound, new_id, reading, transact
from tests.goods.conftest import Shelf


def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: object) -> bytes:
    """A photo as it comes from somewhere."""
    file = io.BytesIO()
    Image.new("RGB", size, "#1A6B4F").save(file, kind, **more)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_square_with_nothing_else_in_it(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at a door"
    kept = goods.pictures.drawn_anew(photo(kind, exif=exif))
    with Image.open(io.BytesIO(kept)) as found:
        assert (found.format, found.size) == ("WEBP", (goods.pictures.SIDE, goods.pictures.SIDE))
        assert not found.getexif()
    assert b"taken at a door" not in kept


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 3
    halves = Image.new("RGB", (400, 400), "#000000")
    halves.paste("#FFFFFF", (0, 0, 400, 200))
    halves.save(file, "JPEG", exif=exif)
    with Image.open(io.BytesIO(goods.pictures.drawn_anew(file.getvalue()))) as found:
        light = found.convert("L")
        assert light.getpixel((256, 20)) < 60  # type: ignore[operator]
        assert light.getpixel((256, 490)) > 200  # type: ignore[operator]


@pytest.mark.parametrize("data", [b"", b"<svg onload=1>", b"GIF89a" + bytes(60), photo()[:200]])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(goods.refusals.PictureUnfit):
        goods.pictures.drawn_anew(data)


def test_too_many_bytes_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(goods.refusals.PictureUnfit):
        goods.pictures.drawn_anew(photo().ljust(2 * 1024 * 1024 + 1, b"\0"))
    assert goods.pictures.drawn_anew(photo().ljust(2 * 1024 * 1024, b"\0"))
    monkeypatch.setattr(goods.pictures, "MOST_PIXELS", 1000)
    assert goods.pictures.drawn_anew(photo(size=(50, 20)))
    with pytest.raises(goods.refusals.PictureUnfit):
        goods.pictures.drawn_anew(photo(size=(77, 13)))


def test_the_newest_picture_counts_and_none_means_the_glyph_again(shelf: Shelf) -> None:
    item, here = shelf.items[min(shelf.items)], shelf.community_id
    transact(lambda: goods.pictures.put(here, item, b"one"))
    newest = transact(lambda: goods.pictures.put(here, item, b"two"))
    assert reading(lambda: goods.pictures.of_items(here, [item])) == {item: newest}
    assert reading(lambda: goods.pictures.read(here, newest)) == b"two"
    empty = transact(lambda: goods.pictures.put(here, item, None))
    assert reading(lambda: goods.pictures.of_items(here, [item])) == {}
    for nothing in (empty, new_id()):
        with pytest.raises(NotFound):
            reading(lambda one=nothing: goods.pictures.read(here, one))
