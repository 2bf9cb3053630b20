"""The attack: what somebody with every shown figure and a solver can find out about the hidden ones.

The attacker knows that all counts are whole and not negative, that what is hidden is not 0, every shown figure,
every sum, and that people fit in the rooms. A `world` is a set of counts that agrees with all of that. A hidden
small figure is safe when worlds have been found in which it has three different values: being whole tables of
whole numbers, they prove it. Where they cannot be found, its least and its greatest value decide.

Sources: the interval audit of Hundepool et al., Statistical Disclosure Control (2012), chapter 4; that the cells
to hide are those in which the nearest other table differs, after Castro, "Minimum-distance controlled
perturbation methods", EJOR 171 (2006). Solver: HiGHS, by way of SciPy.
"""

from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from .lines import ENDLESS, Cost, is_small
from .table import Table

ENOUGH_VALUES = 3
SEED = 2015
MOST_WORLDS, IDLE_WORLDS = 80, 10
SECONDS_A_WORLD = 30
LARGEST = 1e4
"""No count is larger: a goal without an end would find no world."""
NEAR_ENOUGH, WHOLE = 0.05, 1e-6


class Attack:
    """An attacker's knowledge of one table; `seen` are the values that hidden cells have in worlds found so far.

    Hiding more only takes knowledge away, so what was seen stays true.
    """

    def __init__(self, table: Table) -> None:
        width = len(table.atoms)
        self.table = table
        self.values = np.array(table.values, dtype=int)
        self.seen: dict[int, set[int]] = {}
        self.random = np.random.default_rng(SEED)
        self.cells = _matrix(table.parts, width)
        left, right = ([tie[side] for tie in table.ties] for side in (0, 1))
        limits = _matrix([atoms for atoms, _ in table.limits], width)
        self.rows = vstack([self.cells, _matrix(left, width) - _matrix(right, width), limits])
        self.most = np.array([most for _, most in table.limits], dtype=int)

    def unsafe(self, hidden: set[int]) -> list[int]:
        """The small hidden cells that too few values have been seen of, after a look at random worlds."""
        left = [
            c for c in sorted(hidden) if is_small(self.table.values[c]) and not self._is_safe(c)
        ]
        idle = 0
        for _ in range(MOST_WORLDS):
            if not left or idle == IDLE_WORLDS:
                break
            weights = self.random.choice((-1.0, 1.0), len(left)) * self.random.random(len(left))
            self._look(dict(zip(left, weights, strict=True)), hidden)
            still = [cell for cell in left if not self._is_safe(cell)]
            idle = 0 if len(still) < len(left) else idle + 1
            left = still
        return left

    def settle(self, cell: int, hidden: set[int]) -> bool:
        """Whether this one cell is safe: looks at worlds where it is a little more or less, within the least
        and greatest value that it has without the need for whole numbers."""
        if self._is_safe(cell):
            return True
        low, high = (sign * self._look({cell: sign}, hidden) for sign in (1.0, -1.0))
        for value in _near(self.table.values[cell]):
            if value not in self._seen(cell) and low - WHOLE <= value <= high + WHOLE:
                self._look({}, hidden, at=(cell, value))
            if self._is_safe(cell):
                return True
        return False

    def way_out(self, cell: int, hidden: set[int], cost: Cost) -> set[int] | None:
        """The shown cells to hide so that `cell` could have one more value; None where no hiding helps.

        They are those in which a world differs that has this value and is nearest to the true one, near
        being measured by what hiding costs.
        """
        value = self.table.values[cell]
        wanted = [other for other in _near(value) if other not in self._seen(cell)]
        worlds = (self._nearest(cell, other, hidden, cost) for other in wanted)
        found = [world for world in worlds if world is not None]
        if not found:
            return None
        _, world = min(found, key=lambda priced: priced[0])
        changed = set(np.flatnonzero(world != self.values).tolist()) - hidden
        self._note(world, hidden | changed)
        return changed

    def _is_safe(self, cell: int) -> bool:
        return len(self._seen(cell)) >= ENOUGH_VALUES

    def _seen(self, cell: int) -> set[int]:
        return self.seen.setdefault(cell, {self.table.values[cell]})

    def _note(self, world: Any, hidden: set[int]) -> None:
        for cell in hidden:
            self._seen(cell).add(int(world[cell]))

    def _look(
        self, weights: dict[int, float], hidden: set[int], at: tuple[int, int] | None = None
    ) -> float:
        """Notes the world in which the weighted sum of cells is least, and returns that sum; without the need for
        whole numbers, unless one cell is to be `at` a value."""
        low, high = self._bounds(hidden)
        if at is not None:
            low[at[0]] = high[at[0]] = at[1]
        goal = self.random.random(len(self.table.atoms))  # a corner drawn at random is often whole
        if weights:
            goal = self.cells[list(weights)].T @ np.array(list(weights.values()))
        world, least = self._solve(goal, [self._rules(low, high)], is_quick=at is None)
        if world is not None:
            self._note(self.cells @ world, hidden)
        return least

    def _nearest(
        self, cell: int, value: int, hidden: set[int], cost: Cost
    ) -> tuple[float, Any] | None:
        """What is lost in the nearest world where `cell` has `value`, and that world's cells."""
        payable = [
            c
            for c in range(len(self.values))
            if c not in hidden and self.values[c] and cost(c) < ENDLESS
        ]
        low, high = self._bounds(hidden | set(payable))
        low[cell] = high[cell] = value
        extra = len(payable)
        paid, change, true = eye_array(extra), self.cells[payable], self.values[payable]
        rules = [
            self._rules(low, high, extra),
            LinearConstraint(hstack([change, -paid], format="csr"), -np.inf, true),
            LinearConstraint(hstack([change, paid], format="csr"), true, np.inf),
        ]
        prices = np.array([cost(c) for c in payable])
        goal = np.concatenate([np.zeros(len(self.table.atoms)), prices])
        world, _ = self._solve(goal, rules if extra else rules[:1], extra)
        if world is None:
            return None
        cells = self.cells @ world
        return float(prices @ np.abs(cells[payable] - true)), cells

    def _bounds(self, open_: set[int]) -> tuple[Any, Any]:
        """The least and greatest values of the cells: a shown one is known, an open one is not 0."""
        low, high = self.values.astype(float), self.values.astype(float)
        unknown = [cell for cell in sorted(open_) if self.values[cell]]
        low[unknown], high[unknown] = 1, np.inf
        return low, high

    def _rules(self, low: Any, high: Any, extra: int = 0) -> LinearConstraint:
        """Cells within their bounds, ties equal, rooms not overfull; `extra` unknowns stand in none of it."""
        rows = hstack([self.rows, csr_array((self.rows.shape[0], extra))], format="csr")
        ties = np.zeros(len(self.table.ties))
        return LinearConstraint(
            rows,
            np.concatenate([low, ties, np.full(len(self.most), -np.inf)]),
            np.concatenate([high, ties, self.most]),
        )

    def _solve(
        self, goal: Any, rules: list[LinearConstraint], extra: int = 0, *, is_quick: bool = False
    ) -> tuple[Any, float]:
        """The atoms of a world, None where there is none or none was found in time; and the least sum.

        Most of these tables have whole corners, so the quick way without whole numbers is tried first.
        """
        atoms = len(self.table.atoms)
        whole = np.concatenate([np.ones(atoms), np.zeros(extra)])
        gap = NEAR_ENOUGH if extra else 0.0
        least = -np.inf
        for integrality in (np.zeros_like(whole),) if is_quick else (np.zeros_like(whole), whole):
            answer = milp(
                goal,
                integrality=integrality,
                bounds=Bounds(0, LARGEST),
                constraints=rules,
                options={"time_limit": SECONDS_A_WORLD, "mip_rel_gap": gap},
            )
            if answer.x is None:
                break
            least = float(answer.fun)
            world = np.rint(answer.x[:atoms]).astype(int)
            if np.abs(answer.x[:atoms] - world).max(initial=0) < WHOLE and _obeys(world, rules[0]):
                return world, least
        return None, least


def _near(value: int) -> list[int]:
    """What a small number could be instead, the closest first."""
    return [other for other in (value - 1, value + 1, value - 2, value + 2) if other >= 1]


def _obeys(world: Any, rule: LinearConstraint) -> bool:
    """Whether these counts keep to the rule exactly, whatever the solver's tolerance."""
    sums = rule.A[:, : len(world)] @ world
    return bool((world >= 0).all() and (sums >= rule.lb).all() and (sums <= rule.ub).all())


def _matrix(rows: list[list[int]], width: int) -> Any:
    """A row for each list, with ones at its places."""
    down = [row for row, places in enumerate(rows) for _ in places]
    across = [place for places in rows for place in places]
    return csr_array((np.ones(len(down), dtype=int), (down, across)), (len(rows), width))
