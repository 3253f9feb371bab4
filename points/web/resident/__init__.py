"""What residents see of their own: balance, statement, vouchers, activities, the board."""

from points.web.resident import (
    activities,
    board,
    code,
    collectors,
    goods,
    home,
    new_voucher,
    profile,
    queue,
    statement,
    vouchers,
    ways,
)
from points.web.resident.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = [
    "activities",
    "blueprint",
    "board",
    "code",
    "collectors",
    "goods",
    "home",
    "new_voucher",
    "profile",
    "queue",
    "statement",
    "vouchers",
    "ways",
]
