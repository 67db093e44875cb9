"""The list of the files of a drop with their names, for the restricted zone; everywhere else they are called by their numbers."""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.drop.inventory import Drop, DropFile
from pipelines.findings.spreadsheet_text import as_text
from pipelines.raw.key_file import SYNTHETIC_MARKER

if TYPE_CHECKING:
    from pipelines.raw.load_sheets import Loaded

FILE_LIST = "files.csv"
NOT_FOR_US = {SYNTHETIC_MARKER, "README.md", "README.txt"}  # what a sender writes for people
COLUMNS = ("number", "shown", "name", "sha256", "bytes", "sheets", "rows_read", "became")


def not_taken(drop: Drop, loaded: "Loaded | None" = None) -> tuple[dict[str, str], ...]:
    """Return what of a drop was not taken, each with its number and why: what status.json says."""
    is_said = {file: not (file.is_claimed and file.fault) and file.name not in NOT_FOR_US for file in drop.files}  # a fault ends the run
    return tuple({"file": file.shown, "why": why} for file, why in _left(drop, loaded).items() if is_said[file])


def write_file_list(drop: Drop, path: Path, loaded: "Loaded | None" = None, otherwise: str = "not read yet") -> None:
    """Write a line for each file of a drop, readable by its owner only: its number, its name, and what became of it."""
    text, left = io.StringIO(), _left(drop, loaded)
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for file in drop.files:
        sheets = [sheet for sheet in loaded.sheets if sheet["file"] == file.name] if loaded else []
        read = sum(sheet["read"] for sheet in sheets) if sheets else ""
        became = f"not taken: {left[file]}" if file in left else "read" if sheets else otherwise
        lines.writerow((file.number, file.shown, as_text(file.name), file.sha256, file.size, len(sheets) or "", read, became))
    partial = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text.getvalue())
    partial.replace(path)


def _left(drop: Drop, loaded: "Loaded | None") -> Mapping[DropFile, str]:
    """Return why files were not taken: nothing claims them, they cannot be, or reading them said so."""
    brought = {sheet["file"] for sheet in loaded.sheets if sheet["read"]} if loaded else set()  # also to another table
    left_out = {name: why for name, why in loaded.left_out.items() if name not in brought} if loaded else {}
    return {
        file: left_out.get(file.name) or (file.fault.wrong if file.fault else drop.why_not_taken(file))
        for file in drop.files
        if not file.is_claimed or file.fault or file.name in left_out
    }
