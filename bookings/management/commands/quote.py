import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bookings.policy.cases import Case, read_case
from bookings.policy.charges import last_free_moment, quote_cancellation, quote_no_show
from bookings.policy.documents import policy_from_yaml, read_yaml
from bookings.policy.eligibility import may_book
from bookings.policy.examples import worked_examples
from bookings.policy.explain import explain
from bookings.policy.london import LONDON
from bookings.policy.moments import booking_closes_at
from bookings.policy.price import quote_price
from bookings.policy.reading import Problem
from bookings.policy.reference import plain
from bookings.policy.schema import Policy
from bookings.policy.words import before_booking

CASE_HELP = f"""A case is a YAML file. The shortest:

  event:
    sessions:
      - {{starts_at: 2026-05-12T09:30, ends_at: 2026-05-12T16:00}}
  delegate: {{category: school}}
  cancelled_at: 2026-05-11T12:00

Times without an offset are London time. All its keys:

{plain(Case)}

The answer is JSON, its sums are pence: the price; the charge for cancelling (with cancelled_at) or for not
coming; whether they may book, at booked_at or else when booking closes; and every reason, each with the path
of its rule in the policy. docs/policies.md describes policies.
"""


class Command(BaseCommand):
    help = (
        "Works out what a booking costs by a policy, or explains the policy. Reads two files, writes nothing; "
        "exit status 1 and every problem with its path when a file is not sound."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = CASE_HELP
        parser.add_argument("--policy", required=True, type=Path, help="The policy, a YAML file.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--case", type=Path, help="The case, a YAML file.")
        what.add_argument(
            "--explain", action="store_true", help="Print the rules in words, and worked examples."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        policy = self.read_policy(options["policy"])
        if options["explain"]:
            self.explain(policy)
            return
        case = self.read_case(options["case"])
        self.stdout.write(json.dumps(answer(policy, case), indent=2, ensure_ascii=False))

    def read_policy(self, path: Path) -> Policy:
        reading = policy_from_yaml(self.read(path))
        if reading.policy is None:
            raise self.refused(path, list(reading.problems))
        return reading.policy

    def read_case(self, path: Path) -> Case:
        data, problems = read_yaml(self.read(path))
        case = None
        if not problems:
            case, problems = read_case(data)
        if case is None:
            raise self.refused(path, problems)
        return case

    def read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "not a file name"
            raise CommandError(f"{path} cannot be read: {why}.") from None

    def refused(self, path: Path, problems: list[Problem]) -> CommandError:
        for problem in problems:
            self.stderr.write(f"{path.name}: {problem}")
        many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        return CommandError(f"{many} in {path.name}.")

    def explain(self, policy: Policy) -> None:
        self.stdout.write(policy.name + "\n")
        for line in explain(policy):
            self.stdout.write(f"- {line.text} [{line.rule}]")
        self.stdout.write("\nWorked examples\n")
        for example in worked_examples(policy):
            self.stdout.write(f"- {example}")


def answer(policy: Policy, case: Case) -> dict[str, Any]:
    """What the command prints: see its help."""
    closes = booking_closes_at(policy, case.event)
    free = last_free_moment(policy, case.event)
    if case.cancelled_at:
        charged_for, charge = "cancelling", quote_cancellation(policy, case, case.cancelled_at)
    else:
        charged_for, charge = "not coming", quote_no_show(policy, case)
    return {
        "policy": policy.name,
        "price": asdict(quote_price(policy, case)),
        "charged_for": charged_for,
        "charge": asdict(charge),
        "booking": asdict(may_book(policy, case, case.booked_at or closes)),
        "booking_closes_at": closes.astimezone(LONDON).isoformat(),
        "last_free_moment": free.astimezone(LONDON).isoformat() if free else None,
        "words": [line.text for line in before_booking(policy, case)],
    }
