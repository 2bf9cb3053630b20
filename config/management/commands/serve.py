import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.demo.build import demo_is_built

ROUND_SECONDS = 20


class Command(BaseCommand):
    """One process, because starting Django takes seconds: `./run` calls this and nothing else."""

    help = "Bring the database up to date, build the demo if there is none, and serve on localhost."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave the data as it is")

    def handle(self, *args: Any, port: int, no_demo: bool, **options: Any) -> None:
        with self.step("Database"):
            self.bring_up_to_date()
        if not no_demo:
            self.show_demo(port)
        self.send_notices_meanwhile()
        self.stdout.write(f"\nCohort is at http://localhost:{port} (Ctrl-C stops it)\n")
        self.stdout.flush()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, stdout=self.stdout)

    def bring_up_to_date(self) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(f"  {len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=0)

    def show_demo(self, port: int) -> None:
        if demo_is_built():
            call_command("demo", sign_ins=True, stdout=self.stdout)
        else:
            with self.step("Demo data"):
                call_command("demo", port=port, stdout=self.stdout)

    def send_notices_meanwhile(self) -> None:
        """What a process of its own does on a server; it ends with this one."""
        rounds = threading.Thread(
            target=call_command,
            args=("send_notices",),
            kwargs={"watch": ROUND_SECONDS, "stdout": self.stdout},
            daemon=True,
        )
        rounds.start()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        self.stdout.write(title)
        self.stdout.flush()
        yield
        self.stdout.write(f"  done in {time.monotonic() - started:.1f} s")
