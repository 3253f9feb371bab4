"""What books would change, line by line: by household, and under its own heading what no household has.

    values.py     a line of the difference, a household, the parts
    homes.py      the households as they stand: names, door, points; whose a row is that nobody could read
    rows.py       what the rows say that could be read
    gone.py       lines that came in before and stand in these books no more
    lines.py      the lines, each with its state
    keeping.py    a difference as files, and a page of it found again

Names of people are in it, so it is kept in files and never in the database.
"""
