"""The whole path of one run: prepare, load, stage, gate, build, gate, judge, analyse, publish, each a function from state to state."""

from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from pipelines.raw.load_sheets import Loaded
from pipelines.release.hold import read_hold
from pipelines.run.changeover import ChangeOver, change_over
from pipelines.run.ending import Ending
from pipelines.run.file_list import not_taken
from pipelines.run.judge import judge
from pipelines.run.layers import BEHIND_RAW
from pipelines.run.load import load
from pipelines.run.made_from import bytes_to_keep
from pipelines.run.prepare import hidden_folders, is_done_already, is_kept_already, list_files_as_read, look_at_drop, prepare
from pipelines.run.progress import Progress
from pipelines.run.publish import analyse, publish, shown_again, shown_of
from pipelines.run.rollback import held_again, held_back
from pipelines.run.room import refuse_without_room
from pipelines.run.state import Prepared, Request, Summary
from pipelines.settings.sections import RuleChange
from pipelines.settings.words import refuse_naming_words

STEPS = 10


def ingest_drop(request: Request, progress: Progress) -> Generator[Summary]:
    """Take a drop through the whole path; yield after each step what the run has come to, so that nothing is lost with an error.

    The last good release stays until the new one is complete. A blocking finding is an ending of the run (stopped). Raises
    UnusableSettings, UnreadableDrop, or whatever went wrong on our side.
    """
    from pipelines.gate.self_test.canaries import find_canaries, plant_canaries, sample_drop

    identifiers = Loaded().identifiers(request.settings)
    summary = Summary(
        as_of=request.as_of.isoformat(),
        differs=(*_differences(request.settings.rules), *request.ended),
        identifiers=identifiers,
        rolled_back_to=read_hold(request.zones.registry).get("release", ""),
    )
    yield summary
    refuse_naming_words(request.settings, identifiers)
    progress.step("looking at the drop")
    drop = look_at_drop(request)
    summary = replace(summary, not_taken=not_taken(drop))
    yield summary
    prepared = prepare(request, drop)
    summary = replace(summary, run_id=prepared.run_id)
    yield summary
    if is_done_already(prepared):
        list_files_as_read(prepared)
        yield from _show(prepared, *shown_again(prepared, summary, progress.seconds))
        return
    if summary.is_held_back and is_kept_already(prepared):
        list_files_as_read(prepared)
        yield from _show(prepared, *held_again(prepared, summary, progress.seconds))
        return
    refuse_without_room(request.zones, request.settings.operations.least_free_mb, bytes_to_keep(prepared))
    with hidden_folders(prepared):
        loaded = load(prepared, progress)
        identifiers = loaded.loaded.identifiers(request.settings)
        summary = replace(summary, not_taken=not_taken(drop, loaded.loaded), identifiers=identifiers)
        yield summary
        refuse_naming_words(request.settings, identifiers)
        with ThreadPoolExecutor(1) as beside:
            planted = beside.submit(plant_canaries, sample_drop(loaded.layers.connection), request.settings)  # staged while the drop is
            for step in BEHIND_RAW:
                loaded = loaded.with_layers(step(loaded.layers))
                summary = replace(summary, tables=loaded.layers.rows)
                yield summary
        progress.detail("checking the canaries")
        judged = judge(loaded, summary, find_canaries(planted.result()))
        yield judged.summary
        ended = judged
        if judged.summary.ending is Ending.UNDER_WAY:  # nothing bars it
            ended = publish(analyse(judged, progress), progress)
        ended = replace(ended, summary=held_back(ended.summary))
        yield from _show(prepared, shown_of(ended, progress.seconds), ended.summary)


def _show(prepared: Prepared, change: ChangeOver, summary: Summary) -> Generator[Summary]:
    """Show a run; what is written down of it is shown at the next start, whatever comes between."""
    change_over(prepared.request.zones, change)
    yield replace(summary, is_shown=True)


def _differences(changes: Mapping[str, RuleChange]) -> tuple[str, ...]:
    if not changes:
        return ()
    from pipelines.book.differences import differences

    return tuple(differences(changes))
