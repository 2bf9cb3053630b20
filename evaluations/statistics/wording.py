"""Numbers as they are printed. Loads no statistics library."""


def points(value: float) -> str:
    """ "0.85", "−0.20"; two significant figures below 0.01, so that what is not 0 is not printed as 0."""
    figure = f"{abs(value):.2g}" if 0 < abs(value) < 0.01 else f"{abs(value):,.2f}"
    return f"−{figure}" if value < 0 else figure


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def chance(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
