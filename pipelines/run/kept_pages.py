"""What a run keeps beside its findings to be shown another day: the pages of out/, and the moves of queries that are not made yet."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.findings.queries.query_log import last_move, log_path
from pipelines.settings.zones import Zones, write_private

PAGES, MOVES = "pages.zip", "moves.json"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same pages are the same bytes


def keep_pages(run: Path, pages: Mapping[str, str]) -> None:
    """Write the report, the results and the rule pages of a run, as they are shown, into its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(name for name in pages if name in ("report.html", "results.json") or name.startswith("rules/")):
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), pages[name].encode(), zipfile.ZIP_DEFLATED)
    write_private(run / PAGES, packed.getvalue())


def kept_pages(run: Path) -> dict[str, str]:
    """Return the pages that a run has kept, by their path in out/; {} of a run that kept none."""
    try:
        with zipfile.ZipFile(run / PAGES) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def keep_moves(run: Path, moves: Sequence[Mapping[str, Any]], zones: Zones) -> None:
    """Write down how queries move once the run is shown, and behind which move that is so."""
    kept = {"after": last_move(log_path(zones.restricted)), "moves": list(moves)}
    write_private(run / MOVES, json.dumps(kept, ensure_ascii=False, default=str).encode())


def kept_moves(run: Path, zones: Zones) -> list[dict[str, Any]]:
    """Return the moves that a run has kept, if nobody has moved a query since; else the next run finds out how they move."""
    try:
        kept = json.loads((run / MOVES).read_bytes())
    except OSError:
        return []
    return kept["moves"] if kept["after"] == last_move(log_path(zones.restricted)) else []
