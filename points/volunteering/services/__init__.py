"""What was done: service records, what they are worth, what was credited, where a point came from."""
