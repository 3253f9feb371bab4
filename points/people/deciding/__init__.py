"""What a community decides with a date: what there is to decide, proposals, and who must agree."""
