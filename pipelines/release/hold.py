"""That a data folder is rolled back to a release: what is made after that is kept and not shown, until somebody resumes."""

import json
from pathlib import Path
from typing import Any

HOLD = "rolled_back.json"


def read_hold(registry: Path) -> dict[str, Any]:
    """Return which release is held (`release`), since `when` and `by` whom; {} if none is."""
    try:
        return json.loads((registry / HOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
