"""The love points supermarket: one package, one folder per room, and a roof in app.py."""
