"""What becomes of a file that names a patient who leaves: rows go, moves are blanked, what cannot be taken apart goes as a whole."""

import datetime as dt
import json

import polars as pl
import pytest

from pipelines.forget.clean_file import FILE, MOVES, ROWS, clean_file
from pipelines.forget.forget_patients import Forgetting, carry_out, left_over, plan
from pipelines.forget.who_leaves import Names, who_leaves
from pipelines.raw.pseudonyms import pseudonym_of
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.zones import open_zones

KEY = b"a key of tests"
NUMBER, PATIENT, OTHER, EXAM = "20220305", "p0123456789abcdef0123", "pffffffffffffffffffff", "E0123456789ABCDEF0123"
NAMES = Names(frozenset({NUMBER}), frozenset({PATIENT}), frozenset({EXAM}))


def test_rows_of_a_table_go_by_pseudonym_and_keyed_number(tmp_path):
    path = tmp_path / "labs.parquet"
    rows = [
        (PATIENT, "2024-01-01", ["a"]),  # the patient's own
        (OTHER, EXAM, ["a"]),  # in which the exam stands
        (OTHER, "a", [f"{PATIENT}:x"]),  # in a list
        (OTHER, NUMBER, ["a"]),  # a day of somebody else, written as the number is
        (None, None, None),
    ]
    pl.DataFrame(rows, schema={"patient_id": pl.String, "cell": pl.String, "columns": pl.List(pl.String)}, orient="row").write_parquet(path)
    cleaned = clean_file(path, NAMES)
    assert (cleaned.what, cleaned.count) == (ROWS, 3)
    cleaned.write()
    assert pl.read_parquet(path)["cell"].to_list() == [NUMBER, None]
    assert clean_file(path, NAMES) is None, "once more there is nothing to do"


def test_where_patient_numbers_stand_the_number_is_one(tmp_path):
    path = tmp_path / "queries.parquet"
    pl.DataFrame({"patient": ["", ""], "patient_number": [NUMBER, "00000002"]}).write_parquet(path)
    clean_file(path, NAMES).write()
    assert pl.read_parquet(path)["patient_number"].to_list() == ["00000002"]


def test_lines_of_a_csv_file_go_and_its_marks_stay(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_bytes(f"\ufeffkind,patient\r\nexam,{PATIENT}\r\nexam,{OTHER}\r\n".encode())
    cleaned = clean_file(path, NAMES)
    cleaned.write()
    assert (cleaned.what, cleaned.count, path.read_bytes()) == (ROWS, 1, f"\ufeffkind,patient\r\nexam,{OTHER}\r\n".encode())


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        (f"seen: {NUMBER}.", True),
        (f"x{NUMBER}", False),  # another word
        (f"0.{NUMBER}", False),  # the digits of a decimal number
        (f"{NUMBER}1", False),
        (f"a{PATIENT}b", True),
        ("nobody", False),
    ],
)
def test_a_file_that_is_no_table_goes_as_a_whole(tmp_path, text, is_named):
    path = tmp_path / "review.html"
    path.write_text(text)
    cleaned = clean_file(path, NAMES)
    assert (cleaned is not None and cleaned.what == FILE) == is_named


def test_moves_are_blanked_and_numbers_of_queries_stay(tmp_path):
    path = tmp_path / "log.ndjson"
    moves = [
        {"move_no": 1, "query_no": "Q-000001", "day": "2024-01-01", "patient": PATIENT, "state_to": "open", "rule": "PA-002"},
        {"move_no": 2, "query_no": "Q-000002", "day": "2024-01-01", "patient": OTHER, "state_to": "open", "comment": f"not {NUMBER}"},
        {"move_no": 3, "query_no": "Q-000001", "day": "2024-01-02", "patient": PATIENT, "state_to": "answered", "made_by": "Kim"},
    ]
    path.write_text("".join(json.dumps(move) + "\n" for move in moves))
    cleaned = clean_file(path, NAMES)
    cleaned.write()
    first, second, third = map(json.loads, path.read_text().splitlines())
    assert (cleaned.what, cleaned.count) == (MOVES, 3)
    assert first == {
        "move_no": 1, "query_no": "Q-000001", "day": "2024-01-01", "identity": "forgotten Q-000001", "made_by": "the run",
        "state_to": "cancelled", "why": "forgotten",
    }  # fmt: skip
    assert second == moves[1] | {"comment": "(forgotten)"} and third["move_no"] == 3 and "patient" not in third


def test_a_keyed_number_that_another_patient_has_too_is_no_name(tmp_path):
    zones = open_zones(tmp_path / "data")
    patient = pseudonym_of(NUMBER, KEY)
    (zones.restricted / "withdrawn.csv").write_text(f"number,day,scope\n{NUMBER},2024-01-01,all\n")
    listed = f"kind,patient,pseudonym,as_sent\nexam,{patient},{EXAM},CT1\nexam,{patient},E{'F' * 20},CT2\nexam,{OTHER},{EXAM},CT1\n"
    (zones.restricted / "numbers.csv").write_text(listed)
    assert who_leaves(zones.restricted, KEY) == Names(frozenset({NUMBER}), frozenset({patient}), frozenset({f"E{'F' * 20}"}))
    (zones.restricted / "withdrawn.csv").write_text(f"number,day,scope\n{NUMBER},2024-01-01,future use only\n")
    with pytest.raises(UnusableSettings, match='has withdrawn from "all"'):
        who_leaves(zones.restricted, KEY)


def test_what_is_planned_is_done_and_nothing_is_left(tmp_path):
    zones = open_zones(tmp_path / "data")
    run = zones.restricted / "runs" / "a"
    run.mkdir(parents=True)
    pl.DataFrame({"patient_id": [PATIENT, OTHER]}).write_parquet(run / "findings.parquet")
    (run / "findings.xlsx").write_text("the same rows once more")
    asked = Forgetting(zones, NAMES, "Lee", dt.date(2024, 1, 2))
    planned = plan(asked)
    assert planned["files"] == {"restricted/runs/a/findings.parquet": [ROWS, 1], "restricted/runs/a/findings.xlsx": [FILE, 1]}
    assert left_over(asked)[0] == ["restricted/runs/a/findings.parquet"]
    carry_out(asked, planned)
    assert left_over(asked) == ([], 2)  # the findings, and the protocol
    assert (zones.restricted / "forgotten.csv").read_text().splitlines() == [
        "day,by,patients,where,what,count",
        "2024-01-02,Lee,1,restricted/runs/a/findings.parquet,rows removed,1",
        "2024-01-02,Lee,1,restricted/runs/a/findings.xlsx,file removed,1",
    ]
