"""The release with which a run is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class LastRelease:
    """What the results of a release say, its folder, and that of its run in the restricted zone; without one, there is none of it."""

    results: Mapping[str, Any] = field(default_factory=dict)
    folder: Path | None = None
    run: Path | None = None
