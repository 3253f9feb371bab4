"""A key for one rendering of a form, so that pressing twice does a thing once."""

from __future__ import annotations

import secrets


def new_request_key() -> str:
    """A key for one rendering of a form, so that pressing twice does a thing once."""
    return secrets.token_urlsafe(16)
