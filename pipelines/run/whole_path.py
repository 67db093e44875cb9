"""The path of a run that makes something: load, stage, gate, build, gate, judge, analyse, publish, each a function from state to state."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from pipelines.gate.self_test import canaries
from pipelines.run.ending import Ending
from pipelines.run.file_list import not_taken
from pipelines.run.judge import judge
from pipelines.run.layers import BEHIND_RAW
from pipelines.run.load import load
from pipelines.run.made_from import bytes_to_keep
from pipelines.run.prepare import hidden_folders
from pipelines.run.progress import Progress
from pipelines.run.publish import analyse, publish, show, shown_of
from pipelines.run.rollback import held_back
from pipelines.run.room import refuse_without_room
from pipelines.run.state import Prepared, Summary
from pipelines.settings.words import refuse_naming_words


def take_whole_path(prepared: Prepared, summary: Summary, progress: Progress) -> Generator[Summary]:
    """Yield after each step what the run has come to; the last is shown. A blocking finding is an ending of the run (stopped)."""
    request = prepared.request
    refuse_without_room(request.zones, request.settings.operations.least_free_mb, bytes_to_keep(prepared))
    with hidden_folders(prepared):
        loaded = load(prepared, progress)
        identifiers = loaded.loaded.identifiers(request.settings)
        summary = replace(summary, not_taken=not_taken(prepared.drop, loaded.loaded), identifiers=identifiers)
        yield summary
        refuse_naming_words(request.settings, identifiers)
        with ThreadPoolExecutor(1) as beside:
            sample = canaries.sample_drop(loaded.layers.connection)
            planted = beside.submit(canaries.plant_canaries, sample, request.settings)  # staged while the drop is
            for step in BEHIND_RAW:
                loaded = loaded.with_layers(step(loaded.layers))
                summary = replace(summary, tables=loaded.layers.rows)
                yield summary
        progress.detail("checking the canaries")
        judged = judge(loaded, summary, canaries.find_canaries(planted.result()))
        yield judged.summary
        ended = judged
        if judged.summary.ending is Ending.UNDER_WAY:  # nothing bars it
            ended = publish(analyse(judged, progress), progress)
        ended = replace(ended, summary=held_back(ended.summary))
        yield show(request.zones, shown_of(ended, progress.seconds), ended.summary)
