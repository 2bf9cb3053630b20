"""The reading of a report in which small numbers are hidden: see docs/decisions/0011-small-numbers.md."""
