"""Every rule has an example that it passes and one that breaks it, and the gate finds the second by this rule and no other.

The examples of a table's rules are in schemas/examples/<layer>/<table>.py; those of rules that all columns of a kind share are drawn from
the column's kind. All of them go through one run of the real gate, each as a patient of its own.
"""

import csv
import re
from collections import Counter, defaultdict

import pytest

from pipelines.gate.self_test.draw_cases import change_staged, raw_rows
from pipelines.gate.self_test.read_examples import name_of, read_examples
from pipelines.warehouse.build_tables import build_layers
from pipelines.warehouse.table_files import ROOT, layer_tables, table_rules
from schemas.examples.drawing import Example
from tests.cohort_cases import draw_alone, examples_of_layer, open_cases
from tests.staging_of import open_raw

RULES = [
    (layer, table, rule)
    for layer in ("staging", "quarantine", "cohort")
    for table in layer_tables(layer)
    for rule in table_rules(layer, table)
]
CATALOGUE = {row["id"]: row for row in csv.DictReader((ROOT / "schemas" / "rule_catalogue.csv").open(encoding="utf-8"))}
# Where a rule is held at another level than the catalogue's, and why.
DEVIATIONS = {
    (
        "CV-004",
        "reject",
    ): "the cell is blanked and the row quarantined: one cell of free text need not stop the whole registry",
    ("MR-009", "flag"): "the read stays with its recorded response, and the finding asks which of the two is wrong",
    ("CP-002", "flag"): "eligibility leaves the patient out, with the reason; the finding asks for the contact",
    ("CR-008", "flag"): "the read's own date counts: its lesion is kept, and the finding asks which of the two is wrong",
    ("IR-001", "stop"): "the roster is a setting: a run with two names for one reader does not begin",
    ("CP-015", "stop"): "the batch escalation of the catalogue: more than 25 points",
    ("CP-016", "stop"): "the batch escalation of the catalogue: more than one patient of a hundred vanishes",
    ("CP-028", "flag"): "who has lost what is asked of each patient, whether the run stops or not",
    ("TE-008", "flag"): "with a reason for the loss in the settings, the run passes and the finding still asks",
    ("IR-006", "stop"): "the batch escalation of the catalogue: below 0.20 over 20 or more exams the run stops",
    ("MR-005", "flag"): "a read whose sums contradict each other still has its responses; a lesion is rejected, as the catalogue says",
    ("CV-021", "stop"): "the gate before the cohort has rejected every other response: one that comes through is our fault",
    ("TX-013", "flag"): "eligibility leaves the patient out, with the reason; the finding asks for the evidence",
    ("PA-001", "reject"): "the ranges of the registry say 18 to 110 is what is possible: outside, the row is quarantined",
    ("PA-001", "stop"): "eligibility leaves such a patient out: one who comes through to the cohort all the same is our fault",
    ("PA-004", "reject"): "the ranges of the registry say what is possible: outside, the row is quarantined",
    ("TX-001", "reject"): "the catalogue's own outer limits: below 25 % or above 150 % is no dose of the drug",
    ("TX-002", "reject"): "the catalogue's own outer limits: below 25 % or above 150 % is no dose of the drug",
    ("TX-011", "reject"): "the catalogue's own limit: under 14 days one of the two dates is wrong",
    ("TX-012", "flag"): "the drugs decide on the arm, and a group of the study sheet that says otherwise is asked about",
    ("TX-012", "stop"): "the arm is derived and not sent: one that contradicts the drugs is our fault",
    ("PA-018", "reject"): "the ranges of the registry say what is possible: outside, the row is quarantined",
}


def draw_all() -> tuple[dict[str, list[dict]], list[tuple[Example, bool, int]], dict[str, dict]]:
    """Return the raw rows of all cases, the cases (example, is it the breaking one, number), and the changes made after staging."""
    cases = [
        (example, is_breaking, case)
        for table in layer_tables("staging")
        for example in read_examples("staging", table)
        for is_breaking, drawn in ((False, example.passing), (True, example.breaking))
        for case in drawn
    ]
    tables, staged = raw_rows((number, case) for number, (_, _, case) in enumerate(cases))
    return tables, [(example, is_breaking, number) for number, (example, is_breaking, _) in enumerate(cases)], staged


@pytest.mark.slow
def test_every_rule_has_examples_and_the_gate_finds_exactly_the_broken_ones():
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import part_rows

    tables, cases, staged = draw_all()
    connection = open_raw(tables)
    change_staged(connection, staged)
    build_layers(connection, "derived")
    outcomes = check_layer(connection, "staging") + part_rows(connection)
    found = defaultdict(lambda: defaultdict(set))
    for rule, level, columns, row_key in connection.execute(
        "select rule, level, columns, row_key from gate.findings where row_key is not null"
    ).fetchall():
        number, of_table, _, mark = row_key.split(":")
        found[int(number)][of_table, row_key, mark].add((rule, level, tuple(columns)))

    wrong = []
    for example, is_breaking, number in cases:
        key = (example.id, example.level, example.columns)
        own = [row["row_key"] for row in tables[example.table] if row["row_key"].startswith(f"{number}:")]
        offending = {row_key for row_key in own if is_breaking and not row_key.endswith(":fine")}
        hit = {row_key for (of_table, row_key, _), rules in found[number].items() if of_table == example.table and key in rules}
        others = {one for rules in found[number].values() for one in rules} - {key}
        allowed = example.also if is_breaking else frozenset()
        strange = sorted(one for one in others if one[:2] not in allowed)
        if hit != offending or strange:
            kind = "breaking" if is_breaking else "passing"
            wrong.append(f"{example.table} {key}: {kind} case {number}: found at {hit}, expected at {offending}, found besides {strange}")
    assert not wrong, "\n".join(wrong)

    have = Counter((example.table, example.id, example.level, example.columns) for example, is_breaking, _ in cases if is_breaking)
    pass_ = Counter((example.table, example.id, example.level, example.columns) for example, is_breaking, _ in cases if not is_breaking)
    rules = {(table, *name_of(rule)) for layer, table, rule in RULES if layer == "staging"}
    assert rules - have.keys() == set(), "rules without a breaking example"
    assert rules - pass_.keys() == set(), "rules without a passing example"
    assert (have.keys() | pass_.keys()) - rules == set(), "examples of rules that are none"
    assert {(each.table, *name_of(each.rule)) for each in outcomes if each.outcome == "failed"} == rules


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["cohort", "quarantine"])
def test_every_rule_of_the_later_layers_has_examples_and_the_gate_finds_exactly_the_broken_ones(layer):
    from pipelines.gate.check_rules import check_layer, check_table
    from pipelines.gate.expectation_engine import open_datasource
    from pipelines.settings.rules_in_force import AS_WRITTEN

    examples = examples_of_layer(layer)
    cases = [
        (number, example, is_breaking, case)
        for number, (example, is_breaking, case) in enumerate(
            (example, is_breaking, case)
            for example in examples
            for is_breaking, drawn in ((False, example.passing), (True, example.breaking))
            for case in drawn
        )
    ]
    together = [(number, example, case) for number, example, _, case in cases if not example.alone]
    connection = open_cases(layer, together)
    check_layer(connection, layer)
    select = "select rule, level, columns, coalesce(row_key, '') from gate.findings where message not like '% more than 5: %'"
    found = defaultdict(lambda: defaultdict(set))
    for rule, level, columns, row_key in connection.execute(select).fetchall():
        if row_key:  # what a whole table lacks is a matter of the cases that stand alone
            found[int(row_key.split(":")[0])][row_key].add((rule, level, tuple(columns)))
    own, drawn = open_cases(layer, []), set()
    for number, example, _, case in cases:
        if example.alone:
            drawn = draw_alone(own, layer, number, example, case, drawn)
            check_table(own, open_datasource(own), layer, example.table, AS_WRITTEN)
            for rule, level, columns, row_key in own.execute(select).fetchall():
                found[number][row_key].add((rule, level, tuple(columns)))
            own.execute("delete from gate.findings")
    wrong = []
    for number, example, is_breaking, case in cases:
        key = (example.id, example.level, example.columns)
        drawn = {f"{number}:{example.table}:{place}:row" for place, row in enumerate(case[example.table]) if not row.get("is_fine")}
        hit = {row_key for row_key, rules in found[number].items() if key in rules}
        of_group = example.alone and len(hit) == 1 and not hit & drawn  # a finding about the whole table names no row of it
        offending = (hit if of_group else drawn) if is_breaking else set()
        others = {one[:2] for rules in found[number].values() for one in rules - {key}}
        strange = sorted(others - example.also)  # a passing case may be one of which another rule speaks
        if hit != offending or strange:
            kind = "breaking" if is_breaking else "passing"
            wrong.append(f"{example.table} {key}: {kind} case {number}: found at {hit}, expected at {offending}, found besides {strange}")
    assert not wrong, "\n".join(wrong)
    rules = {(table, *name_of(rule)) for of, table, rule in RULES if of == layer and not rule.held_by}
    for kind in ("passing", "breaking"):
        have = {(each.table, each.id, each.level, each.columns) for each in examples if getattr(each, kind)}
        assert rules - have == set(), f"rules without a {kind} example"
        assert have - rules == set(), "examples of rules that are none"


@pytest.mark.slow
def test_a_row_goes_with_its_parent_and_says_so():
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import part_rows

    connection = open_raw({"patients": [{"sex": "3"}], "imaging_reads": [{}], "lesions": [{}]})
    check_layer(connection, "staging")
    part_rows(connection)
    reasons = connection.execute("select reasons from quarantine.lesions").fetchall()[0][0]
    together = "its row in {} was quarantined, and this row goes with it; the row itself may be good"
    assert reasons == [f"CR-002: {together.format('patients')}", f"CR-007: {together.format('imaging_reads')}"]


@pytest.mark.slow
def test_rules_on_no_rows_are_not_applicable():
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import part_rows

    connection = open_raw({})
    outcomes = check_layer(connection, "staging") + part_rows(connection)
    assert {outcome.outcome for outcome in outcomes} == {"not applicable"}
    assert len(outcomes) == sum(layer == "staging" for layer, _, _ in RULES)


def test_a_rule_is_named_once():
    counts = Counter((layer, table, *name_of(rule)) for layer, table, rule in RULES)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("place", ["message", "action", "when_null", "citation", "category", "name"])
def test_every_text_is_there(place):
    assert [rule.id for _, _, rule in RULES if not getattr(rule, place).strip()] == []


def test_texts_can_be_read_by_a_person_and_hold_no_values():
    faults = []
    for layer, table, rule in RULES:
        where = f"{layer}.{table} {rule.id} {rule.name}"
        if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", rule.name):
            faults.append(f"{where}: the name is no sentence in snake case")
        if not re.fullmatch(r"[A-Z]{2}-\d{3}", rule.id):
            faults.append(f"{where}: the number")
        if not re.match(r"[a-zA-Z]", rule.message) or rule.message[-1] in ".,;:" or rule.message != rule.message.strip():
            faults.append(f"{where}: the message is a clause without a full stop")
        if not rule.action[0].isupper() or not rule.action.endswith("."):
            faults.append(f"{where}: the action is one or more sentences")
        if re.search(r"[{}]|%[sd]", rule.filled(rule.message + rule.action) + rule.when_null):
            faults.append(f"{where}: a place for a value")
        if not re.match(r"(passes|fails)\b", rule.when_null):
            faults.append(f"{where}: when_null says passes or fails first")
        if not re.match(r"(conformance|completeness|plausibility)\b", rule.category):
            faults.append(f"{where}: {rule.category} is none of Kahn's categories")
        kinds = (
            (rule.check is not None)
            + rule.not_null
            + bool(rule.where)
            + bool(rule.query)
            + bool(rule.expectation)
            + bool(rule.parent_table)
            + bool(rule.held_by)
        )
        if kinds != 1:
            faults.append(f"{where}: stated in {kinds} ways")
    assert not faults, "\n".join(faults)


def test_rules_of_the_catalogue_have_its_level():
    """A range has a hard and a soft limit: where the catalogue speaks of both, either level is its own."""
    differing = {
        (rule.id, rule.level)
        for _, _, rule in RULES
        if rule.id in CATALOGUE
        and rule.level != CATALOGUE[rule.id]["level"]
        and not (rule.level == "flag" and re.search(r"\bsoft\b", CATALOGUE[rule.id]["rule"]))
    }
    assert differing == set(DEVIATIONS), "a level differs from the catalogue without a reason, or a reason without a difference"


def test_the_rules_that_must_be_there_are_there():
    """Tier 1: values, ranges, keys and dates. Those that no table can hold are the loader's: see the numbers named."""
    loading = {"CV-001", "CV-002", "CV-005", "CV-006"}  # raise before there are rows, or count rows out
    optional = {"CV-003", "CV-011", "CV-015"}  # a partial death is asked about (CP-003, CP-022), a blank unit is declared (CV-014)
    ranges = {f"PA-{number:03d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 18)} | {"MR-020", "MR-021"}
    keys = {f"CR-{number:03d}" for number in (1, 2, 3, 4, 5, 6, 7, 10)}
    dates = {"PT-001", "PT-002", "PT-004", "PT-005", "PT-006", "PT-007", "PT-009", "TX-004", "TX-005", "TX-013", "MR-013", "MR-014"}
    values = {f"CV-{number:03d}" for number in range(1, 19)} - loading - optional
    assert (ranges | keys | dates | values) - {rule.id for _, _, rule in RULES} == set()


def test_tables_with_rules_have_a_file_of_examples():
    files = {path.stem for path in (ROOT / "schemas" / "examples" / "staging").glob("*.py")}
    assert files == set(layer_tables("staging"))
