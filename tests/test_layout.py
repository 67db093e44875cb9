"""The conventions of the project, held to its files: names agree, SQL says its grain and scope, imports point one way."""

import ast
import json
import re
import subprocess
import tomllib
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from pipelines.raw.load_sheets import ORIGIN
from pipelines.warehouse.build_order import tables_read
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.reference_files import listed_tables
from pipelines.warehouse.sql_files import EACH, is_for_rules_only, layer_files, sql_layers
from pipelines.warehouse.table_files import ROOT, layer_tables, raw_tables, table_columns, table_of, table_rules, table_schema
from schemas.role import ROLES
from schemas.staging_schema import PROVENANCE

LAYERS = sql_layers()
OWN_SQL = sorted(path for path in (ROOT / "examples").glob("*/*.sql") if path.stem != "macros")  # of hospitals that are examples
TABLE_SQL = sorted([path for folder in (*LAYERS, "trace") for path in (ROOT / "sql" / folder).rglob("*.sql")] + OWN_SQL)
TEMPLATES = [path for path in TABLE_SQL if path.stem == EACH]
MACROS = sorted((ROOT / "sql" / "macros").rglob("*.sql"))
PYTHON = sorted(path for folder in ("pipelines", "schemas", "expectations") for path in (ROOT / folder).rglob("*.py"))
# Longer than a person reads in one sitting, with the reason; nothing else may be.
LONG_MODULES: dict[str, str] = {}
HEAVY = {"great_expectations", "lifelines", "matplotlib", "pandas", "scipy", "fastexcel", "openpyxl", "xlsxwriter"}
HEAVY_ALLOWED = {  # imported by the gate and the writing of its suites alone
    *(f"pipelines/gate/{name}.py" for name in ("check_rules", "expectation_engine", "row_expectation", "suites")),
    *(f"pipelines/release/{name}.py" for name in ("ask_again", "write_suites")),
}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "core", "misc"}


def named(paths):
    """Return parameters that carry the path as their name."""
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in paths]


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the project: those git knows, and those it would add."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the checkout is no git repository")
    return tuple(ROOT / name for name in listed if (ROOT / name).is_file())


@pytest.fixture(scope="module")
def connection():
    connection = open_warehouse()
    yield connection
    connection.close()


@cache
def text_of(path: Path) -> str:
    """Return the text of a file, which several tests look at."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(connection, path: Path) -> dict:
    """Return DuckDB's parse tree of a file that is one bare select."""
    (serialized,) = connection.execute("select json_serialize_sql(?)", [text_of(path)]).fetchall()[0]
    tree = json.loads(serialized)
    assert not tree["error"], tree
    assert len(tree["statements"]) == 1
    return tree["statements"][0]["node"]


# --- the path is the name


@pytest.mark.parametrize("layer", LAYERS)
def test_a_schema_or_a_suite_has_its_sql(layer):
    drop = {"drop"} if layer == "raw" else set()  # its rules speak of the files, and are held before there is a table
    lists = set(listed_tables()) if layer == "reference" else set()  # each is a file of rows
    assert set(layer_tables(layer)) - drop - lists == set(layer_files(layer))


def test_a_staging_table_has_sql_schema_and_suite():
    names = {
        folder: {path.stem for path in (ROOT / folder / "staging").glob(ending) if path.stem != "__init__"}
        for folder, ending in (("sql", "*.sql"), ("schemas", "*.py"), ("expectations", "*.py"))
    }
    assert names["sql"] == names["schemas"] == names["expectations"] == set(raw_tables())


@pytest.mark.parametrize("layer", LAYERS)
def test_a_table_has_a_schema_at_the_same_place(layer):
    for table, path in layer_files(layer).items():
        assert (ROOT / "schemas" / path.relative_to(ROOT / "sql").with_suffix(".py")).is_file(), f"{layer}.{table}"


def test_a_template_has_the_columns_of_the_staged_tables():
    assert [path.parent.name for path in TEMPLATES] == ["accepted", "quarantine", "queries", "raw"], "there are no others"


def test_no_macro_is_a_table():
    assert [path.name for path in MACROS if re.search(r"\bas\s+table\b", text_of(path))] == []


def test_a_source_of_another_shape_fills_raw_tables_only():
    assert {path.stem for path in OWN_SQL} <= set(raw_tables())


@pytest.mark.parametrize("table", raw_tables())
def test_staging_reads_every_column_of_the_raw_contract_and_no_other(table, connection):
    tree = tree_of(connection, ROOT / "sql" / "staging" / f"{table}.sql")
    contract = {column.name for column in table_columns(table)}
    names = {parts[-1] for parts in _values(tree, "column_names")}
    made = {alias for alias in _values(tree, "alias") if alias}
    assert contract | PROVENANCE.keys() <= names, "a column of the contract is not read"
    assert names <= contract | ORIGIN.keys() | made, "a column is read that no hospital sends"


def _values(node: object, key: str) -> list:
    if isinstance(node, dict):
        own = [node[key]] if key in node else []
        return own + [value for each in node.values() for value in _values(each, key)]
    return [value for each in node for value in _values(each, key)] if isinstance(node, list) else []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_schema_says_what_it_must(layer):
    for table in layer_files(layer):
        module = table_schema(layer, table)
        assert module is not None, f"{layer}.{table} has a suite and no schema"
        assert list(module.SCHEMA.made().columns) == list(module.TYPES), f"{layer}.{table}"
        assert module.__doc__.startswith("One row per "), f"{layer}.{table}"


# --- where a rule lives


def test_a_schema_holds_columns_and_no_frame():
    for layer in LAYERS:
        for table in layer_files(layer):
            schema = table_schema(layer, table).SCHEMA.made()
            assert schema.checks == [] and schema.unique is None and schema.strict, f"{layer}.{table}"


def test_a_suite_holds_no_rule_about_what_one_column_may_hold():
    for layer in LAYERS:
        for table in layer_tables(layer):
            for rule in table_rules(layer, table):
                if rule.expectation:
                    assert not rule.expectation[0].startswith("ExpectColumnValues"), f"{layer}.{table} {rule.id}"
    for path in (ROOT / "expectations").rglob("*.py"):
        assert not re.search(r"\b(check|not_null)=", text_of(path)), path


def test_a_schema_holds_no_sql():
    for path in (ROOT / "schemas").rglob("*.py"):
        assert not re.search(r"\b(where|query|expectation)=", text_of(path)), path


# --- SQL


@pytest.mark.parametrize("path", named(TABLE_SQL))
def test_a_table_says_its_grain_and_its_scope(path):
    lines = text_of(path).splitlines()
    assert lines[0].startswith("-- One row per ")
    assert [line for line in lines if line in ("-- scope: patient", "-- scope: registry")].__len__() == 1


@pytest.mark.parametrize("path", named(path for path in TABLE_SQL if path not in TEMPLATES))
def test_a_table_is_one_bare_select_that_lists_its_columns(path, connection):
    node = tree_of(connection, path)
    while node["type"] == "SET_OPERATION_NODE":
        node = node["children"][0] if "children" in node else node["left"]
    assert node["type"] == "SELECT_NODE"
    stars = [item for item in node["select_list"] if item["class"] == "STAR"]
    assert not stars, "the last select lists its columns"


LAST = {"last_raw", "last_accepted", "last_cohort"}


@pytest.mark.parametrize("path", named(TABLE_SQL))
def test_tables_are_written_with_their_layer(path, connection):
    text = text_of(path)
    layer = "a hospital's own" if path in OWN_SQL else path.relative_to(ROOT / "sql").parts[0]
    allowed = {
        "staging": {"raw", "reference"},
        "derived": {"staging", "derived", "reference"},
        "accepted": {"staging", "quarantine"},
        "quarantine": {"raw", "gate", "staging", "accepted", "quarantine", "cohort", "reference"} | LAST,
        "reference": {"quarantine", "reference"},
        "gate": {"raw", "gate", "staging", "accepted", "quarantine", "reference"} | LAST,
        "cohort": {"accepted", "cohort", "reference"},
        "raw": {"raw"},
        "a hospital's own": {"source"},
        "trace": {"accepted", "cohort", "quarantine"},
        "queries": {"queries", "raw", "quarantine", "staging", "reference"},
        "review": {"queries", "staging", "quarantine", "cohort", "reference"},
    }[layer]
    assert {name.split(".")[0] for name in tables_read(connection, text)} <= allowed
    tree = tree_of(connection, path)
    ctes = {entry["key"] for with_clause in _values(tree, "cte_map") for entry in with_clause["map"]}
    bare = {table for table, schema in _base_tables(tree) if not schema and table}
    assert bare <= ctes, "a table without its layer"


def _base_tables(node: object) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        own = [(node["table_name"], node["schema_name"])] if node.get("type") == "BASE_TABLE" else []
        return own + [found for each in node.values() for found in _base_tables(each)]
    return [found for each in node for found in _base_tables(each)] if isinstance(node, list) else []


@pytest.mark.parametrize("path", named(sorted((ROOT / "sql" / "staging").glob("*.sql"))))
def test_staging_keeps_all_rows_and_joins_nothing_but_its_own_distinct_texts(path, connection):
    tree = tree_of(connection, path)
    named_selects = {entry["key"]: entry["value"]["query_node"] for with_clause in _values(tree, "cte_map") for entry in with_clause["map"]}
    distinct = {name: _columns(select) for name, select in named_selects.items() if select["modifiers"] == [DISTINCT]}
    for select in (tree, *named_selects.values()):
        assert select["type"] == "SELECT_NODE"
        assert not select["where_clause"] and not select["having"] and not select["qualify"]
        assert not select["group_expressions"] and select["aggregate_handling"] == "STANDARD_HANDLING"
        assert not select["modifiers"] or _columns(select) in distinct.values()
    for join in _joins(tree):  # each row finds the one that is made of its own texts, be they missing
        assert join["join_type"] == "LEFT" and join["right"]["type"] == "BASE_TABLE"
        texts = _first_of(join["right"]["table_name"], named_selects)
        conditions = join["condition"]["children"]
        assert {each["type"] for each in conditions} == {"COMPARE_NOT_DISTINCT_FROM"}
        compared = {tuple(side["column_names"]) for each in conditions for side in (each["left"], each["right"])}
        assert compared == {(table, name) for table in (path.stem, join["right"]["table_name"]) for name in distinct[texts]}
    assert tables_read(connection, text_of(path)) == {f"raw.{path.stem}"}


DISTINCT = {"type": "DISTINCT_MODIFIER", "distinct_on_targets": []}


def _columns(select: dict) -> set[str]:
    return {column["column_names"][-1] for column in select["select_list"] if column["type"] == "COLUMN_REF"}


def _joins(node: object) -> list[dict]:
    if isinstance(node, dict):
        return [*([node] if node.get("type") == "JOIN" else []), *(join for each in node.values() for join in _joins(each))]
    return [join for each in node for join in _joins(each)] if isinstance(node, list) else []


def _first_of(name: str, named_selects: dict[str, dict]) -> str:
    """Return the select with which a chain of selects, each from the one before, begins."""
    while True:
        ((source, layer),) = _base_tables(named_selects[name]["from_table"])
        if layer:
            return name
        name = source


def test_a_file_that_speaks_of_each_staged_table_says_so():
    for path in TABLE_SQL:
        text = text_of(path)
        assert (f"-- {EACH} stands for" in text) is bool(re.search(rf"\b{EACH}\b", re.sub(r"(?m)^--.*", "", text))), path


def test_only_the_warehouse_creates_tables_and_views():
    sql = r"\bcreate (or replace|temp|table|view)\b"
    creating = [path.relative_to(ROOT).as_posix() for path in PYTHON if re.search(sql, text_of(path))]
    assert creating == ["pipelines/warehouse/build_tables.py"]


@pytest.mark.parametrize("path", named(MACROS))
def test_a_macro_says_what_it_is(path):
    text = text_of(path)
    assert text.startswith("--")
    assert re.findall(r"^create (?!or replace macro)", text, re.M) == []


# --- what only rules read

CHECK_TABLES = [table for table in layer_files("cohort") if is_for_rules_only("cohort", table)]


def test_a_table_among_the_checks_is_read_by_a_rule_and_by_no_other_table(connection):
    readers = {path: tables_read(connection, text_of(path)) for path in TABLE_SQL}
    assert len(CHECK_TABLES) > 10
    for table in CHECK_TABLES:
        reading = {path.stem for path, names in readers.items() if f"cohort.{table}" in names}
        assert reading <= set(CHECK_TABLES), table
        assert any(rule.where or rule.query or rule.check for rule in table_rules("cohort", table)) or reading, table


@pytest.mark.parametrize("folder", ["analysis", "report", "trace", "audit", "paper"])
def test_no_result_is_made_of_a_table_that_only_rules_read(folder):
    named = rf"\b({'|'.join(CHECK_TABLES)})\b"
    assert [path.name for path in (ROOT / "pipelines" / folder).rglob("*.py") if re.search(named, text_of(path))] == []
    assert [one.name for one in ROLES if table_of(one) in CHECK_TABLES] == []


def test_sql_is_checked():
    assert (ROOT / ".sqlfluff").exists()
    assert "[sqlfluff]" in (ROOT / ".sqlfluff").read_text(encoding="utf-8")


# --- Python


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file, which several tests look at."""
    return ast.parse(text_of(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of the syntax tree of a Python file."""
    return tuple(ast.walk(parsed(path)))


@cache
def imports_of(path: Path, *, top_level_only: bool = False) -> frozenset[str]:
    """Return the modules that a file imports, by their full name."""
    nodes = parsed(path).body if top_level_only else nodes_of(path)
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(found | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module})


@pytest.mark.parametrize("folder", ["schemas", "expectations"])
def test_rules_import_no_step(folder):
    wrong = {path.as_posix() for path in (ROOT / folder).rglob("*.py") if {name.split(".")[0] for name in imports_of(path)} & {"pipelines"}}
    assert wrong == set()


def test_schemas_import_no_expectation():
    assert [path for path in (ROOT / "schemas").rglob("*.py") if any(name.startswith("expectations") for name in imports_of(path))] == []


def test_no_code_imports_a_test():
    assert [path for path in PYTHON if any(name.split(".")[0] == "tests" for name in imports_of(path))] == []


def test_modules_do_not_import_each_other_in_a_circle():
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in PYTHON if path.stem != "__init__"}
    TopologicalSorter({name: imports_of(path) & modules.keys() for name, path in modules.items()}).prepare()


def test_no_code_in_init():
    for path in ROOT.glob("[a-z]*/**/__init__.py"):
        body = parsed(path).body
        assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body), path


def test_modules_have_names_that_say_something():
    stems = {path.stem for path in PYTHON} | {path.parent.name for path in PYTHON}
    assert stems & NO_NAMES == set()


def test_modules_are_as_long_as_a_person_reads():
    long = {path.relative_to(ROOT).as_posix() for path in PYTHON if len(text_of(path).splitlines()) > 300}
    assert long == set(LONG_MODULES)


def test_heavy_imports_are_inside_the_step_that_needs_them():
    wrong = {}
    for path in (ROOT / "pipelines").rglob("*.py"):
        heavy = {name.split(".")[0] for name in imports_of(path, top_level_only=True)} & HEAVY
        if heavy and path.relative_to(ROOT).as_posix() not in HEAVY_ALLOWED:
            wrong[path.relative_to(ROOT).as_posix()] = heavy
    assert wrong == {}


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the names of a function's parameters, those by keyword only and the rest (* and **) too; self and cls are none."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return [each.arg for each in named if each.arg not in ("self", "cls")]


def test_no_function_takes_more_than_five_parameters():
    """What belongs together is a value with a name of the field."""
    wrong = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": parameters(node)
        for path in (ROOT / "pipelines").rglob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(parameters(node)) > 5
    }
    assert wrong == {}


def test_every_module_says_what_it_is():
    for path in PYTHON:
        if path.stem != "__init__":
            assert ast.get_docstring(parsed(path)), path


def test_tests_have_names_of_their_own():
    """Two test files of one name in different folders are one module to pytest."""
    counts = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in counts.items() if count > 1] == []


# --- the project


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"(?i)\b(issues?|sessions?) ?(#|no\.? ?)?\d+\b", "a number that means nothing to a reader of the code"),
        (r"(?<![\w.$}~*-])/(work|tmp|home|root)/", "a place on somebody's machine"),
        (r"(?i)\bTODO\b|\bFIXME\b|\bXXX\b", "something unfinished"),
    ],
)
def test_no_file_speaks_of_what_only_its_author_knows(pattern, why):
    found = []
    for path in tracked():
        if path == Path(__file__).resolve() or path.name == "requirements.lock":
            continue
        try:
            text = text_of(path)
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in re.finditer(pattern, text)]
    assert found == [], why


# Words of the house, for which the field has its own (docs/glossary.md); where a pattern is looked for, and the word to use.
HOUSE_WORDS = [
    (r"\bset(?:s|ting)?[ _](?:[a-z]+[ _]){0,3}aside(?![a-z])", "", "quarantine"),
    (r"\bdoor\b|pass_door", "", "de-identify, or when the file is read"),
    (r"withh[eo]ld", "", "suppress"),
    (r"\bclosing (?:table|words?)\b|print_closing", "", "summary"),
    (r"(?<!web )\bpages?\b(?! break)|_pages?\b", "pipelines/drop", "sheet"),
    (r"\bpages?\b|_pages?\b", "pipelines/raw", "sheet"),
]


@pytest.mark.parametrize(("pattern", "folder", "instead"), HOUSE_WORDS)
def test_the_words_are_those_of_the_field(pattern, folder, instead):
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        is_prose_or_code = path.suffix in (".py", ".sql", ".md", ".toml", ".j2", ".html", ".R")
        if name == "tests/test_layout.py" or not name.startswith(folder) or not is_prose_or_code:
            continue
        # a sentence may go on in the next line of a comment or of a string
        text = re.sub(r'\s*\n\s*(?:--|#|f?")?\s*', " ", text_of(path))
        found += [f"{name}: {match.group()}" for match in re.finditer(pattern, text, flags=re.IGNORECASE)]
    assert found == [], f"say: {instead}"


def test_every_package_is_locked_with_its_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--extra-index|--find-links", text)
    packages = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
    without = [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package or "==" not in package.splitlines()[0]]
    assert without == []


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert {re.match(r"[A-Za-z0-9-]+", name).group().lower() for name in wanted} - locked == set()


def test_a_recipe_of_the_makefile_is_one_line():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    recipes = [sum(1 for _ in _recipe(lines[place + 1 :])) for place, line in enumerate(lines) if re.match(r"[a-z-]+:", line)]
    assert recipes and set(recipes) == {1}
    assert not any(line.endswith("\\") for line in lines)
    targets = [line for line in lines if re.match(r"[a-z]+:", line)]
    assert all("## " in line for line in targets), "make prints what stands behind ##"


def _recipe(lines: list[str]):
    for line in lines:
        if not line.startswith("\t"):
            return
        yield line


def test_python_is_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["ruff"]["lint"]["select"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "ruff check" in makefile and "ruff format --check" in makefile and "tests.sql_style" in makefile


def test_the_types_of_the_engine_are_checked_and_each_exception_says_which():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["pyrefly"]["project-includes"] == ["pipelines"] and "errors" not in project["tool"]["pyrefly"]
    assert "ANN" in project["tool"]["ruff"]["lint"]["select"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "pyrefly check" in makefile and re.search(r"^check:.* types\b", makefile, re.M)
    for path in (ROOT / "pipelines").rglob("*.py"):
        assert not re.search(r"(pyrefly|type): *ignore(?!\[)", text_of(path)), path


def test_no_data_of_a_run_is_in_the_project():
    assert [path for path in tracked() if path.relative_to(ROOT).parts[0] == "data"] == []
