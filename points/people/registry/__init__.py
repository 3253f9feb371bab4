"""Who is registered: places, households, persons, purses, relations."""
