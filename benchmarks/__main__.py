"""Runs the benchmarks on a scratch database of their own, which goes when they are done.

SQLite in a temporary folder; with DATABASE_URL, a database beside the one it names.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

NAMES = ("calendar", "booking", "group", "report", "national", "impact", "weight", "notices")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; default all"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the usual amount of data, to try it out"
    )
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="cohort-benchmarks-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["COHORT_VAR_DIR"] = folder
        os.environ["COHORT_TEST_DB"] = (
            "" if on_postgresql() else str(Path(folder, "scratch.sqlite3"))
        )
        import django

        django.setup()
        print(json.dumps(run(options.names or NAMES, options.scale), indent=2))


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def run(names: list[str] | tuple[str, ...], scale: float) -> dict[str, object]:
    from importlib import import_module

    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        results: dict[str, object] = {
            "database": connection.vendor,
            "python": sys.version.split()[0],
            "scale": scale,
        }
        for name in names:
            print(f"{name} ...", file=sys.stderr)
            results[name] = import_module(f"benchmarks.{name}").run(scale)
        return results
    finally:
        connection.close()
        if on_postgresql():
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL only
        connection.creation.destroy_test_db("", verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
