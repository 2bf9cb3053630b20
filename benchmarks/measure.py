"""Timing one thing many times."""

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def repeated(work: Callable[[], object], times: int) -> dict[str, float]:
    """Rate and times of `work`, done `times` times after three rounds of warming up."""
    for _ in range(3):
        work()
    took = sorted(milliseconds(work) for _ in range(times))
    return {
        "requests_per_second": round(1000 * times / sum(took), 1),
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[min(times - 1, int(times * 0.95))], 1),
    }
