"""Begins a run: looks at the drop, and takes it through the whole path unless a release of exactly that is there already."""

from collections.abc import Generator, Mapping
from dataclasses import replace

from pipelines.raw.identifiers import identifiers_of
from pipelines.release.hold import read_hold
from pipelines.run.file_list import not_taken
from pipelines.run.made_from import keep_what_is_lost
from pipelines.run.prepare import is_done_already, is_kept_already, list_files_as_read, look_at_drop, prepare
from pipelines.run.progress import Progress
from pipelines.run.publish import show, shown_again
from pipelines.run.rollback import held_again
from pipelines.run.state import Request, Summary
from pipelines.settings.sections import RuleChange
from pipelines.settings.words import refuse_naming_words

STEPS = 10


def ingest_drop(request: Request, progress: Progress) -> Generator[Summary]:
    """Take a drop through the whole path; yield after each step what the run has come to, so that nothing is lost with an error.

    The last good release stays until the new one is complete. Where nothing changed, nothing is imported by which rows are read.
    Raises UnusableSettings, UnreadableDrop, or whatever went wrong on our side.
    """
    identifiers = identifiers_of(request.settings)
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
        keep_what_is_lost(prepared)
        yield show(request.zones, *shown_again(prepared, summary, progress.seconds))
    elif summary.is_held_back and is_kept_already(prepared):
        list_files_as_read(prepared)
        keep_what_is_lost(prepared)
        yield show(request.zones, *held_again(prepared, summary, progress.seconds))
    else:
        from pipelines.run.whole_path import take_whole_path

        yield from take_whole_path(prepared, summary, progress)


def _differences(changes: Mapping[str, RuleChange]) -> tuple[str, ...]:
    if not changes:
        return ()
    from pipelines.book.differences import differences

    return tuple(differences(changes))
