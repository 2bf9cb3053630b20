"""Which of our agencies an old list means: by name, by name without its trimmings, or as an officer decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from courses.imports.problems import Problem
from people.models import Agency, Board, Sector

from .options import Options
from .parse import agency_key
from .reading import NO_AGENCY, SheetAgency
from .review import ITS_NAME, NEW_IN, SAME_AS, SKIP, Decisions, Item, Kind

LONGEST_NAME = 200
CLOSE = 0.8
"""From this likeness on a name is proposed, out of 1 (see `difflib.SequenceMatcher`). Never taken by itself."""


@dataclass(frozen=True)
class NewAgency:
    name: str
    sector: Sector


@dataclass
class AgencyMatches:
    """`found`: the list's key to an id of ours, or to a key of `new`; the rest is skipped or undecided."""

    found: dict[str, int | str] = field(default_factory=dict)
    new: dict[str, NewAgency] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    undecided: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class AgencyNames:
    """The agencies of the installation by name; an agency that was merged stands for the one it is now part of."""

    def __init__(self, board: Board) -> None:
        self.merged: dict[int, int] = {}
        self.exact: dict[str, int] = {}
        self.normal: dict[str, set[int]] = {}
        self.of_board = set(board.agencies.values_list("pk", flat=True))
        self.names: dict[int, str] = {}
        rows = list(Agency.objects.values_list("pk", "name", "merged_into"))
        self.merged = {pk: into for pk, _, into in rows if into is not None}
        for pk, name, _ in rows:
            now = self.now(pk)
            self.names[pk] = name
            self.exact[" ".join(name.split()).casefold()] = now
            self.normal.setdefault(agency_key(name), set()).add(now)
        self.ours = {agency_key(self.names[pk]): self.names[pk] for pk in self.of_board}

    def now(self, pk: int) -> int:
        """The agency that `pk` has become."""
        seen = {pk}
        while pk in self.merged and self.merged[pk] not in seen:
            pk = self.merged[pk]
            seen.add(pk)
        return pk

    def find(self, name: str) -> int | None:
        """By its exact name, else by the name without case, punctuation and legal form if only one has it;
        of several the board's own."""
        exact = self.exact.get(" ".join(name.split()).casefold())
        if exact is not None:
            return exact
        found = self.normal.get(agency_key(name), set())
        found = found if len(found) == 1 else found & self.of_board
        return next(iter(found)) if len(found) == 1 else None


def closest(key: str, names: Mapping[str, str]) -> tuple[str, int]:
    """The most alike of `names` (by `agency_key`) and how alike out of 100; ("", 0) for none close enough."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    best, score = "", CLOSE
    for other, name in names.items():
        if other == key:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= score and matcher.quick_ratio() >= score:
            ratio = matcher.ratio()
            if ratio >= score:
                best, score = name, ratio
    return (best, round(100 * score)) if best else ("", 0)


def match_agencies(
    wanted: Mapping[str, SheetAgency],
    names: AgencyNames,
    options: Options,
    decisions: Decisions,
    *,
    as_before: Mapping[str, int],
) -> AgencyMatches:
    """What each agency of the list is. `as_before`: what rows loaded earlier were taken for, by key."""
    result = AgencyMatches()
    sectors = {agency_key(sector.name): sector for sector in Sector.objects.all()}
    open_keys: dict[str, str] = {}
    later: list[tuple[Item, str]] = []
    for key, sheet in wanted.items():
        name = options.agencies.get(key, sheet.name)
        known = as_before.get(key) or names.find(name)
        if known is not None:
            result.found[key] = known
            continue
        item = _item(key, sheet, names, sectors, open_keys)
        open_keys[key] = sheet.name
        result.items.append(item)
        decision = decisions.on(item)
        if decision.casefold().startswith(SAME_AS):
            later.append((item, decision[len(SAME_AS) :].strip()))
        elif decision:
            _decide(result, key, item, decision, sectors)
        else:
            result.undecided.append(item)
    _same_as(result, later, names)
    return result


def _item(
    key: str,
    sheet: SheetAgency,
    names: AgencyNames,
    sectors: Mapping[str, Sector],
    before: Mapping[str, str],
) -> Item:
    name, score = ("", 0) if sheet.name == NO_AGENCY else closest(key, {**before, **names.ours})
    sector = sectors.get(agency_key(sheet.sector)) if sheet.sector else None
    proposal = f"{SAME_AS}{name}" if name else f"{NEW_IN}{sector.name}" if sector else ""
    why = f"The file says its sector is {sheet.sector}." if sheet.sector else ""
    return Item(Kind.AGENCY, sheet.name, "", sheet.rows, sheet.row, proposal, score, why)


def _decide(
    result: AgencyMatches, key: str, item: Item, decision: str, sectors: Mapping[str, Sector]
) -> None:
    if decision.casefold() == SKIP:
        result.skipped.add(key)
        return
    sector_name, _, new_name = decision[len(NEW_IN) :].partition(ITS_NAME)
    sector = sectors.get(agency_key(sector_name))
    if not decision.casefold().startswith(NEW_IN) or sector is None:
        listed = ", ".join(each.name for each in sectors.values())
        _refuse(result, item, decision, f"Write “new in SECTOR”; the sectors are {listed}.")
        return
    result.new[key] = NewAgency((new_name.strip() or item.text)[:LONGEST_NAME], sector)
    result.found[key] = key


def _same_as(result: AgencyMatches, later: Iterable[tuple[Item, str]], names: AgencyNames) -> None:
    """After the others, because an agency of the list may be the same as another one of it."""
    for item, name in later:
        _, key, _ = item.key
        found = names.find(name)
        found_key = found if found is not None else result.found.get(agency_key(name))
        if found_key is None:
            _refuse(result, item, f"{SAME_AS}{name}", "No agency of this name is known or new.")
        else:
            result.found[key] = found_key


def _refuse(result: AgencyMatches, item: Item, decision: str, message: str) -> None:
    result.problems.append(
        Problem(item.first_row, "Decision", f"{item.text}: {decision}"[:100], message)
    )
