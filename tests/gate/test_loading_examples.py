"""Every rule that no table can hold has an example that passes and one that breaks it: the drop, the settings and the vectors."""

import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.drop.sheet import UnreadableDrop
from pipelines.gate.loading_rules import conclude_loading
from pipelines.gate.quarantine import check_row_conservation
from pipelines.gate.self_test.read_examples import name_of, read_examples
from pipelines.raw.load_drop import load_drop
from pipelines.raw.load_sheets import Loaded
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.settings.rules_in_force import all_rules
from pipelines.warehouse.build_tables import fill_table, open_warehouse
from pipelines.warehouse.table_files import table_rules
from schemas.examples.raw.drop import WHOLE
from schemas.raw.drop import EVERY_ROW_IS_SOMEWHERE, LINE_FITS_ITS_HEADER, LINE_IS_DATA, LINE_IS_TEXT
from tests.small_drop import KEY, SmallDrop

RULES = {name_of(rule): rule for rule in table_rules("raw", "drop")}
CASES = [
    pytest.param(RULES[name_of(example)], case["drop"][0], id=f"{example.id} {example.level} {kind} {place}")
    for example in read_examples("raw", "drop")
    for kind in ("passing", "breaking")
    for place, case in enumerate(getattr(example, kind))
]


def what_comes(rule, drop):
    """Load a drop, and say what comes of it by this rule; the other rules are of no matter here."""
    connection, settings = open_warehouse(), load_settings(drop.config)
    try:
        loaded = load_drop(connection, inventory_drop(drop.drop, settings), settings, bytes.fromhex(KEY))
    except UnreadableDrop as error:
        return "the run stops" if error.rule == rule.id else f"{error.rule}: {error}"
    (outcome,) = (one for one in conclude_loading(connection, loaded, 3) if one.rule is rule)
    if rule is LINE_IS_DATA:  # such lines are left out and counted, which is no question to anybody
        assert (outcome.outcome, outcome.findings) == (("passed" if outcome.rows else "not applicable"), 0)
        return f"{outcome.rows} line left out" if outcome.rows else "nothing"
    assert outcome.outcome == ("failed" if outcome.findings else "passed")
    return f"{outcome.findings} finding" if outcome.findings else "nothing"


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "case"), [case for case in CASES if case.values[0] is not EVERY_ROW_IS_SOMEWHERE])
def test_what_is_sent_comes_to_what_the_example_says(tmp_path, rule, case):
    drop = SmallDrop(tmp_path / "hospital")
    path = drop.drop / f"{case['file']}.csv"
    text = case["sent"]
    if case["instead_of"] != WHOLE:
        before = path.read_text(encoding="utf-8")
        assert before.count(case["instead_of"]) == 1
        text = before.replace(case["instead_of"], text)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert what_comes(rule, drop) == case["comes"]


BROKEN = {  # lines of each kind that could not be read -> how the rules of loading end for one file of three rows, with how many findings
    (0, 0): (("passed", 0), ("passed", 0)),
    (1, 0): (("failed", 1), ("passed", 0)),
    (0, 2): (("passed", 0), ("failed", 2)),
}


@pytest.mark.parametrize(("no_text", "no_fit"), BROKEN)
def test_lines_that_could_not_be_read_are_counted_by_their_own_rule(no_text, no_fit):
    connection = open_warehouse()
    lines = [LINE_IS_TEXT.id] * no_text + [LINE_FITS_ITS_HEADER.id] * no_fit
    fill_table(connection, "raw.broken_rows", [("labs", rule, "labs.csv", "", 2 + place, "drawn") for place, rule in enumerate(lines)])
    outcomes = conclude_loading(connection, Loaded([{"read": 3, "blank": 0, "repeated_header": 0, "subtotal": 0, "footer": 0}]), 3)
    ended = {one.rule.name: (one.outcome, one.findings) for one in outcomes}
    assert (ended.pop(LINE_IS_TEXT.name), ended.pop(LINE_FITS_ITS_HEADER.name)) == BROKEN[no_text, no_fit]
    assert ended.pop(LINE_IS_DATA.name) == ("not applicable", 0)
    assert set(ended.values()) == {("passed", 0)}


@pytest.mark.parametrize("kind", ["passing", "breaking"])
def test_rows_that_vanish_or_are_made_up_are_found(kind):
    (example,) = (each for each in read_examples("raw", "drop") if each.id == "CC-010")
    for case in getattr(example, kind):
        (row,) = case["drop"]
        connection = open_warehouse()

        outcome = check_row_conservation(connection, [("labs", "labs.csv", *row.values())])
        assert (outcome.outcome, outcome.findings) == (("failed", 1) if kind == "breaking" else ("passed", 0))
        assert bool(outcome.stops) == (kind == "breaking")


def test_two_names_of_one_reader_are_refused_before_the_run_begins(tmp_path):
    (example,) = (each for each in read_examples("cohort", "reader_agreement") if each.id == "IR-001")
    for kind in ("passing", "breaking"):
        for number, case in enumerate(getattr(example, kind)):
            drop = SmallDrop(tmp_path / f"{kind} {number}")
            text = drop.config.read_text(encoding="utf-8")
            roster = "".join(f'"{row["reader_id"]}" = "{row["role"]}"\n' for row in case["roster"])
            before, after = text.index("R1 ="), text.index("[gate]")
            drop.config.write_text(text[:before] + roster + text[after:], encoding="utf-8")
            if kind == "passing":
                assert len(load_settings(drop.config).readers) == len(case["roster"])
            else:
                with pytest.raises(UnusableSettings, match="names a reader twice"):
                    load_settings(drop.config)


def test_every_rule_of_the_book_has_an_example_that_passes_and_one_that_breaks_it():
    lacking = [
        (layer, table, rule.id, rule.name)
        for layer, table, rule in all_rules()
        if not any(name_of(each) == name_of(rule) and each.passing and each.breaking for each in read_examples(layer, table))
    ]
    assert lacking == []


@pytest.mark.parametrize("kind", ["passing", "breaking"])
def test_results_that_the_statistics_must_not_print_in_silence(kind):
    from types import SimpleNamespace

    from pipelines.gate.statistics_rules import conclude_statistics

    for number in ("TE-007", "TE-009"):
        (example,) = (each for each in read_examples("cohort", "patients") if each.id == number)
        for case in getattr(example, kind):
            ratio = case["results"][0].get("events", 20.0)
            model = SimpleNamespace(multivariate=SimpleNamespace(events_per_covariate=ratio))
            printed = [SimpleNamespace(verdict=row["verdict"], recomputed="1") for row in case["results"] if "verdict" in row]
            paper = SimpleNamespace(coxes=(model, model))
            ended = {one.rule.id: one.outcome for one in conclude_statistics(SimpleNamespace(paper=paper, printed=printed))}
            assert ended[number] == ("failed" if kind == "breaking" else "passed")


def test_results_that_are_not_there_are_not_judged():
    from types import SimpleNamespace

    from pipelines.gate.statistics_rules import conclude_statistics

    model = SimpleNamespace(multivariate=SimpleNamespace(events_per_covariate=None))
    paper = SimpleNamespace(coxes=(model, model))
    outcomes = conclude_statistics(SimpleNamespace(paper=paper, printed=()))
    assert [one.outcome for one in outcomes] == ["not applicable", "not applicable"]
