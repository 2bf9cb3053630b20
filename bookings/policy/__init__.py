"""A board's rules as data, and what follows from them. Pure: no database, no clock.

`documents` reads and writes policies, `cases` says what is asked, `price` and `charges` what it costs,
`eligibility` who may book, `moments` when things open and close, `words` says it all in plain English.
"""
