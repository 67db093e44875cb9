"""A drug, a treatment and a regimen have one home, sql/reference: no name of one, and no planned dose, stands in Python or SQL elsewhere.

Apart from the folders that can be deleted, examples of rules, the SQL of a source of another shape, and the words of docstrings and
comments. What names one all the same stands in NAMED with the reason.
"""

import ast
import re

import pytest

from pipelines.warehouse.table_files import ROOT
from schemas.code_book import listed_rows
from tests.checkout import OPTIONAL
from tests.test_engine_apart import taken_apart

DRUGS, TREATMENTS, REGIMENS = (listed_rows(name) for name in ("drugs", "treatments", "regimens"))
OTHER_MEANING = {"surgery", "ablation", "radiotherapy", "transplantation", "systemic therapy"}  # words of any text about the liver
NAMES = (
    {row["drug"] for row in DRUGS}
    | {row["label"].lower() for row in DRUGS}
    | {row["treatment"] for row in TREATMENTS}
    | {row["label"] for row in TREATMENTS}
    | {row["regimen"] for row in REGIMENS}
) - OTHER_MEANING
NAMED = {
    "schemas/rule_words.py": {"ate-beva"},  # how words of the names of rules are spelled
    "schemas/staging/drug_administrations.py": {"cisplatin"},  # an example of what a cell may hold
    "schemas/staging/procedures.py": {"TACE", "SURGERY"},  # likewise
    "schemas/staging/imaging_reads.py": {"HAIC", "ATE_BEVA", "TACE"},  # likewise
    "schemas/staging/patients.py": {"ate-beva"},  # how a study sheet writes its groups
    "expectations/cohort/eligibility/arms.py": {"ate-beva"},  # the citation
}
LEFT_OUT = (*(f"{name}/" for name in OPTIONAL), "schemas/examples/")
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("pipelines", "schemas", "expectations", "sql")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".sql") and not path.relative_to(ROOT).as_posix().startswith(LEFT_OUT)
)
WORDS = re.compile(r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)) + r")(?![\w-])")


def names_in_python(source: str) -> set[str]:
    """Return the drugs, treatments and regimens that strings of a module name; docstrings may speak of them."""
    nodes, described = taken_apart(source)
    strings = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {name for node in strings if id(node) not in described for name in WORDS.findall(node.value)}


def names_in_sql(source: str) -> set[str]:
    """Return those that SQL names; comments may speak of them."""
    return set(WORDS.findall(re.sub(r"--.*", "", source)))


def names_in(file: str) -> set[str]:
    source = (ROOT / file).read_text(encoding="utf-8")
    return names_in_python(source) if file.endswith(".py") else names_in_sql(source)


@pytest.mark.parametrize(
    ("find", "source", "found"),
    [
        (names_in_sql, "select max(x) filter (where drug = 'CISPLATIN') as first -- 'SORAFENIB'", {"CISPLATIN"}),
        (names_in_sql, "case when regimen = 'FP' then 'FOLFOX' else 'OTHER' end", {"FP", "FOLFOX"}),
        (names_in_sql, "select cisplatin_mg, haic_cycles.row_key", set()),
        (names_in_python, "\"\"\"Of cisplatin.\"\"\"\nDRUGS = ('LENVATINIB', 'other')  # 'SORAFENIB'", {"LENVATINIB"}),
        (names_in_python, "note = f'fluorouracil 3 x 500 mg, {drug}'", {"fluorouracil"}),
        (names_in_python, "label = 'First-line HAIC'", {"HAIC"}),
        (names_in_python, "name = 'haic-registry'", set()),
    ],
)
def test_a_name_is_seen(find, source, found):
    assert find(source) == found


def test_no_drug_treatment_or_regimen_is_named_outside_its_home():
    assert {file: names for file in FILES if (names := names_in(file) - NAMED.get(file, set()))} == {}


def test_what_is_named_with_a_reason_is_there():
    assert {file: unsaid for file, names in NAMED.items() if (unsaid := names - names_in(file))} == {}


def test_no_planned_dose_stands_beside_its_unit():
    doses = {f"{float(row['dose']):g}" for row in REGIMENS}
    said = re.compile(r"\b(" + "|".join(sorted(doses)) + r") ?(?:mg/m2|mg/m²|mg/kg)")
    found = {}
    for file in FILES:
        source = (ROOT / file).read_text(encoding="utf-8")
        text = "\n".join(texts_of(source)) if file.endswith(".py") else re.sub(r"--.*", "", source)
        if doses_said := said.findall(text):
            found[file] = doses_said
    assert found == {}


def texts_of(source: str) -> list[str]:
    """Return the strings of a module that are no docstrings."""
    nodes, described = taken_apart(source)
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described]
