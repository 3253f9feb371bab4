"""What is wrong with words before anybody asks what they mean: secrets that are guessed, signs that are not seen."""
