"""Made-up books of communities, spoilt as people spoil them, with a count of what they hold that reads no file.

words.py         names, rules, goods and headings to draw from
book.py          a set of books as rows that know where they stand, and the folder that is written of them
counting.py      the truth: a double-entry count kept while the books are made
community.py     a community, its books and what has happened in them
communities.py   a seed -> well-formed books (with attending.py, exchanging.py, finishing.py)
habits.py        what a habit is; habits_*.py the habits, a line of why for each
spoilt.py        books with some habits, and the judgement of what an import made of them
messy.py         a year of many lines and many small habits
told.py          what an import said, place by place
"""
