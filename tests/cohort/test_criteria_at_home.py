"""A limit of a criterion, and a set of responses, are said once: in sql/reference, or by the study; neither in SQL nor in Python again."""

import ast
import re
from functools import cache

import pytest

from pipelines.warehouse.criteria_in_force import LIMITS
from pipelines.warehouse.reference_files import listed_rows
from pipelines.warehouse.table_files import ROOT

NUMBERS = {float(row[limit]) for row in listed_rows("response_criteria") for limit in LIMITS if not isinstance(row[limit], str)} - {0.0}
DERIVING = sorted(
    path
    for folder in ("cohort/imaging", "cohort/response", "macros/formulas")
    for path in (ROOT / "sql" / folder).glob("*.sql")
    if "formulas" not in folder or re.search("target|overall|lesion|percent", path.stem)
)
SQL = sorted((ROOT / "sql").rglob("*.sql"))
PYTHON = sorted(
    path
    for folder in ("pipelines", "schemas", "expectations")
    for path in (ROOT / folder).rglob("*.py")
    if not {"synthetic", "paper"} & set(path.parts)  # the invented hospital, and what one paper prints
)
# The same responses in another meaning.
OTHER_MEANING = {
    "expectations/cohort/response/response_histories.py": "whatever is better than progression",
    "schemas/examples/cohort/patients.py": "what the list says, drawn for an example",
}


@cache
def sets() -> tuple[frozenset[str], ...]:
    """Return the responses of each set, as they are in every study and with those that a setting adds."""
    rows = listed_rows("response_sets")
    names = {row["response_set"] for row in rows}
    wider = [frozenset(row["response"] for row in rows if row["response_set"] == name) for name in names]
    always = [frozenset(row["response"] for row in rows if row["response_set"] == name and not row["when"]) for name in names]
    return tuple({*wider, *always})


def limits_in_sql(text: str) -> set[float]:
    """Return the numbers of the code of a file that are limits of a criterion."""
    code = re.sub(r"--[^\n]*|'[^']*'", "", text)
    return {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", code)} & NUMBERS


def sets_in(text: str) -> list[str]:
    """Return the lists of quoted words that are a set of responses."""
    listed = re.findall(r"\(\s*((?:'[^'()]*'|\"[^\"()]*\")(?:\s*,\s*(?:'[^'()]*'|\"[^\"()]*\"))+)\s*,?\s*\)", text)
    return [words for words in listed if frozenset(word.strip(" \n'\"") for word in words.split(",")) in sets()]


def limits_in_python(source: str) -> set[str]:
    """Return the limits to which a module gives a number, as a keyword, a key or a variable."""
    tree = ast.parse(source)
    given: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and _is_number(node.value):
            given.add(node.arg)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            given |= {str(key.value) for key, value in pairs if isinstance(key, ast.Constant) and _is_number(value)}
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_number(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given |= {target.id for target in targets if isinstance(target, ast.Name)}
    return given & set(LIMITS)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (limits_in_sql("case when change <= -30 then 'PR' end -- 20 %"), {30.0}),
        (limits_in_sql("round(100.0 * a, 9), v20, '5 mm'"), set()),
        (sets_in("response in ('CR', 'PR')"), ["'CR', 'PR'"]),
        (sets_in('RESPONDERS = ("PR", "CR")'), ['"PR", "CR"']),
        (sets_in("response in ('CR', 'SD')"), []),
        (limits_in_python("f(pd_min_abs_mm=5)"), {"pd_min_abs_mm"}),
        (limits_in_python('{"pr_decrease_pct": 30.0}'), {"pr_decrease_pct"}),
        (limits_in_python("least_node_mm: float = 15\nother = 15"), {"least_node_mm"}),
    ],
)
def test_what_it_is_to_say_it_again(found, expected):
    assert found == expected


def test_no_sql_that_derives_a_response_has_a_limit_of_its_own():
    assert len(DERIVING) > 12
    assert {path.name: found for path in DERIVING if (found := limits_in_sql(path.read_text(encoding="utf-8")))} == {}


def test_no_module_gives_a_limit_a_number():
    found = {path.relative_to(ROOT).as_posix(): limits_in_python(path.read_text(encoding="utf-8")) for path in PYTHON}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_file_lists_a_set_of_responses_again():
    found = {path.relative_to(ROOT).as_posix(): sets_in(_code(path)) for path in (*SQL, *PYTHON)}
    assert {path for path, listed in found.items() if listed} == set(OTHER_MEANING)


def _code(path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return re.sub(r"--[^\n]*", "", text)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return ast.unparse(tree)
