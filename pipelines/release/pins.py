"""The releases that somebody has pinned: they are never pruned."""

import json
from pathlib import Path

from pipelines.settings.zones import write_private

PINNED = "pinned.json"


def pinned(registry: Path) -> tuple[str, ...]:
    """Return the ids of the pinned releases."""
    try:
        return tuple(json.loads((registry / PINNED).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return ()


def pin(registry: Path, release: str) -> None:
    """Pin a release."""
    _write(registry, {*pinned(registry), release})


def unpin(registry: Path, release: str) -> None:
    """Take the pin of a release away."""
    _write(registry, {*pinned(registry)} - {release})


def _write(registry: Path, releases: set[str]) -> None:
    write_private(registry / PINNED, (json.dumps(sorted(releases)) + "\n").encode(), mode=0o666)
