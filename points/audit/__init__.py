"""The book of deeds."""
