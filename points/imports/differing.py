"""What books would change, for who shows it or keeps it. How it is made and found: `points/imports/difference/`."""

from points.imports.difference import keeping, lines, values

#: what becomes of a line, and under which headings they stand
PARTS, STATES = values.PARTS, values.STATES
#: what callers get back
DifferenceLine = values.DifferenceLine
HouseholdDifference = values.HouseholdDifference
KeptDifference = keeping.KeptDifference
LineOfHome = keeping.LineOfHome
#: what a page asks for
DifferenceFilter = keeping.DifferenceFilter

difference = lines.difference
keep = keeping.keep
open_kept = keeping.open_kept
find = keeping.find
find_lines = keeping.find_lines
