"""What in a rule table cannot be counted yet, and how that is said."""
