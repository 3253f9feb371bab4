"""Who the lines of books are about: the roster, and whose each line is."""
