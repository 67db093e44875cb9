"""With which key the releases of a data folder were made."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipelines.raw.key_file import OPEN_KEY, fingerprint


def key_in_use(registry: Path) -> str:
    """Return the fingerprint of the hospital's key that made the last release, or a kept one before it; "" where none was made with one.

    The open key of invented and of published patients is nobody's, and does not count.
    """
    return next(_keys(registry), "")


def _keys(registry: Path) -> Iterator[str]:
    kept = sorted((registry / "releases").glob("[!.]*/manifest.json"), reverse=True)
    for path in (registry / "current" / "manifest.json", *kept):
        try:
            key = json.loads(path.read_text(encoding="utf-8"))["inputs"]["key"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if key != fingerprint(OPEN_KEY):
            yield str(key)
