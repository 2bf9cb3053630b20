"""Small measures of time."""

import statistics
import time
from collections.abc import Callable


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def median_ms(call: Callable[[], object], *, runs: int) -> float:
    """The median of `runs` calls after one that is not counted, in milliseconds."""
    call()
    return round(1000 * statistics.median(seconds(call) for _ in range(runs)), 1)


def p95_ms(samples: list[float]) -> float:
    """The 95th percentile of `samples` in seconds, in milliseconds."""
    return round(1000 * statistics.quantiles(samples, n=20)[-1], 1)
