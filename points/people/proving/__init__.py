"""A second proof of who somebody is, beside the password: numbers of an app, and codes on paper."""
