"""Counts of what stands in a shop, and what they make of the stock: the rows and the figures."""
