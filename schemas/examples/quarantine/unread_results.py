"""Examples of the rules of cells that cannot be read; five cells never stop a run."""

from schemas.examples.drawing import example

GOOD = {"filled_count": 200, "unread_count": 0, "unread_pct": 0.0}


def cells(unread: int, filled: int) -> dict:
    """Draw how many cells are filled, and how many of them cannot be read."""
    return {"unread_count": unread, "filled_count": filled, "unread_pct": 100 * unread / filled}


EXAMPLES = [
    example("unread_results", "CV-037 stop", "unread_count filled_count", [cells(50, 100), cells(5, 5)], [cells(51, 100), cells(6, 6)]),
]
