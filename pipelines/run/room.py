"""Whether there is room for a run on the disk, before it begins: a disk that fills up half-way costs a night."""

import os
import shutil
from pathlib import Path

from pipelines.settings.zones import Zones

TIMES_LAST_RUN = 3  # room that a run should find: of what the last one has kept
LEAST_MB = 500


class NoRoom(Exception):
    """The disk has not enough room for a run."""


def refuse_without_room(zones: Zones, least_mb: float, new_bytes: int) -> None:
    """Raise NoRoom, which says how much to free, where a run would find less than it may need; `new_bytes` are those of new extracts."""
    free, needed = free_mb(zones), wanted_mb(zones, least_mb) + new_bytes / 1e6
    if free < needed:
        raise NoRoom(
            f"{zones.data}: {free:,.0f} MB are free on the disk, and a run may need {needed:,.0f}; free {needed - free:,.0f} MB "
            "(`python -m pipelines releases prune --keep-days 90` removes old releases), or say less in least_free_mb of the settings"
        )


def free_mb(zones: Zones) -> float:
    """Return how many megabytes are free where the data folder lies, or will."""
    folder = next(path for path in (zones.data, *zones.data.absolute().parents) if path.exists())
    return shutil.disk_usage(folder).free / 1e6


def wanted_mb(zones: Zones, least_mb: float) -> float:
    """Return how many megabytes should be free: three times what the last run has kept, and not less than asked for."""
    return max(least_mb, TIMES_LAST_RUN * kept_mb(zones))


def kept_mb(zones: Zones) -> float:
    """Return how many megabytes the last run has kept, in both zones."""
    links = (zones.restricted / "current", zones.registry / "current")
    return sum(_size(link.resolve()) for link in links) / 1e6


def _size(folder: Path) -> int:
    paths = (Path(at, name) for at, _, files in os.walk(folder) for name in files)
    return sum(path.lstat().st_size for path in paths if not path.is_symlink())
