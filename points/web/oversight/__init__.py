"""What supervisors and the street office see: whether the books hold, and the audit trail."""

from points.web.oversight import books, trail
from points.web.oversight.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = ["blueprint", "books", "trail"]
