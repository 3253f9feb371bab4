"""What anybody may see: the receipt behind a printed code, and help."""

from points.web.public import guides, receipts
from points.web.public.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = ["blueprint", "guides", "receipts"]
