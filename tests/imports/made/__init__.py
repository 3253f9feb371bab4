"""Made-up books of communities, spoilt as people spoil them, with a count of what they hold that reads no file.

book.py        a set of books as rows, and how they become a folder
words.py       names, rules and goods that the generator draws from
communities.py seed -> well-formed books and their truth
counting.py    the truth: a ledger kept while a book is made
habits_*.py    ways to spoil a book, each with the verdict of an honest officer
told.py        what an import said, place by place
"""
