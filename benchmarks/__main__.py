"""Runs the benchmarks and prints JSON. Figures are of this machine; ratios travel better."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

NAMES = ("calendar", "booking", "report", "weight")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "only", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; default all"
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.only) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    return chosen


def measure(names: list[str]) -> dict[str, Any]:
    """Each benchmark's figures by name, on a scratch database that is made and thrown away."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from . import booking, pages, report

    run: dict[str, Callable[[], dict[str, Any]]] = {
        "calendar": pages.calendar,
        "booking": booking.bookings_per_second,
        "report": report.attendance_report,
        "weight": pages.weight,
    }
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        figures: dict[str, Any] = {"database": connection.vendor}
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            figures[name] = run[name]()
    finally:
        teardown_databases(databases, verbosity=0)
    return figures


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    chosen = arguments()
    print(json.dumps(measure(chosen.only or list(NAMES)), indent=2))


if __name__ == "__main__":
    main()
