"""The book of things."""
