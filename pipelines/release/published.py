"""The release that is shown: whether it is whole, whose patients it has, and what its results say."""

import json
from pathlib import Path
from typing import Any

from pipelines.raw.key_file import OPEN_KEY, SYNTHETIC_MARKER, fingerprint
from pipelines.release.sums import MANIFEST, wrong_files
from pipelines.settings.errors import NothingToShow, UnusableSettings


def is_published(release: Path, run_id: str) -> bool:
    """Say whether `release` is of this run and every file of it still has the bytes that its manifest names."""
    try:
        manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
        return manifest["release"] == run_id and not wrong_files(release)
    except (OSError, ValueError, KeyError):
        return False


def find_release(data: Path) -> Path:
    """Return the folder of the last good release; raise NothingToShow if there is none, or if it is not whole."""
    current = (data / "registry" / "current").resolve()  # the link itself may be moved meanwhile
    if not (current / "manifest.json").is_file():
        raise NothingToShow(f"{data}: there is no release here yet; make one with `python -m pipelines ingest`")
    if not is_published(current, current.name):
        raise NothingToShow(f"{current}: its files are not those of its manifest; run `python -m pipelines ingest --force` again")
    return current


def is_of_open_key(release: Path) -> bool:
    """Say whether the pseudonyms of a release were made with the open key: its patients are invented or published."""
    try:
        return json.loads((release / "manifest.json").read_text(encoding="utf-8"))["inputs"]["key"] == fingerprint(OPEN_KEY)
    except (OSError, ValueError, KeyError):
        return False


def load_last_release(release: Path, registry: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the results of the last release of the same registry, with which a run is compared; {} if there is none.

    Raises UnusableSettings if its pseudonyms were made with another key: every patient would be a new one.
    """
    try:
        manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
        results = json.loads((release / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    marks = [each["extracts"].get(SYNTHETIC_MARKER) for each in (inputs, manifest["inputs"])]  # it names the invented hospital
    if marks[0] != marks[1] or results["registry"] != registry:
        return {}
    if manifest["inputs"]["key"] != inputs["key"]:
        raise UnusableSettings(
            "the last release in this data folder was made with another key, so that every patient would get another pseudonym; "
            "put the key back, or name another data folder"
        )
    return results
