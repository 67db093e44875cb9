"""That a data folder is rolled back to a release: what is made after that is kept and not shown, until somebody resumes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.settings.zones import write_private

HOLD = "rolled_back.json"


def read_hold(registry: Path) -> dict[str, Any]:
    """Return which release is held (`release`), since `when` and `by` whom; {} if none is."""
    try:
        return json.loads((registry / HOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def write_hold(registry: Path, hold: Mapping[str, Any]) -> None:
    """Write down which release is held; an empty one takes the last away."""
    if hold:
        write_private(registry / HOLD, (json.dumps(hold, ensure_ascii=False) + "\n").encode(), mode=0o666)
    else:
        (registry / HOLD).unlink(missing_ok=True)
