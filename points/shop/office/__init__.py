"""The shop behind its counter: opened and closed, days unlike others, what it keeps."""
