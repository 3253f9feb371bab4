"""The queue of an exchange day: who has a number, who is called, who came. It stands on the shop's hours and moves no points."""
