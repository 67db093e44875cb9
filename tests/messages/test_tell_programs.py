"""Programs that watch the runs are told in their own formats: Prometheus' text format and OpenLineage's events. Counts only."""

import datetime as dt
import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from pipelines.messages.lineage import append_events, events_of
from pipelines.messages.metrics import write_metrics
from pipelines.messages.tell_programs import tell_programs
from pipelines.run.ending import Ending
from pipelines.run.state import Summary
from pipelines.settings.load_settings import load_settings
from pipelines.settings.operations import Operations
from tests.path_run import ROOT
from tests.release.drawn_releases import three_nights

NOW = dt.datetime.fromisoformat("2025-01-02T02:16:30+09:00")
PUBLISHED = Summary(
    ending=Ending.PUBLISHED,
    run_id="2025-01-01-dd",
    release="2025-01-01-dd",
    tables={"labs": {"read": 12, "accepted": 9, "quarantined": 2, "duplicates": 1}},
    findings={"PA-001": 2},
    cohort={"n": 3, "arms": {"first_line": 2, 'a "second" one': 1}},
).status(90.0)
STOPPED = Summary(ending=Ending.STOPPED, message="stopped by CP-020", run_id="2025-01-01-ee", rolled_back_to="x").status(60.0)
SPEC = os.environ.get("OPENLINEAGE_SPEC", "")
RESULTS = {"run_id": "2025-01-01-dd", "files": [{"file": "labs.xlsx", "read": 7}, {"file": "labs.xlsx", "read": 5}]}
URI = {"type": "string", "format": "uri", "pattern": "^[a-z]+:"}
FACET = {"required": ["_producer", "_schemaURL"], "properties": {"_producer": URI, "_schemaURL": URI}}
FACETS = {"additionalProperties": FACET}
DATASET = {
    "type": "object",
    "required": ["namespace", "name"],
    "properties": {"namespace": {"type": "string"}, "name": {"type": "string"}, "inputFacets": FACETS, "outputFacets": FACETS},
}
RUN_EVENT = {  # what OpenLineage 2-0-2 requires of a RunEvent
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["eventTime", "producer", "schemaURL", "run", "job"],
    "properties": {
        "eventType": {"enum": ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]},
        "eventTime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$"},
        "producer": URI,
        "schemaURL": URI,
        "run": {
            "type": "object",
            "required": ["runId"],
            "properties": {"runId": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}, "facets": FACETS},
        },
        "job": {"type": "object", "required": ["namespace", "name"]},
        "inputs": {"type": "array", "items": DATASET},
        "outputs": {"type": "array", "items": DATASET},
    },
}


def events(status, results):
    found = list(events_of(status, results, "Drawn hospital", NOW))
    for event in found:
        jsonschema.Draft202012Validator(RUN_EVENT).validate(event)
    return found


def test_a_run_that_published_is_complete_with_the_rows_of_each_file_and_table():
    start, end = events(PUBLISHED, RESULTS)
    assert (start["eventType"], end["eventType"]) == ("START", "COMPLETE") and start["run"] == end["run"]
    assert (start["eventTime"], end["eventTime"]) == ("2025-01-02T02:15:00.000+09:00", "2025-01-02T02:16:30.000+09:00")
    assert [(one["name"], one["inputFacets"]["inputStatistics"]["rowCount"]) for one in end["inputs"]] == [("drop/labs.xlsx", 12)]
    made = [(one["name"], one["outputFacets"]["outputStatistics"]["rowCount"]) for one in end["outputs"]]
    assert made == [("accepted.labs", 9), ("cohort", 3)] and start["outputs"] == []


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (Ending.PUBLISHED, "COMPLETE"),
        (Ending.UNCHANGED, "COMPLETE"),
        (Ending.HELD, "COMPLETE"),
        (Ending.STOPPED, "FAIL"),
        (Ending.NOTHING_TO_READ, "FAIL"),
        (Ending.OUR_FAULT, "FAIL"),
        (Ending.INTERRUPTED, "ABORT"),
    ],
)
def test_every_ending_is_an_event_that_the_specification_knows(ending, kind):
    _, end = events(Summary(ending=ending, message="why").status(1.0), {})
    assert end["eventType"] == kind
    assert ("errorMessage" in end["run"].get("facets", {})) == (kind != "COMPLETE")


@pytest.mark.skipif(not SPEC, reason="OPENLINEAGE_SPEC names no folder: spec/ of a checkout of github.com/OpenLineage/OpenLineage")
@pytest.mark.parametrize("status", [PUBLISHED, STOPPED, Summary(ending=Ending.OUR_FAULT, message="why").status(1.0)])
def test_events_and_their_facets_are_valid_by_the_official_schema(status):
    documents = [
        json.loads(path.read_text(encoding="utf-8")) for path in (Path(SPEC) / "OpenLineage.json", *Path(SPEC, "facets").glob("*.json"))
    ]
    official = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in documents)

    def validate(what, schema):
        jsonschema.Draft202012Validator({"$ref": schema}, registry=official, format_checker=jsonschema.FormatChecker()).validate(what)

    for event in events(status, RESULTS):
        validate(event, event["schemaURL"])
        facets = [event["run"].get("facets", {})]
        facets += [
            facet for one in (*event["inputs"], *event["outputs"]) for key in ("inputFacets", "outputFacets") if (facet := one.get(key))
        ]
        for facet in (facet for each in facets for facet in each.values()):
            validate(facet, facet["_schemaURL"])
        with pytest.raises(jsonschema.ValidationError):
            validate({key: said for key, said in event.items() if key != "job"}, event["schemaURL"])


def test_events_are_added_one_on_a_line(tmp_path):
    path = tmp_path / "lineage.ndjson"
    for status in (PUBLISHED, STOPPED):
        append_events(path, status, {}, "Drawn hospital", NOW)
    told = [json.loads(line)["eventType"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert told == ["START", "COMPLETE", "START", "FAIL"]


def test_metrics_are_as_prometheus_reads_them(tmp_path):
    zones, path = three_nights(tmp_path), tmp_path / "registry.prom"
    write_metrics(path, PUBLISHED, "Drawn hospital", zones, NOW)
    lines = path.read_text(encoding="utf-8").splitlines()
    sample = re.compile(r'(\w+)\{registry="Drawn hospital"((?:,\w+="(?:[^"\\]|\\.)*")*)\} (-?[\d.]+(?:e[+-]?\d+)?)')
    found = [sample.fullmatch(line) for line in lines if not line.startswith("#")]
    assert all(found) and all(re.fullmatch(r"# (HELP \w+ .+|TYPE \w+ gauge)", line) for line in lines if line.startswith("#"))
    values = {match[1] + match[2]: float(match[3]) for match in found}
    assert values["registry_last_run_exit_code"] == 0 and values["registry_last_run_seconds"] == 90
    assert values["registry_last_run_timestamp_seconds"] == NOW.timestamp() and values["registry_rolled_back"] == 0
    assert values['registry_last_run_state,state="published"'] == 1 and values['registry_last_run_state,state="stopped"'] == 0
    assert values['registry_rows,table="labs",what="quarantined"'] == 2 and values['registry_findings,rule="PA-001"'] == 2
    assert values['registry_cohort_patients,arm="a \\"second\\" one"'] == 1
    made = dt.datetime.fromisoformat("2025-01-01T02:15:00+09:00").timestamp()
    assert values["registry_release_timestamp_seconds"] == made, "that of the release which is shown"
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names)), "a metric is declared once"


def test_a_run_that_stopped_under_a_rollback_says_both(tmp_path):
    path = tmp_path / "registry.prom"
    write_metrics(path, STOPPED, "Drawn hospital", three_nights(tmp_path), NOW)
    text = path.read_text(encoding="utf-8")
    assert 'registry_last_run_exit_code{registry="Drawn hospital"} 3\n' in text
    assert 'registry_rolled_back{registry="Drawn hospital"} 1\n' in text and "registry_findings" not in text


def test_files_are_written_where_the_settings_name_them_and_a_failure_is_said(tmp_path):
    zones, settings = three_nights(tmp_path), load_settings(ROOT / "registry.toml")
    assert list(tell_programs(PUBLISHED, RESULTS, settings, zones)) == [] and not list(tmp_path.glob("*.*"))
    named = Operations(metrics_file=str(tmp_path / "registry.prom"), lineage_file=str(tmp_path / "no" / "folder.ndjson"))
    said = list(tell_programs(PUBLISHED, RESULTS, settings.model_copy(update={"operations": named}), zones))
    assert said == [f"{tmp_path}/no/folder.ndjson: cannot be written (No such file or directory); the run is as it was"]
    assert (tmp_path / "registry.prom").is_file()


def test_results_of_another_run_are_not_told_as_those_of_this_one(tmp_path):
    named = Operations(lineage_file=str(tmp_path / "lineage.ndjson"))
    settings = load_settings(ROOT / "registry.toml").model_copy(update={"operations": named})
    list(tell_programs(STOPPED, RESULTS, settings, three_nights(tmp_path)))
    assert all(json.loads(line)["inputs"] == [] for line in (tmp_path / "lineage.ndjson").read_text().splitlines())
