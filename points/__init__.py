"""The love points supermarket: rooms below, pages by audience above, and the app on top."""
