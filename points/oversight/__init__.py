"""Reads every book and proves them."""
