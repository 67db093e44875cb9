"""The engine names no table, drug, test, arm or response: what it must know of the registry, the registry's own files declare.

What the engine itself says in the folders of the registry (its vocabulary, the tables that it fills) is in tests/checkout.py; the toy
registry goes the whole path with that and no more.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.reference_files import listed_rows, listed_tables
from pipelines.warehouse.sql_files import SQL, sql_layers
from pipelines.warehouse.table_files import ROOT, layer_tables, raw_tables, table_columns, table_schema
from tests.checkout import ENGINE, OPTIONAL

PIPELINES = ROOT / "pipelines"
LAYERS = ("source", "raw", "accepted", "last_raw", "last_accepted", "last_cohort", *sql_layers())
ENGLISH = {
    "patients",
    "outcomes",
    "progressions",
    "arms",
    "eligibility",
    "follow_up",
    "events",
    "results",
    "sums",
}  # people speak of other things in these words, too
READS_A_TABLE = {"cohort", "accepted", "raw", "quarantine", "table_schema", "table_rules", "table_columns", "table_file", "rules", "schema"}
MODULES = sorted(
    path for path in PIPELINES.rglob("*.py") if not path.relative_to(ROOT).as_posix().startswith(tuple(f"{name}/" for name in OPTIONAL))
)
OTHER_MEANING = {  # a standard deviation, a carriage return, two integers of four bytes, a period of time in ISO 8601, lines of a picture
    "audit/recompute.py": {"SD"},
    "drop/decode.py": {"CR"},
    "drop/workbooks/binary.py": {"II"},
    "drop/workbooks/opendocument.py": {"PT"},
    "findings/review/review_words.py": {"PD", "PR"},
}
APART = [path for path in MODULES if path.relative_to(PIPELINES).parts[0] not in ("analysis", "report")]  # these say what the study found


def engine_files() -> set[str]:
    """Return the files that belong to the engine though they stand in a folder of the registry."""
    return {
        path.relative_to(ROOT).as_posix()
        for name in ENGINE
        for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
    }


@cache
def tables_of_the_registry() -> set[str]:
    """Return the names of all tables that are not the engine's own, nor lists by which it reads what a study names."""
    files = {path for layer in sql_layers() for path in (SQL / layer).rglob("*.sql")}
    return {path.stem for path in files if path.relative_to(ROOT).as_posix() not in engine_files()} - {"each_table", *listed_tables()}


@cache
def columns_of_tables() -> set[str]:
    """Return the columns of all tables, which a statistic may name: a treatment before is a column, and a table too."""
    return {
        column for layer in ("staging", "derived", "cohort") for table in layer_tables(layer) for column in table_schema(layer, table).TYPES
    }


@cache
def taken_apart(source: str) -> tuple[list[ast.AST], set[int]]:
    """Return the nodes of a module, and which of them are docstrings."""
    nodes = list(ast.walk(ast.parse(source)))
    bodies = (node.body for node in nodes if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef))
    firsts = (body[0] for body in bodies if body)
    return nodes, {id(first.value) for first in firsts if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)}


def named_tables(source: str) -> set[str]:
    """Return the tables of the registry that a module names: in a string, as a key or an attribute, or as layer.table in SQL."""
    tables, spoken = tables_of_the_registry(), ENGLISH | columns_of_tables()
    nodes, described = taken_apart(source)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            found |= {node.value} & (tables - spoken)
            found |= {name for layer, name in re.findall(r"\b(\w+)\.(\w+)", node.value) if layer in LAYERS and name in tables}
        elif isinstance(node, ast.Attribute | ast.keyword):
            found |= {str(node.attr if isinstance(node, ast.Attribute) else node.arg)} & (tables - spoken)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = {each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)}
            found |= texts & tables if called in READS_A_TABLE else set()
    return found


def test_there_are_tables_to_be_named():
    assert {"labs", "patients", "read_responses", "body_sizes", "patient_changes", "lab_units"} <= tables_of_the_registry()
    assert {"findings", "codes", "readers", "broken_rows"} & tables_of_the_registry() == set()


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ('TABLES = ("labs",)', {"labs"}),
        ('SQL = "select * from cohort.patients"', {"patients"}),
        ('SQL = f"join accepted.follow_up as f on {key}"', {"follow_up"}),
        ('released.cohort("patients")', {"patients"}),
        ("cohort.best_responses", {"best_responses"}),
        ("read(best_responses=None)", {"best_responses"}),
        ('rows["read_responses"]', {"read_responses"}),
        ("statistics.patients", set()),  # how many there are
        ('def f():\n    """Reads cohort.patients."""', set()),
        ('"patients*.csv"', set()),
    ],
)
def test_what_it_is_to_name_a_table(source, named):
    assert named_tables(source) == named


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in MODULES])
def test_a_module_of_the_engine_names_no_table(path: Path):
    assert named_tables(path.read_text(encoding="utf-8")) == set()


@cache
def codes_of_the_registry() -> set[str]:
    """Return the codes of drugs, tests, procedures and responses, and the arms; a none is nobody's, and NA is a cell of Excel as well."""
    books = {code for table in raw_tables() for column in table_columns(table) for code in column.codes}
    arms = {arm.name for arm in load_settings(ROOT / "registry.toml").study.arms}
    return {code for code in {*books, *arms, *(row["treatment"] for row in listed_rows("treatments"))} if len(code) > 1} - {"none", "NA"}


def named_codes(source: str) -> set[str]:
    """Return the codes that a module names: as a string, or as a word of its own in one."""
    nodes, described = taken_apart(source)
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in described)
    texts = {node.value for node in constants if isinstance(node.value, str)}
    words = {word for text in texts for word in re.findall(r"[A-Za-z0-9_]+", text)}
    return {code for code in codes_of_the_registry() if code in texts or (code in words and (code.isupper() or "_" in code))}


@pytest.mark.parametrize(
    ("source", "named"), [('DRUG = "CISPLATIN"', {"CISPLATIN"}), ("SQL = \"regimen = 'TACE'\"", {"TACE"}), ('ARM = "all"', set())]
)
def test_what_it_is_to_name_a_code(source, named):
    assert named_codes(source) == named


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in APART])
def test_a_module_of_the_engine_names_no_drug_test_or_response(path: Path):
    other_meaning = OTHER_MEANING.get(path.relative_to(PIPELINES).as_posix(), set())
    assert named_codes(path.read_text(encoding="utf-8")) - other_meaning == set()
