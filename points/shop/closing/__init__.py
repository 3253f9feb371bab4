"""What ends a day of a shop: shifts, the day's close, what is owed and to be bought. It stands on what is sold."""
