"""Makes a release of before again, from the store and what its run has kept, beside the data folder, and compares it byte for byte."""

import datetime as dt
import json
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.drop.inventory import hash_file
from pipelines.findings.queries.query_log import log_path
from pipelines.raw.key_file import SYNTHETIC_MARKER
from pipelines.raw.pseudonyms import digest_of, normalise, pseudonym_of
from pipelines.raw.withdrawn import COLUMNS, LIST, read_withdrawals
from pipelines.release.compare import Comparison, compare_releases
from pipelines.release.store import stored_extract
from pipelines.release.sums import MANIFEST, SUMS, files_below
from pipelines.run.changeover import AGAIN
from pipelines.run.ending import Ending
from pipelines.run.interruption import take_up_interruptions
from pipelines.run.made_from import missing_extracts, read_made_from
from pipelines.run.progress import Progress
from pipelines.run.rebuild import KEPT, load_settings_of_run
from pipelines.run.sendings import write_sendings
from pipelines.run.state import Request, Summary
from pipelines.settings.errors import NothingToShow
from pipelines.settings.zones import Zones, open_zones, point


@dataclass(frozen=True)
class MadeAgain:
    """A release that was made again, beside the one of before."""

    folder: Path
    files: int
    different: tuple[str, ...]  # files whose bytes differ, or that one of the two does not have
    code: Mapping[str, str]  # what of the program has changed since, by part
    compared: Comparison
    without: str = ""  # the release with which it was compared, if that is not here any more

    @property
    def is_same(self) -> bool:
        """Whether every file has the same bytes."""
        return not self.different


@contextmanager
def made_again(zones: Zones, release: Path, key: bytes, key_file: Path) -> Generator[MadeAgain]:
    """Give the release made again while the block runs; then it goes.

    Raises NothingToShow, which says why, where its extracts or settings are not kept, or where the run now comes to something else.
    """
    run = zones.restricted / "runs" / release.name
    made_from = read_made_from(run)
    if not made_from:
        raise NothingToShow(f"{release.name}: its run has not written down what it was made from, and cannot be made again")
    if missing := missing_extracts(zones.restricted, made_from):
        why = "; ".join(f"{count} of {len(made_from['extracts'])}: {reason}" for reason, count in missing.items())
        raise NothingToShow(f"{release.name}: not all of its extracts are in the store ({why}), and it cannot be made again")
    folder = zones.restricted / f"{AGAIN}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        beside = _lay_out(zones, folder, made_from, key)
        _make(zones, release, beside, folder, key_file)
        yield _held_against(release, beside, made_from)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(zones: Zones, folder: Path, made_from: Mapping[str, Any], key: bytes) -> Zones:
    """Lay the drop, the log of queries, the list of who had withdrawn and the release before out as they were."""
    beside = open_zones(folder / "data")
    (folder / "drop").mkdir()
    sendings: dict[str, list[dict[str, Any]]] = {}
    for one in made_from["extracts"]:
        target = folder / "drop" / one["path"]
        if "number" in one:  # of a source that sends changes: all of them come from the store
            sendings.setdefault(one["source"], []).append(one)
            target = stored_extract(beside.restricted, one["sha256"])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored_extract(zones.restricted, one["sha256"]), target)
    write_sendings(beside.restricted, sendings)
    if made_from["marker"]:
        (folder / "drop" / SYNTHETIC_MARKER).write_text(made_from["marker"], encoding="utf-8", newline="")
    log = log_path(zones.restricted)
    if made_from["moves"] and log.is_file():
        log_path(beside.restricted).parent.mkdir()
        log_path(beside.restricted).write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[: made_from["moves"]]))
    withdrawn = set(made_from["withdrawn"])
    if withdrawn:
        listed = read_withdrawals(zones.restricted / LIST)
        rows = [one for one in listed if digest_of(pseudonym_of(normalise(one.number), key), key) in withdrawn]
        lines = [",".join(COLUMNS), *(f"{one.number},{one.day},{one.scope}" for one in rows)]
        (beside.restricted / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = zones.registry / "releases" / (made_from["compared_with"] or "")
    if made_from["compared_with"] and before.is_dir():
        point(beside.registry / "current", before)
        run_before = zones.restricted / "runs" / before.name  # says which rows it read, and how its files are called
        if run_before.is_dir():
            (beside.restricted / "runs").mkdir(exist_ok=True)
            (beside.restricted / "runs" / before.name).symlink_to(os.path.realpath(run_before))
    return beside


def _make(zones: Zones, release: Path, beside: Zones, folder: Path, key_file: Path) -> None:
    from pipelines.run.ingest import ingest_drop

    settings = load_settings_of_run(zones.data, release.name)
    content = json.loads((zones.restricted / "runs" / release.name / KEPT).read_text(encoding="utf-8"))
    request = Request(
        drop=folder / "drop",
        settings=settings.model_copy(update={"operations": settings.operations.model_copy(update={"keep_extracts": False})}),
        zones=beside,
        as_of=dt.date.fromisoformat(content["as_of"]),
        key_file=key_file,
        force=True,
        settings_file=read_made_from(zones.restricted / "runs" / release.name)["settings_file"],
    )
    summary = Summary()
    for summary in ingest_drop(request, Progress("lines")):  # noqa: B007 - the last one counts
        pass
    take_up_interruptions()
    if summary.ending is not Ending.PUBLISHED:
        raise NothingToShow(f"{release.name}: made again, the run is {summary.ending.state} now: {summary.message}")


def _held_against(release: Path, beside: Zones, made_from: Mapping[str, Any]) -> MadeAgain:
    new = (beside.registry / "current").resolve()
    names = sorted({*files_below(release), *files_below(new)})
    different = tuple(name for name in names if not _is_same(release / name, new / name))
    compared = compare_releases(release, new)
    code = {name: how for name, how in compared.inputs.items() if name in ("program", "rules", "packages")}
    before = made_from["compared_with"]
    is_gone = before and not (release.parent / before).is_dir()
    return MadeAgain(new, len(names), different, code, compared, before if is_gone else "")


def _is_same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def mend_files(release: Path, again: MadeAgain, wrong: list[str]) -> list[str]:
    """Put the files of a release that are lost or changed back from the one made again; return those that could not be.

    The manifest says which bytes are right; where it is lost itself, the sums do.
    """
    named = _named(release)
    left = []
    for name in sorted(wrong, key=lambda one: one in (MANIFEST, SUMS)):
        source = again.folder / name
        is_signature = name in (MANIFEST, SUMS) and again.folder.name == release.name
        if not source.is_file() or not (is_signature or hash_file(source) == named.get(name)):
            left.append(name)
            continue
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        partial = (release / name).with_name(f".{Path(name).name}-{os.getpid()}")
        shutil.copyfile(source, partial)
        partial.replace(release / name)
    return left


def _named(release: Path) -> dict[str, str]:
    try:
        return json.loads((release / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        lines = (release / SUMS).read_text(encoding="utf-8").splitlines() if (release / SUMS).is_file() else []
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
