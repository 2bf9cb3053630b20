"""The statistics of evaluation: pure functions of answers, without Django and without a database.

Every function takes plain sequences of numbers and gives a frozen result that carries its n. Where a
figure does not exist (nobody answered, everybody answered the same) the result is `Undefined` with a
reason that can be read out; no function gives NaN, and none divides by zero.

The modules of this package import NumPy, SciPy and statsmodels at their top, which costs seconds and
over 100 MB. So no web code may import them at module level: only background tasks, management commands
and `evaluations.analysis` do. This file imports nothing. `tests/evaluations/test_start_up.py` holds that
a started site with its addresses loaded has none of the three.

What is reported is a change within people who answered before and after. There is no comparison group,
so nothing here may be worded as a cause (`headline`).
"""
