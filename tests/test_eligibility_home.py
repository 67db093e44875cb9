"""Who is eligible stands in one list: what a criterion is compared with is a literal of no SQL and of no Python."""

import ast
import re
from functools import cache

import pytest

from pipelines.warehouse.eligibility_facts import known_facts
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import ROOT
from tests.checkout import OPTIONAL

APART = (*(f"{name}/" for name in OPTIONAL), "schemas/examples/")  # invented hospitals, drawn rows
FILES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("pipelines", "schemas", "expectations", "sql")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".sql") and not path.relative_to(ROOT).as_posix().startswith(APART)
]


@cache
def compared() -> tuple[frozenset[str], tuple[frozenset[float], ...]]:
    """Return the words that criteria are compared with, and the numbers of each criterion that has several."""
    asked = [row for row in listed_rows("eligibility_criteria") if row["compared_with"] and not row["compared_with"][0].startswith("{")]
    numbers = [row for row in asked if known_facts()[row["fact"]].is_number]
    words = {word for row in asked if row not in numbers for word in row["compared_with"]} - {"true", "false"}
    return frozenset(words), tuple(frozenset(map(float, row["compared_with"])) for row in numbers)


def limits_in_python(source: str) -> set[object]:
    """Return what of it a module writes: a word as a string, or the numbers of a criterion side by side. An example is none."""
    words, numbers = compared()
    tree = ast.parse(source)
    shown = {id(node) for each in ast.walk(tree) if isinstance(each, ast.keyword) and each.arg == "examples" for node in ast.walk(each)}
    found: set[object] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in shown and isinstance(node.value, str) and node.value in words:
            found.add(node.value)
        beside = {
            each.value for each in ast.iter_child_nodes(node) if isinstance(each, ast.Constant) and isinstance(each.value, int | float)
        }
        found |= {pair for pair in numbers if pair <= beside}
    return found


def limits_in_sql(source: str) -> set[object]:
    """Return what of it a select writes outside its comments."""
    words, numbers = compared()
    text = re.sub(r"--.*", "", source)
    written = {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", text)}
    return {word for word in words if f"'{word}'" in text} | {pair for pair in numbers if pair <= written}


@pytest.mark.parametrize(
    ("limits_in", "source", "count"),
    [
        (limits_in_python, "AGES = (18, 110)", 1),
        (limits_in_python, 'AGES = {"low": 18, "high": 110.0}', 1),
        (limits_in_python, 'HCC = "C220"', 1),
        (limits_in_python, 'Column(examples=("C22.0", "C220"))', 0),
        (limits_in_python, "PERCENT = (90, 110)", 0),
        (limits_in_sql, "select dx_code = 'C220' as has_hcc", 1),
        (limits_in_sql, "select age_years between 18 and 110 as is_adult", 1),
        (limits_in_sql, "-- C220, from 18 to 110\nselect 1::decimal(18, 6)", 0),
    ],
)
def test_what_a_literal_limit_is(limits_in, source, count):
    assert len(limits_in(source)) == count


@pytest.mark.parametrize("name", FILES)
def test_no_limit_of_eligibility_stands_outside_the_list(name):
    source = (ROOT / name).read_text(encoding="utf-8")
    assert (limits_in_sql if name.endswith(".sql") else limits_in_python)(source) == set()
