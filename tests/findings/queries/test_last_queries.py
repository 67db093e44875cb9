"""The queries of the last run are listed by who sends their rows, as they stand after the answers that were taken since."""

import polars as pl
import pytest

from pipelines.findings.queries.last_queries import hospital_numbers, in_hospital_words, open_last_queries, queries_by_source, states_of
from pipelines.settings.errors import UnusableSettings

QUERIES = [("Q-000001", "open", "emr"), ("Q-000002", "open", "emr"), ("Q-000003", "closed", "emr"), ("Q-000004", "open", None)]


def test_without_a_run_there_is_nothing_to_list(tmp_path):
    with pytest.raises(UnusableSettings, match="no published run has made queries here yet"), open_last_queries(tmp_path):
        pass


def test_a_list_has_what_still_asks_of_the_published_run(tmp_path):
    """The run of the night after was stopped: what it found has no number in the log, and is not in the list."""
    folder, stopped = (tmp_path / "restricted" / "runs" / run for run in ("published", "stopped"))
    for each in (folder, stopped, tmp_path / "registry" / "releases" / "published"):
        each.mkdir(parents=True)
    (tmp_path / "registry" / "current").symlink_to("releases/published")
    (tmp_path / "restricted" / "current").symlink_to("runs/stopped")
    later = [("Q-000009", "open", "emr")]
    pl.DataFrame(later, schema=["query_no", "state", "source"], orient="row").write_parquet(stopped / "queries.parquet")
    pl.DataFrame(QUERIES, schema=["query_no", "state", "source"], orient="row").write_parquet(folder / "queries.parquet")
    log = [
        {"move_no": 1, "query_no": "Q-000001", "state_to": "open"},
        {"move_no": 3, "query_no": "Q-000002", "state_to": "answered"},
        {"move_no": 2, "query_no": "Q-000002", "state_to": "open"},
        {"move_no": 4, "query_no": "Q-000004", "state_to": "accepted"},
    ]
    with open_last_queries(tmp_path) as connection:
        listed = queries_by_source(connection, states_of(log))
    assert {source: [(one["query_no"], one["state"]) for one in rows] for source, rows in listed.items()} == {
        "emr": [("Q-000001", "open"), ("Q-000002", "answered")]
    }


def test_an_exam_is_called_as_the_hospital_calls_it(tmp_path):
    (tmp_path / "numbers.csv").write_text("\ufeffkind,patient,pseudonym,as_sent\nexam,p1,ED1A950C6B781B9109CFA,CT2022\n", encoding="utf-8")
    asked = {"entity": "ED1A950C6B781B9109CFA R1", "raw": "exam_id=ED1A950C6B781B9109CFA; role=T", "arithmetic": None}
    said = in_hospital_words(asked, hospital_numbers(tmp_path))
    assert said == {"entity": "CT2022 R1", "raw": "exam_id=CT2022; role=T", "arithmetic": None}
    assert in_hospital_words(asked, hospital_numbers(tmp_path / "nowhere")) == asked
