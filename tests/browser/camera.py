"""A pretended camera for Chromium: a film made of still pictures, and the switches that show it; knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT, RATE = 1280, 720, 10

Still = tuple[Image.Image, float]


def frame(picture: Image.Image, *, share: float = 0.7) -> Image.Image:
    """The picture as a camera sees it held up: in the middle of a grey room, `share` of the height tall, whole pixels."""
    room = Image.new("RGB", (WIDTH, HEIGHT), (150, 150, 146))
    scale = min(HEIGHT * share / picture.height, WIDTH * share / picture.width)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    shown = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    room.paste(shown, ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2))
    return room


def planes(image: Image.Image) -> bytes:
    """One frame's bytes in I420: all lightness, then both colours at half size, in studio range as Y4M expects."""
    luma, blue, red = image.convert("RGB").convert("YCbCr").split()
    half = (WIDTH // 2, HEIGHT // 2)
    light = luma.point([16 + value * 219 // 255 for value in range(256)])
    return light.tobytes() + b"".join(
        part.resize(half, Image.Resampling.BOX)
        .point([16 + value * 224 // 255 for value in range(256)])
        .tobytes()
        for part in (blue, red)
    )


def write_film(path: Path, stills: Sequence[Still]) -> Path:
    """Writes a Y4M film showing each picture for its seconds; Chromium plays it again and again."""
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in stills:
            shown = b"FRAME\n" + planes(picture)
            for _ in range(max(1, round(seconds * RATE))):
                film.write(shown)
    return path


def show(path: Path, picture: Image.Image, *, share: float = 0.7) -> Path:
    """A film of one picture held in front of the camera."""
    return write_film(path, [(frame(picture, share=share), 1.0)])


def camera_switches(film: Path) -> list[str]:
    """What Chromium is started with so that its camera is this film and nobody is asked."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
