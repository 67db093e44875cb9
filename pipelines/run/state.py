"""What a run is asked, and what it has come to so far: frozen values that its steps hand on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.drop.inventory import Drop
from pipelines.raw.identifiers import Identifiers
from pipelines.release.last_release import LastRelease
from pipelines.run.changeover import hidden_folder
from pipelines.run.ending import Ending
from pipelines.settings.sections import Settings
from pipelines.settings.zones import Zones


@dataclass(frozen=True)
class Request:
    """What a run is asked for, before anything is read."""

    drop: Path
    settings: Settings
    zones: Zones
    as_of: dt.date
    key_file: Path
    force: bool = False  # build again even if nothing changed
    settings_file: str = "registry.toml"  # as people call it who mend it
    ended: tuple[str, ...] = ()  # what of the settings held until a day that is past


UNKNOWN = Identifiers(pattern="[0-9]{7,}")  # before the settings are read


@dataclass(frozen=True)
class Summary:
    """What a run has come to: the content of status.json, and what a person sees at the end besides."""

    ending: Ending = Ending.UNDER_WAY
    message: str = ""
    run_id: str | None = None
    as_of: str | None = None
    release: str | None = None
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    cohort: Mapping[str, Any] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)  # findings by what they do: stop, reject or flag
    worst: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)  # since the last release
    not_taken: tuple[Mapping[str, str], ...] = ()  # files of the drop that brought no row, by their numbers, and why
    differs: tuple[str, ...] = ()  # from the rule book, by the settings
    identifiers: Identifiers = UNKNOWN  # what no message may say, as far as it is known
    faults: Mapping[str, str] = field(default_factory=dict)  # rules that could not run, and why: for the restricted log

    rolled_back_to: str = ""  # the release that stays shown, whatever the run comes to
    is_shown: bool = False  # whether all that is shown is of this run
    is_written_down: bool = False  # whether the next start shows it, where it is not shown yet

    @property
    def stays(self) -> str:
        """What a run that fails says of what is shown."""
        if self.is_written_down:
            return "the run is complete, and what of it is not shown yet is shown at the next start"
        if self.is_held_back:
            return "the release that is shown is as it was"
        return "the new release is published" if self.is_shown and self.release else "the last good release is as it was"

    @property
    def is_held_back(self) -> bool:
        """Whether nothing of the run but its status is shown."""
        return bool(self.rolled_back_to) and self.rolled_back_to != self.run_id

    def status(self, seconds: float) -> dict[str, Any]:
        """Return the content of status.json."""
        return {
            "state": self.ending.state,
            "exit_code": int(self.ending.exit_code),
            "run_id": self.run_id,
            "as_of": self.as_of,
            "release": self.release,
            "rolled_back_to": self.rolled_back_to or None,
            "tables": self.tables,
            "findings": self.findings,
            "cohort": self.cohort,
            "changes": list(self.changes.get("words", ())),
            "not_taken": list(self.not_taken),
            "message": self.message,
            "rules_in_error": sorted(self.faults),
            "seconds": seconds,
        }


@dataclass(frozen=True)
class Prepared:
    """A run that may begin: its inputs are known and named, its folders are there, hidden until they are complete."""

    request: Request
    drop: Drop
    run_id: str
    inputs: Mapping[str, Any]
    key: bytes
    last: LastRelease
    log: tuple[Mapping[str, Any], ...] = ()  # the moves of all queries so far
    withdrawn: tuple[str, ...] = ()  # the pseudonyms of patients of whom no row is taken

    @property
    def restricted(self) -> Path:
        """Where the rows, quarantine and findings of the run are written."""
        return hidden_folder(self.request.zones.restricted / "runs", self.run_id)

    @property
    def release(self) -> Path:
        """Where the release is written."""
        return hidden_folder(self.request.zones.registry / "releases", self.run_id)
