"""The books of goods: what came in, what went out for points, and how many that was."""
