"""What a database keeps: the history of its rows, and what its users may do with its tables."""
