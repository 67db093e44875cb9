"""A laboratory test has one home, sql/reference: no code of a test, CTCAE term or limit of a grade stands in Python or SQL elsewhere.

Apart from the folders that can be deleted, examples of rules and the words of docstrings and comments. What names a test all the same is a
formula or rule that is about this very test, and stands in NAMED with the reason.
"""

import ast
import re

import pytest

from pipelines.warehouse.table_files import ROOT
from schemas.code_book import listed_rows
from schemas.lab_tests import lab_tests
from tests.checkout import OPTIONAL
from tests.test_engine_apart import taken_apart

OTHER_MEANING = {"NA", "PT"}  # codes that are words elsewhere: no target lesion, plausibility of dates
CODES = set(lab_tests()) - OTHER_MEANING
TERMS = {row["term"] for row in listed_rows("adverse_event_terms")}
NAMED = {
    "expectations/lab_rules.py": {"ANC", "WBC", "DBIL", "TBIL"},  # neutrophils are leucocytes, direct bilirubin is part of the total
    "expectations/cohort/baseline/baseline_characteristics.py": {"HBSAG", "ANTI_HCV"},  # the markers of a viral cause
    "sql/derived/creatinine_ratios.sql": {"CREAT"},  # the kidney before cisplatin
    "schemas/staging/labs.py": {"AST"},  # an example of what a cell may hold
    "schemas/staging/adverse_events.py": {"Neutrophil count decreased", "Nausea"},  # likewise
}
LEFT_OUT = (*OPTIONAL, "schemas/examples")
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("pipelines", "schemas", "expectations", "sql")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".sql") and not path.relative_to(ROOT).as_posix().startswith(tuple(f"{name}/" for name in LEFT_OUT))
)


def names_in_python(source: str) -> set[str]:
    """Return the tests and terms that strings of a module are, or quote for SQL; docstrings may speak of them."""
    nodes, described = taken_apart(source)
    strings = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    texts = [node.value for node in strings if id(node) not in described]
    return {name for text in texts for name in (CODES | TERMS) if text == name or f"'{name}'" in text}


def names_in_sql(source: str) -> set[str]:
    """Return the tests and terms that stand in SQL as texts; comments may speak of them."""
    return set(re.findall(r"'([^']*)'", re.sub(r"--.*", "", source))) & (CODES | TERMS)


def names_in(file: str) -> set[str]:
    source = (ROOT / file).read_text(encoding="utf-8")
    return names_in_python(source) if file.endswith(".py") else names_in_sql(source)


@pytest.mark.parametrize(
    ("find", "source", "found"),
    [
        (names_in_sql, "select max(x) filter (where test = 'ALB') -- 'AST'", {"ALB"}),
        (names_in_sql, "select 'Nausea', 'albumin'", {"Nausea"}),
        (names_in_python, "\"\"\"Of 'ALB'.\"\"\"\nTESTS = ('PLT', 'other')  # 'AST'", {"PLT"}),
        (names_in_python, "where = \"test = 'INR'\"", {"INR"}),
        (names_in_python, "where = f\"test in ('INR', '{other}')\"", {"INR"}),
    ],
)
def test_a_name_is_seen(find, source, found):
    assert find(source) == found


def test_no_test_and_no_term_is_named_outside_its_home():
    assert len(FILES) > 300
    named = {file: names for file in FILES if (names := names_in(file))}
    assert named == NAMED


@pytest.mark.parametrize("path", ["macros/formulas/ctcae.sql", "macros/reference/ctcae_grade.sql", "cohort/safety/lab_grades.sql"])
def test_no_limit_of_a_grade_stands_in_sql(path):
    numbers = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", re.sub(r"--.*", "", (ROOT / "sql" / path).read_text(encoding="utf-8"))))
    assert numbers <= {"0"}
