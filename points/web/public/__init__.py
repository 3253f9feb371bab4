"""What anybody may see: the receipt behind a printed code."""

from points.web.public import receipts
from points.web.public.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = ["blueprint", "receipts"]
