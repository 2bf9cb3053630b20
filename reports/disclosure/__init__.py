"""Small numbers: which figures of a board's year are hidden, so that 1 to 4 people stay unknown.

Pure: counts in, names of hidden figures out. `family` says which figures there are, `lines` hides the small
ones and what would give them back by a sum, `attack` tries to recover them as a reader with a computer would,
`pattern` goes on until the attack finds nothing. See docs/decisions/0011-small-numbers.md.
"""
