"""Serves static files compressed, under an address that changes with their content, so that browsers keep them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

MINUTE = 60
ICON = "img/seal.svg"


def init_app(app: Flask, root: Path) -> None:
    """Put the files before the application; `asset()` gives the address of one.

    All files share one version in their path: a module finds the modules it imports beside itself.
    """
    files = dict(_files(root))
    version = _version(files)
    noise = WhiteNoise(
        app.wsgi_app,
        max_age=MINUTE,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: f"/{version}/" in url,
        add_headers_function=_mark,
    )
    known = {str(path): path.stat() for path in files.values()}
    for name, path in files.items():
        for folder in (f"/static/{version}/", "/static/"):
            noise.add_file_to_dictionary(folder + name, str(path), stat_cache=known)
    # browsers ask for this one by themselves
    noise.add_file_to_dictionary("/favicon.ico", str(root / ICON), stat_cache=known)
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.extensions["pages"] = version
    app.jinja_env.globals["asset"] = lambda name: f"/static/{version}/{name}"


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Name and place of each; a compressed form older than its original is left out, so nobody is sent it."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "node_modules")
        for path in sorted(Path(folder) / name for name in names):
            if path.suffix in (".br", ".gz") and not _of_same_age(path, path.with_suffix("")):
                continue
            yield path.relative_to(root).as_posix(), path


def _of_same_age(packed: Path, plain: Path) -> bool:
    return plain.exists() and int(packed.stat().st_mtime) == int(plain.stat().st_mtime)


def _version(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in files.items():
        if path.suffix not in (".br", ".gz"):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _mark(headers: Any, path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    # scripts keep theirs: a worker lives under the policy of its own file
    if Path(path).suffix in (".svg", ".html"):
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; sandbox"
