"""The first step of a run: what it is made from, and whether a release of exactly that is published already."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipelines.drop.inventory import Drop, inventory_drop
from pipelines.drop.sendings import with_sendings
from pipelines.drop.sheet import UnreadableDrop
from pipelines.drop.stored_file import tell_name
from pipelines.findings.queries.query_log import digest_of_answers, log_path, read_log
from pipelines.raw.key_file import OPEN_KEY, load_key
from pipelines.raw.pseudonyms import digest_of
from pipelines.raw.withdrawn import LIST as WITHDRAWN
from pipelines.raw.withdrawn import withdrawn_patients
from pipelines.release.inputs import describe_inputs, name_run
from pipelines.release.key_in_use import key_in_use
from pipelines.release.last_release import LastRelease
from pipelines.release.published import is_published, load_last_release
from pipelines.release.record import read_record
from pipelines.run.changeover import is_pending
from pipelines.run.file_list import FILE_LIST, write_file_list
from pipelines.run.sendings import sent_before
from pipelines.run.state import Prepared, Request
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.key_place import has_public_numbers
from pipelines.settings.sections import Settings


def look_at_drop(request: Request) -> Drop:
    """Return what lies in the drop, and list it in the restricted zone; raise UnreadableDrop for a folder that cannot be read."""
    if Path(os.path.realpath(request.zones.data)).is_relative_to(os.path.realpath(request.drop)):
        raise UnusableSettings(f"{request.zones.data}: the data folder lies in the drop, which would read its own outputs; name another")
    drop = inventory_drop(request.drop, request.settings)
    drop = with_sendings(drop, request.settings, sent_before(request.zones, request.settings))
    write_file_list(drop, request.zones.restricted / FILE_LIST)
    return drop


def prepare(request: Request, drop: Drop) -> Prepared:
    """Return the run with its id, its key and the release with which it is compared.

    Raises UnreadableDrop for a drop without files, which is no question of settings or keys, and for a file that cannot be taken.
    """
    settings = request.settings
    _refuse_faults(drop, settings)
    if not drop.files:
        raise UnreadableDrop(tell_name(str(request.drop)), "there is no extract in the folder", "send the extracts again")
    in_use = key_in_use(request.zones.registry)
    key = load_key(request.key_file, request.drop, is_public=has_public_numbers(settings), in_use=in_use)
    log = tuple(read_log(log_path(request.zones.restricted)))
    answers = digest_of_answers(log)
    inputs = describe_inputs(drop, settings, request.as_of, key) | ({"answers": answers} if answers else {})
    withdrawn = withdrawn_patients(request.zones.restricted / WITHDRAWN, key)
    if withdrawn:
        inputs |= {"withdrawn": digest_of("\n".join(withdrawn), key)}
    run_id = name_run(inputs)
    before = _release_before(request.zones.registry, run_id)
    results = load_last_release(before, settings.registry.name, inputs) if before else {}
    last = LastRelease(results, before, request.zones.restricted / "runs" / results["run_id"]) if results else LastRelease()
    return Prepared(request, drop, run_id, inputs, key, last, log, withdrawn)


def _release_before(registry: Path, run_id: str) -> Path | None:
    """Return the current release, with which a run is compared, or that before it where the run makes it once more, as it was."""
    current = registry / "current"
    try:
        is_made_again = current.resolve().name == run_id
        name = read_record(current)["compared_with"] if is_made_again else ""
    except (OSError, ValueError, KeyError):
        return current
    return current if not is_made_again else registry / "releases" / name if name else None


def _refuse_faults(drop: Drop, settings: Settings) -> None:
    """Raise UnreadableDrop where a file cannot be taken, and then with what is wrong with all others, which are looked at for that."""
    if any(file.fault for file in drop.claimed):
        from pipelines.raw.load_drop import load_drop
        from pipelines.warehouse.build_tables import open_warehouse

        load_drop(open_warehouse(), drop, settings, OPEN_KEY)


def list_files_as_read(prepared: Prepared) -> None:
    """Say in the list of files that the run which published their release has read them."""
    write_file_list(prepared.drop, prepared.request.zones.restricted / FILE_LIST, otherwise=f"read by the run {prepared.run_id}")


def is_done_already(prepared: Prepared) -> bool:
    """Say whether the current release is of the same inputs, and whole."""
    zones = prepared.request.zones
    is_kept = (zones.restricted / "runs" / prepared.run_id).is_dir()
    return not prepared.request.force and is_published(zones.registry / "current", prepared.run_id) and is_kept


def is_kept_already(prepared: Prepared) -> bool:
    """Say whether a release of the same inputs, compared with the same one, is kept and whole, though another is shown."""
    zones, run_id = prepared.request.zones, prepared.run_id
    folder = zones.registry / "releases" / run_id
    if prepared.request.force or not is_published(folder, run_id) or not (zones.restricted / "runs" / run_id).is_dir():
        return False
    before = prepared.last.folder.resolve().name if prepared.last.folder else None
    return read_record(folder).get("compared_with") == before


@contextmanager
def hidden_folders(prepared: Prepared) -> Generator[None]:
    """Keep the folders of a run while the block runs; those that are not shown by then go, if no change-over to them is written down."""
    zones = prepared.request.zones
    folders = (prepared.restricted, prepared.release)
    in_use = {link.resolve() for link in (zones.registry / "current", zones.restricted / "current")}
    try:
        for folder in folders:
            folder.parent.mkdir(parents=True, exist_ok=True)
            for left_over in folder.parent.glob(".*-*"):  # of a run that was killed; the lock says that none is at work now
                if left_over.is_dir() and left_over.resolve() not in in_use:
                    shutil.rmtree(left_over)
            folder.mkdir()
        yield
    finally:
        for folder in folders if not is_pending(zones) else ():
            shutil.rmtree(folder, ignore_errors=True)
