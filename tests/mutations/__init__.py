"""Planted mistakes: small wrong changes of the program, one at a time, each of which some test should notice.

`mistakes` finds and plants them, `choosing` draws them by a seed and names the tests for each, `lines` learns which
test runs which line, `trials` runs tests on a program with a mistake, `report` counts. `make soak` runs them all.
Files of the checkout are never changed: a mistake is planted where Python reads the module.
"""
