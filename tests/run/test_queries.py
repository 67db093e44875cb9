"""A week with queries: they open, are answered in a list, close, stay silent and open again, on real runs of a small hospital."""

import json

import openpyxl
import polars as pl
import pytest

from pipelines.__main__ import main
from tests.small_drop import SmallDrop

pytestmark = pytest.mark.slow

WRONG = "00000002,2023-01-15,1,none,A,C,HCV,Y,N,16,52"  # a height of 16 cm
ODD = "00000001,AST,9000,U/L,2023-01-09"  # a result that nobody has


def queries_of(drop) -> dict[str, tuple[str, str, str, bool]]:
    """Return (rule, state, columns, whether it was reopened) of each query of the last run."""
    return {row["query_no"]: (row["rule"], row["state"], row["columns"], row["is_reopened"]) for row in kept_queries(drop)}


def kept_queries(drop) -> list[dict]:
    """Return the queries of the last run."""
    return pl.read_parquet(drop.data / "restricted" / "current" / "queries.parquet").to_dicts()


def number_of(drop, column: str) -> str:
    """Return the number of the query about a column."""
    (number,) = (number for number, (_, _, columns, _) in queries_of(drop).items() if columns == column)
    return number


def answer(drop, rows: dict[str, dict[str, str]], capsys) -> str:
    """Write the lists, fill in the answers by query and title, give the list back, and return what was said."""
    data = ["--data", str(drop.data)]
    assert main(["queries", *data]) == 0
    path = drop.data / "restricted" / "queries" / "queries_emr.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for title, value in rows.get(sheet.cell(row, titles["Query"]).value, {}).items():
            sheet.cell(row, titles[title]).value = value
    book.save(path)
    capsys.readouterr()
    assert main(["answers", str(path), *data]) == 0
    return capsys.readouterr().err


def test_a_week_with_queries(tmp_path, capsys):
    drop = SmallDrop(tmp_path)
    drop.replace("assessments", "00000002,2023-01-15,1,none,A,C,HCV,Y,N,160,52", WRONG)
    drop.replace("labs", "00000001,AST,45,U/L,2023-01-09", ODD)

    # Monday: both are found, the row with the height is quarantined
    assert drop.run() == 0
    height = number_of(drop, "height_cm")
    (result,) = (number for number, (rule, _, columns, _) in queries_of(drop).items() if columns == "test, value, unit")
    assert [queries_of(drop)[number][1] for number in (height, result)] == ["open", "open"]
    before = json.loads((drop.current / "results.json").read_text(encoding="utf-8"))
    assert before["queries"]["open"] == before["queries"]["new"] == len(queries_of(drop))
    said = {row["query_no"]: (row["movable_results"], row["added_patients"]) for row in kept_queries(drop)}
    assert said[result] == (None, 0), "no endpoint stands on a laboratory result"

    # Tuesday: the list comes back
    by = {"By": "Kim", "Date": "2024-12-30"}
    said = answer(
        drop, {height: {"ANSWER": "correct value given", "Correct value": "160"} | by, result: {"ANSWER": "right as it is"} | by}, capsys
    )
    assert "answers taken: 2, refused: 0, taken before: 0" in said
    assert "answers taken: 0, refused: 0, taken before: 2" in answer_again(drop, capsys)

    # Wednesday: the value stands in its cell, the odd result is silent, and the same extracts make another release
    assert drop.run() == 0
    assert queries_of(drop)[height][1] == "closed" and queries_of(drop)[result][1] == "accepted"
    heights = {row["height_cm"] for row in drop.rows("accepted/assessments")}
    assert heights == {170.0, 160.0, 165.0}
    sent = pl.read_parquet(drop.data / "restricted" / "current" / "raw" / "assessments.parquet")
    assert "16" in set(sent["height_cm"]), "the extract is never edited"
    results = json.loads((drop.current / "results.json").read_text(encoding="utf-8"))
    assert results["findings"].get(queries_of(drop)[result][0], 0) == 0, "what is accepted is not counted"
    assert (results["queries"]["answered_count"], results["queries"]["changed_count"]) == (2, 1)
    (override,) = results["queries"]["override_counts"]
    assert (override["rule"], override["field"], override["outcome"], override["queries"]) == ("PA-002", "height_cm", "in force", height)
    page = (drop.data / "out" / "report.html").read_text(encoding="utf-8")
    assert 'id="queries"' in page and "1 of 2 answers changed data (50 %)" in page and height in page
    capsys.readouterr()
    assert main(["trace", "--patient", "00000002", "--key", str(drop.key), "--data", str(drop.data)]) == 0
    assert f"corrected to height_cm=160 ({height}, Kim, 2024-12-30)" in " ".join(capsys.readouterr().out.split())
    book = openpyxl.load_workbook(drop.data / "restricted" / "current" / "findings.xlsx")
    listed = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert queries_of(drop)[result][0] not in listed, "nor listed"

    # Thursday: nothing is sent that is new, and nothing moves
    moves = (drop.data / "restricted" / "queries" / "log.ndjson").read_bytes()
    assert drop.run() == 0
    assert (drop.data / "restricted" / "queries" / "log.ndjson").read_bytes() == moves

    # Friday: the hospital sends a third height and another odd result
    drop.replace("assessments", WRONG, "00000002,2023-01-15,1,none,A,C,HCV,Y,N,61,52")
    drop.replace("labs", ODD, "00000001,AST,9001,U/L,2023-01-09")
    assert drop.run() == 0
    assert queries_of(drop)[height][1:] == ("open", "height_cm", True)
    assert queries_of(drop)[result][1] == "open" and queries_of(drop)[result][3]


def answer_again(drop, capsys) -> str:
    """Give the same list back once more."""
    capsys.readouterr()
    assert main(["answers", str(drop.data / "restricted" / "queries" / "queries_emr.xlsx"), "--data", str(drop.data)]) == 0
    return capsys.readouterr().err
