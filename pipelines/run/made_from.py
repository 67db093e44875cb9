"""What a run was made from, written beside its rows: with it and the store its release can be made again, byte for byte."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.drop.sendings import path_in
from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.raw.pseudonyms import digest_of
from pipelines.release.store import has_extract, keep_extract
from pipelines.run.sendings import sendings_of, write_sendings
from pipelines.run.state import Prepared
from pipelines.settings.zones import write_private

if TYPE_CHECKING:
    import duckdb

MADE_FROM = "made_from.json"
WITHDRAWN, OFF, CHANGED = "a patient in it has withdrawn", "no extract was kept", "its bytes were changing"


def keep_what_it_is_made_from(prepared: Prepared, connection: "duckdb.DuckDBPyConnection") -> None:
    """Keep the extracts, if the settings want that, and write down what the run is made from; no extract with rows of who has withdrawn."""
    request, drop = prepared.request, prepared.drop
    closed = _files_of(connection, prepared.withdrawn)
    members: dict[str, set[str]] = {}
    for file in drop.claimed:
        members.setdefault(file.stored.name, set()).add(file.name)
    extracts = []
    for file in {file.stored.name: file for file in drop.claimed}.values():
        stored = file.stored
        is_closed = bool(closed & members[stored.name]) and not stored.sent_as
        why = _why_not_kept(prepared, stored.path, stored.sha256, is_closed=is_closed)
        extract = {"path": path_in(drop, stored), "sha256": stored.sha256, "not_kept": why}
        extracts.append(extract | ({"source": file.source, "number": stored.sending} if file.source else {}))
    content = {
        "extracts": sorted(extracts, key=lambda one: (one["path"], one.get("number", 0))),
        "marker": _marker(drop.folder),
        "settings_file": request.settings_file,
        "moves": len(prepared.log),
        "withdrawn": sorted(digest_of(patient, prepared.key) for patient in prepared.withdrawn),  # whom nothing names any more
        "compared_with": prepared.last.folder.resolve().name if prepared.last.folder else None,
    }
    write_private(prepared.restricted / MADE_FROM, (json.dumps(content, indent=1) + "\n").encode())
    if request.settings.operations.keep_extracts:
        write_sendings(request.zones.restricted, sendings_of(drop, request.settings))


def keep_what_is_lost(prepared: Prepared) -> None:
    """Keep the extracts again that the run of the same inputs has kept, and that are not in the store any more."""
    request = prepared.request
    if not request.settings.operations.keep_extracts:
        return
    made_from = read_made_from(request.zones.restricted / "runs" / prepared.run_id)
    was_kept = {one["sha256"] for one in made_from.get("extracts", ()) if not one["not_kept"]}
    for stored in {file.stored.sha256: file.stored for file in prepared.drop.claimed}.values():
        if stored.sha256 in was_kept:
            keep_extract(request.zones.restricted, stored.path, stored.sha256)


def bytes_to_keep(prepared: Prepared) -> int:
    """Return how many bytes of extracts the store would grow by."""
    if not prepared.request.settings.operations.keep_extracts:
        return 0
    files = {file.stored.sha256: file.stored.size for file in prepared.drop.claimed}
    return sum(size for sha256, size in files.items() if not has_extract(prepared.request.zones.restricted, sha256))


def read_made_from(run: Path) -> dict[str, Any]:
    """Return what a run was made from; {} of one that has not written it down."""
    try:
        return json.loads((run / MADE_FROM).read_bytes())
    except FileNotFoundError:
        return {}


def missing_extracts(restricted: Path, made_from: Mapping[str, Any]) -> dict[str, int]:
    """Return how many extracts of a run are not in the store, by why."""
    missing: dict[str, int] = {}
    for one in made_from["extracts"]:
        if not has_extract(restricted, one["sha256"]):
            why = one["not_kept"] or "it is not in the store any more"
            missing[why] = missing.get(why, 0) + 1
    return missing


def _marker(drop: Path) -> str:
    """Return the text by which a drop says that its patients are invented; blank of any other."""
    path = drop / SYNTHETIC_MARKER
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""


def _why_not_kept(prepared: Prepared, path: Path, sha256: str, *, is_closed: bool) -> str:
    if not prepared.request.settings.operations.keep_extracts:
        return OFF
    if is_closed:
        return WITHDRAWN
    return "" if keep_extract(prepared.request.zones.restricted, path, sha256) else CHANGED


def _files_of(connection: "duckdb.DuckDBPyConnection", patients: Collection[str]) -> set[str]:
    """Return the files of the drop in which a row of one of these patients stands."""
    from pipelines.warehouse.table_files import raw_tables

    found = set[str]()
    for table in raw_tables() if patients else ():
        rows = connection.execute(f"select distinct source_file from raw.{table} where list_contains(?, patient_id)", [list(patients)])
        found |= {file for (file,) in rows.fetchall()}
    return found
