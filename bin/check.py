"""Every check and test, in two lanes (one for each core), with a table of results at the end.

The lanes: the static checks and the tests on PostgreSQL; the tests on SQLite and the browser tests. What reads and
writes data is tried on both databases. Pages are tried on one, whatever they show having been tried on both: who may
enter on PostgreSQL, all other pages and the demo on SQLite. What no database can change runs once, on PostgreSQL: the
policy engine, the statistics, the plays of the booking machine, and what is marked `once`, as is what the demo works
out on SQLite anyway. Races need PostgreSQL.
Coverage makes Python two thirds slower: `--coverage` measures it, on SQLite. A step that fails does not stop the
others; the exit status says whether all passed.
"""

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
LOGS = ROOT / "var" / "test"
PYTHON = str(BIN / "python")
PYTEST = [PYTHON, "-m", "pytest", "-q", "--durations=20"]
ON_POSTGRESQL = "not browser and not pages"
ON_SQLITE = "not browser and not postgresql and not entrance and not once"
PURE = (
    "tests/bookings/policy",
    "tests/evaluations/analysis",
    "tests/evaluations/statistics",
    "tests/reports/disclosure",
)
NOT_PURE = [f"--ignore={path}" for path in PURE]
COVERAGE = ["--cov", "--cov-report="]
SQLITE = LOGS / "tests.sqlite3"
KEEPS_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Else each of some thirty processes might compile three thousand modules anew."""


@dataclass
class Step:
    """A command and how it went; `show` prints the end of its output even when it passes."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    show: bool = False
    seconds: float = 0.0
    passed: bool | None = None

    @property
    def log(self) -> Path:
        return LOGS / (self.name.lower().replace(" ", "-") + ".log")

    def run(self) -> bool:
        started = time.monotonic()
        with self.log.open("wb") as log:
            done = subprocess.run(
                self.command,
                cwd=ROOT,
                env={**os.environ, **KEEPS_BYTECODE, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        self.seconds, self.passed = time.monotonic() - started, done.returncode == 0
        say(f"{'passed' if self.passed else 'FAILED':8}{self.name}  {self.seconds:.1f} s")
        return self.passed

    def output(self, *, last: int) -> str:
        lines = self.log.read_text(errors="replace").rstrip().splitlines()
        return "\n".join(lines[-last:])


def say(text: str) -> None:
    print(text, flush=True)


def tool(name: str) -> str:
    return str(BIN / name)


def production_env() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "COHORT_SECRET_KEY": secrets.token_urlsafe(60),
        "COHORT_HOSTS": "training.example.org",
        "COHORT_BASE_URL": "https://training.example.org",
    }


def tests(name: str, database_url: str, *arguments: str) -> Step:
    """Tests on PostgreSQL, or without a URL on SQLite."""
    env = {
        "COHORT_CI": "1",
        "COHORT_TEST_DB": "" if database_url else str(SQLITE),
        "COVERAGE_FILE": str(LOGS / ".coverage"),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    if database_url:
        env["DATABASE_URL"] = database_url
    return Step(name, [*PYTEST, "--reuse-db", *arguments], env, show=True)


def static_checks() -> list[Step]:
    manage = [PYTHON, "manage.py"]
    test_settings = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    return [
        Step("Formatting", [tool("ruff"), "format", "--check", "."]),
        Step("Lint", [tool("ruff"), "check", "."]),
        Step("Addresses", [PYTHON, "bin/addresses.py"]),
        Step("Floors", [tool("lint-imports"), "--no-cache"]),
        Step("Types", [tool("mypy")]),
        Step("Migrations", [*manage, "makemigrations", "--check", "--dry-run"], test_settings),
        Step(
            "Deployment",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production_env(),
        ),
    ]


def postgresql_lane(steps: list[Step]) -> None:
    """Static checks, then the tests on a PostgreSQL that is stopped again unless it ran before."""
    for step in static_checks():
        steps.append(step)
        step.run()
    postgres = ROOT / "bin" / "postgres"
    ran_before = subprocess.run([postgres, "status"], check=False).returncode == 0
    start = Step("PostgreSQL starts", [str(postgres), "start"])
    steps.append(start)
    if not start.run():
        return
    try:
        on_postgresql = ["--create-db", "-m", ON_POSTGRESQL]
        suite = tests("Tests on PostgreSQL", start.output(last=1), *on_postgresql)
        steps.append(suite)
        suite.run()
    finally:
        if not ran_before:
            subprocess.run([postgres, "stop"], check=False)


def sqlite_lane(steps: list[Step], measured: Sequence[str]) -> None:
    """The tests that commit run last and empty the database; all browser tests do. `measured`: by coverage."""
    for old in LOGS.glob(f"{SQLITE.name}*"):
        old.unlink()
    for suite in (
        tests("Tests on SQLite", "", *measured, "--create-db", "-m", ON_SQLITE, *NOT_PURE),
        tests("Browser tests", "", "-m", "browser"),
    ):
        steps.append(suite)
        suite.run()


def coverage() -> Step:
    env = {"COVERAGE_FILE": str(LOGS / ".coverage")}
    report = [tool("coverage"), "report", "--skip-covered", "--precision=1"]
    return Step("Coverage", report, env, show=True)


def report(steps: Sequence[Step], seconds: float) -> None:
    for step in steps:
        if step.show and step.passed:
            say(f"\n== {step.name}\n{step.output(last=40)}")
    for step in steps:
        if not step.passed:
            say(f"\n== FAILED: {step.name}\n{step.output(last=300)}\n(all of it: {step.log})")
    say("")
    for step in steps:
        say(f"{step.name:24}{'passed' if step.passed else 'FAILED':8}{step.seconds:7.1f} s")
    say(f"{'In all':24}{'':8}{seconds:7.1f} s")


def main() -> int:
    with_coverage = "--coverage" in sys.argv[1:]
    started = time.monotonic()
    os.environ.pop("DATABASE_URL", None)
    LOGS.mkdir(parents=True, exist_ok=True)
    for old in LOGS.glob(".coverage*"):
        old.unlink()
    say("Checks and tests")
    first: list[Step] = []
    second: list[Step] = []
    lane = threading.Thread(target=postgresql_lane, args=(first,))
    lane.start()
    sqlite_lane(second, COVERAGE if with_coverage else [])
    lane.join()
    steps = [*first, *second]
    if with_coverage:
        steps.append(coverage())
        steps[-1].run()
    report(steps, time.monotonic() - started)
    return 0 if all(step.passed for step in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
