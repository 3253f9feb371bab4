"""Speed, as ratios within one run: what the house does over HTTP against the same statements bare."""
