"""Reading somebody's calendar (CSV or XLSX) into a board's catalogue, after a dry run.

In order: `read` (a file becomes rows of text), `mapping` (columns become fields), `parse` (text becomes dates,
times and minutes, never by guessing), `plan` (what would be made, kept or changed, and every problem with its
row and column), `actions` (writes a plan without errors, all of it or nothing).
"""
