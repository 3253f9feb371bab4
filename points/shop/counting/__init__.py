"""Stocktakes: begun, counted blind, looked at and signed; what is counted stands in goods."""
