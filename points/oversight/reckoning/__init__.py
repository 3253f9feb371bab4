"""What must always be true and no query can say: it needs the values themselves, or what the engine lists of itself."""
