"""The demo: built through the actions, deterministic, and labelled as invented wherever it is.

`build` makes (a) April 2014 – March 2015 for Cheshire West and Chester, whose totals are published and
whose people and dates are invented, with a thin year before it; (b) a current year relative to today.
"""
