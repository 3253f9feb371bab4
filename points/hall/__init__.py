"""Pages and use cases that need several rooms."""
