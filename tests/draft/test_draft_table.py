"""A drafted table is whole: its four files agree, and what is wrong with its name is said before one of them is written."""

import ast
import shutil

import pytest

from pipelines.draft.draft_table import TEMPLATES, draft_table
from pipelines.settings.errors import UnusableSettings
from tests.checkout import ROOT

COLUMNS = ["measured_on:date", "taken_at:datetime", "side:code", "grip_kg:number", "tries:integer", "remark:text"]


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT / TEMPLATES, tmp_path / TEMPLATES)
    return tmp_path


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".j2")


def test_every_file_of_a_table_is_written_where_its_path_is_its_name(root):
    written = draft_table(root, "grip_tests", COLUMNS)
    assert files_below(root) == [
        "expectations/staging/grip_tests.py",
        "schemas/examples/staging/grip_tests.py",
        "schemas/staging/grip_tests.py",
        "sql/staging/grip_tests.sql",
    ]
    assert sorted(path.relative_to(root).as_posix() for path in written) == files_below(root)
    for path in root.rglob("grip_tests.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_sql_selects_the_columns_of_the_schema_in_their_order(root):
    draft_table(root, "grip_tests", COLUMNS)
    schema = (root / "schemas" / "staging" / "grip_tests.py").read_text(encoding="utf-8")
    types = schema[schema.index("TYPES = {") : schema.index("DERIVED")]
    sql = (root / "sql" / "staging" / "grip_tests.sql").read_text(encoding="utf-8")
    selected = [line.strip().rstrip(",").rpartition(" as ")[2] for line in sql.splitlines() if line.startswith("    ") and " as " in line]
    assert selected == [line.split('"')[1] for line in types.splitlines() if line.strip().startswith('"')]
    assert selected == [
        "measured_on_status", "taken_at_status", "side", "side_status", "grip_kg_status", "tries_status", "remark",
        "grip_kg", "tries", "measured_on", "taken_at",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("Grip", ["day_no:integer"], "Grip: a name is made of small letters"),
        ("grip", ["Force:number"], "Force: a name is made of small letters"),
        ("grip", ["force"], "force: a column is written name:kind; kinds are text, code, number, integer, date, datetime"),
        ("grip", ["force:weight"], "force:weight: a column is written name:kind"),
        ("grip", ["force_n:number", "force_n:text"], "force_n: every table has this column already, or it is named twice"),
        ("grip", ["patient_id:text"], "patient_id: every table has this column already"),
        ("grip", ["order:number"], "order: SQL uses this word itself"),
        ("labs", ["force_n:number"], "sql/staging/labs.sql: is there already, so that nothing was written"),
    ],
)
def test_a_name_that_cannot_be_is_said_and_nothing_is_written(root, table, columns, said):
    (root / "sql" / "staging").mkdir(parents=True)
    (root / "sql" / "staging" / "labs.sql").write_text("-- there")
    with pytest.raises(UnusableSettings, match=said):
        draft_table(root, table, columns)
    assert files_below(root) == ["sql/staging/labs.sql"]
