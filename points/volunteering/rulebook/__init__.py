"""What an act is worth: the rules a community decides, version by version."""
