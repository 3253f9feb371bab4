"""Paper and program side by side, for who shows it. How it is done: `points/imports/parallel/`."""

from points.imports.parallel import periods, sides, verdicts, weeks

#: what callers get back
PeriodInfo = periods.PeriodInfo
FoundSides = sides.FoundSides
#: what a page asks for, and how a difference may stand, of which kinds it is, what may be said of it
SideFilter = sides.SideFilter
STANDS, KINDS, VERDICTS = sides.STANDS, sides.KINDS, verdicts.VERDICTS

begin = periods.begin
move = periods.move
stop = periods.stop
propose = periods.propose
confirm = periods.confirm
withdraw = periods.withdraw
get = periods.get
list_all = periods.list_all
period_of = weeks.period_of
going_days = periods.going_days
decide = verdicts.decide
take_back = verdicts.take_back
find = sides.find
