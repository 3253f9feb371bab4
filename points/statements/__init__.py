"""What is on a purse, line by line in words, and where each line came from."""
