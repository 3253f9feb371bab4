"""Keeping an installation running: rounds, backups, life after a restore. It knows no page."""
