"""What is changed, one word at a time, and what is left alone; and that what may stay unnoticed is still there, with a reason."""

import csv

import pytest

from tests.mutants import change_python, change_sql
from tests.mutants.change_numbers import neighbours
from tests.mutants.concerned_tests import CHANGED, CONCERNS, concerned_by
from tests.mutants.mutant import can_be_parsed, files_below, mutants_of
from tests.mutants.survivors import ACCEPTED, ROOT, name_of


def changed(text, language=change_sql):
    """Return the text with each of its changes."""
    return [text[:start] + after + text[end:] for (start, end), after in language.changes(text)]


@pytest.mark.parametrize(
    ("written", "others"), [("42", ["41", "43"]), ("0.5", ["0.4", "0.6"]), ("2.0", ["1.9", "2.1"]), ("0x10", ["15", "17"])]
)
def test_a_number_is_missed_by_its_last_digit(written, others):
    assert neighbours(written) == others


@pytest.mark.parametrize(
    ("sql", "others"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a <= b", ["a < b", "a > b"]),
        ("a = b", ["a <> b"]),
        ("a and not b", ["a or not b", "a and b"]),
        ("a is null", ["a is not null"]),
        ("a is not null", ["a is null"]),
        ("a in ('x')", ["a not in ('x')"]),
        ("a not in ('x')", ["a in ('x')"]),
        ("a between 1 and 3 and b", ["a not between 1 and 3 and b", "a between 0 and 3 and b", "a between 2 and 3 and b",
                                     "a between 1 and 2 and b", "a between 1 and 4 and b", "a between 1 and 3 or b"]),
        ("coalesce(a, true)", ["coalesce(a, false)"]),
        ("round(a, 6)", []),  # guards last bits
        ("exists (select 1 from b)", ["not exists (select 1 from b)"]),
        ("-- 3 < 4 and not 5\na", []),
        ("'3 < 4 and not 5'", []),
        ('"3 < 4"', []),
    ],
)  # fmt: skip
def test_changes_of_sql(sql, others):
    assert changed(sql) == others


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("if a < 4: pass", ["if a <= 4: pass", "if a >= 4: pass", "if a < 3: pass", "if a < 5: pass"]),
        ("x = a and b", ["x = a or b"]),
        ("x = a is not None", ["x = a is None"]),
        ("x = a not in b", ["x = a in b"]),
        ("x = any(a)", ["x = all(a)"]),
        ("f(strict=True)", []),  # a flag of a call
        ("x = a[0]", []),
        ("x = 'a < 4'", []),
        ('"""Select rows from a where b > 3."""', []),
        ("x = 'select a from b where c > 3'", [f"x = 'select a from b where c {end}'" for end in (">= 3", "<= 3", "> 2", "> 4")]),
        ("x = f'select a from {b} where not c'", ["x = f'select a from {b} where c'"]),
    ],
)
def test_changes_of_python(source, others):
    assert changed(source, change_python) == others


@pytest.mark.parametrize(
    ("text", "is_sql", "can"), [("select 1", True, True), ("select or", True, False), ("x = 1", False, True), ("x =", False, False)]
)
def test_a_change_that_cannot_be_parsed_is_none(text, is_sql, can):
    assert can_be_parsed(text, is_sql=is_sql) == can


def test_what_is_changed_is_there_and_has_tests():
    for folder in (*CHANGED, *CONCERNS):
        assert files_below(ROOT, [folder]), folder
    assert [folder for folders in CONCERNS.values() for folder in folders if not (ROOT / folder).is_dir()] == []


def test_the_tests_of_a_table_are_those_that_read_it_and_of_a_macro_those_of_its_folders(tmp_path):
    for name in ("tests/macros/test_a.py", "tests/cohort/test_b.py", "sql/cohort/t.sql", "sql/macros/formulas/albi.sql"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("-- create or replace macro albi(a) as a;\n", encoding="utf-8")
    (tmp_path / "tests/cohort/test_b.py").write_text("albi albi albi", encoding="utf-8")
    assert concerned_by(tmp_path, "sql/cohort/t.sql", {"sql/cohort/t.sql": ["tests/cohort/test_b.py"]}) == ["tests/cohort/test_b.py"]
    assert concerned_by(tmp_path, "sql/cohort/t.sql", {}) == []
    assert concerned_by(tmp_path, "sql/macros/formulas/albi.sql", {}) == ["tests/cohort/test_b.py", "tests/macros/test_a.py"]


def test_what_may_stay_unnoticed_is_still_a_change_and_has_a_reason():
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(len(row["reason"]) > 20 for row in rows)
    files = {row["file"] for row in rows}
    possible = {name_of(mutant) for name in files for mutant in mutants_of(ROOT, name)}
    assert [row for row in rows if (row["file"], row["code"], row["before"], row["after"]) not in possible] == []
