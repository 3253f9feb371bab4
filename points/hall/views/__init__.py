"""The pages that need several rooms, one module per reader."""
