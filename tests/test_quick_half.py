"""What the quick half of the tests reaches: each module of the engine is imported by it, or stands here with the slow tests that run it.

A module is reached if a test module with a quick test imports it, wherever in the file, or a module that is reached imports it at its top.
The folders that can be deleted are left out.
"""

import ast
from functools import cache
from pathlib import Path

from pipelines.warehouse.table_files import ROOT
from tests.checkout import OPTIONAL

FOLDERS = ("pipelines", "schemas", "expectations", "tests")
FILES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")}
TESTS = {name: path for name, path in FILES.items() if name.startswith("tests.") and path.name.startswith("test_")}
LEFT_OUT = tuple(folder.replace("/", ".") for folder in OPTIONAL)
ONLY_IN_WHOLE_RUNS = {  # what takes a release, or a run that ended, to work on
    "pipelines.commands.impact": "tests/run/test_impact.py",
    "pipelines.gate.tables_not_sent": "tests/gate/test_tables_not_sent.py",
    "pipelines.release.ask_again": "tests/release/test_suites_of_release.py",
    "pipelines.release.read_cohort": "tests/release/test_read_cohort.py",
    "pipelines.release.write_suites": "tests/release/test_suites_of_release.py",
    "pipelines.report.history": "tests/report/test_run_page.py",
    "pipelines.report.run_page": "tests/report/test_run_page.py",
    "pipelines.report.without_statistics": "tests/run/test_toy_registry.py",
    "pipelines.trace.in_words": "tests/commands/test_trace.py",
}


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_by(name: str) -> set[str]:
    """Return the modules that a module imports: a test anywhere in its file, another at its top."""
    nodes = ast.walk(tree_of(FILES[name])) if name.startswith("tests.") else tree_of(FILES[name]).body
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & FILES.keys()


def reached_from(names: set[str]) -> set[str]:
    """Return these modules and all that are imported through them."""
    reached, ahead = set(), set(names)
    while ahead:
        reached |= ahead
        ahead = set().union(*map(imported_by, ahead)) - reached
    return reached


def has_quick_test(module: ast.Module) -> bool:
    """Say whether a test module has a test that is not slow: by its mark, the module's, or a fixture of the module that is slow to make."""
    marks = [node.value for node in module.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"]
    if any(map(_says_slow, marks)):
        return False
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    slow = {name for name, function in functions.items() if any(map(_says_slow, function.decorator_list))}
    while more := {name for name, function in functions.items() if slow & {each.arg for each in function.args.args}} - slow:
        slow |= more
    return any(name.startswith("test_") for name in functions.keys() - slow)


def _says_slow(mark: ast.expr) -> bool:
    return "pytest.mark.slow" in ast.unparse(mark) or ast.unparse(mark) == "slow_to_make"


def test_each_module_of_the_engine_is_imported_by_the_quick_half_of_the_tests():
    quick = {name for name, path in TESTS.items() if has_quick_test(tree_of(path))}
    engine = {name for name in FILES if name.startswith("pipelines.") and not name.endswith(("__init__", "__main__"))}
    engine -= {name for name in engine if name.startswith(LEFT_OUT)}
    assert len(engine) > 100 < len(quick)
    assert engine - reached_from(quick) == set(ONLY_IN_WHOLE_RUNS)


def test_what_whole_runs_alone_import_has_its_slow_tests():
    assert [file for file in ONLY_IN_WHOLE_RUNS.values() if "slow" not in (ROOT / file).read_text(encoding="utf-8")] == []


def test_a_test_is_slow_by_its_mark_its_modules_or_its_fixture():
    slow_to_make = "@slow_to_make\n@pytest.fixture\ndef taken(): ...\n@pytest.fixture\ndef page(taken): ...\n"
    cases = {
        "def test_it(): ...": True,
        "@pytest.mark.slow\ndef test_it(): ...": False,
        "pytestmark = pytest.mark.slow\ndef test_it(): ...": False,
        "pytestmark = [pytest.mark.slow]\ndef test_it(): ...": False,
        f"{slow_to_make}def test_it(taken): ...": False,
        f"{slow_to_make}def test_it(page): ...": False,
        f"{slow_to_make}def test_it(page): ...\ndef test_other(): ...": True,
        "def other(): ...": False,
    }
    assert {source: has_quick_test(ast.parse(source)) for source in cases} == cases
