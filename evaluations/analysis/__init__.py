"""From a plain table of answers to every figure of `evaluations.statistics`: pure, without Django.

Like that package it loads SciPy and statsmodels, so only tasks and commands import it.
"""
