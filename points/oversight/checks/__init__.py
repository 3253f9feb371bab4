"""What must always be true, as queries that must return no rows; by the book they read. They know no remedy."""
