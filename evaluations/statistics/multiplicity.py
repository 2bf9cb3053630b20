"""Many items, many chances of a false alarm: p-values adjusted over the items of one comparison."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given: the i-th smallest of m times (m - i + 1), never falling, at most 1.

    An adjusted p below 0.05 keeps the chance of even one false alarm among all the items below 5 %, however
    the items hang together. No p-value: an empty tuple.
    Source: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = largest
    return tuple(adjusted)
