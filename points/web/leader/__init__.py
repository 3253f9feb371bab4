"""What a leader does in the field: who came, by scan or tick."""

from points.web.leader import activities, adding, attendance
from points.web.leader.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = ["activities", "adding", "attendance", "blueprint"]
