"""The rule book as people read it: the list, one rule, what differs from the book, and what is said of a rule that is none."""

import json
import re
from functools import cache

import pytest

from pipelines.__main__ import main
from pipelines.book.differences import differences
from pipelines.book.entries import Held, Statement, catalogue, read_book
from pipelines.book.examples import AROUND, BREAKS, PASSES, USUAL, draw_examples
from pipelines.book.in_words import check_in_words, difference_in_words, escalation_in_words, what_it_finds
from pipelines.book.names import FAMILIES
from pipelines.run.exit_code import ExitCode
from pipelines.settings.load_settings import load_settings
from pipelines.settings.rules_in_force import all_rules, rules_in_force
from pipelines.settings.sections import RuleChange
from schemas.column_check import holds, holds_where
from schemas.rule import Escalation, Rule
from tests.path_run import ROOT
from tests.small_drop import signals_kept


@pytest.fixture
def listen(capsys, monkeypatch):
    """Run `rules …` as on a pipe of 80 columns; return the exit code, stdout and stderr."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments):
        with signals_kept():
            code = main(["rules", *arguments])
        return code, *capsys.readouterr()

    return run


@cache
def whole_book():
    return read_book()


def drawn(rule_id="PA-901", name="weight_kg_is_usual", level="flag", columns=("weight_kg",), **how):
    texts = dict.fromkeys(("category", "when_null", "message", "action", "citation"), "drawn")
    return Rule(id=rule_id, name=name, level=level, columns=columns, **(texts | how))


# --- the list


def test_the_book_lists_every_rule_once_in_its_family():
    numbers = [entry.id for entry in read_book()]
    assert sorted(numbers) == sorted({rule.id for _, _, rule in all_rules()})
    assert len(numbers) == len(set(numbers))
    assert sum(len(entry.held) for entry in read_book()) == len(list(all_rules()))
    families = list(dict.fromkeys(number[:2] for number in numbers))
    assert families == [family for family in FAMILIES if family in families], "in the order of the families, none without a name"


def test_the_list_fits_into_80_columns_and_has_no_markup(listen):
    code, out, err = listen()
    assert (code, err) == (ExitCode.DONE, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert "MR  mRECIST: response from the lesions" in out.splitlines()
    assert re.search(r"^  MR-007  flag +read_responses +recorded target response equals$", out, re.M)


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["MR"], lambda layer, table, rule: rule.id.startswith("MR")),
        (["mr"], lambda layer, table, rule: rule.id.startswith("MR")),
        (["--table", "labs"], lambda layer, table, rule: table == "labs"),
        (["--level", "stop"], lambda layer, table, rule: rule.level == "stop"),
        (
            ["CP", "--table", "patients", "--level", "flag"],
            lambda *of: of[2].id[:2] == "CP" and of[1] == "patients" and of[2].level == "flag",
        ),
    ],
)
def test_filters(listen, arguments, numbers):
    code, out, _ = listen(*arguments, "--json")
    assert code == ExitCode.DONE
    assert sorted((one["layer"], one["table"], one["id"], one["name"], *one["columns"]) for one in json.loads(out)) == sorted(
        (layer, table, rule.id, rule.name, *rule.columns) for layer, table, rule in all_rules() if numbers(layer, table, rule)
    )


def test_json_says_all_of_a_rule(listen):
    _, out, _ = listen("MR-007", "--json")
    (one,) = json.loads(out)
    (rule,) = (rule for _, _, rule in all_rules() if rule.id == "MR-007")
    assert (one["layer"], one["table"], one["level"], one["level_in_book"]) == ("cohort", "read_responses", "flag", "flag")
    assert (one["message"], one["action"], one["when_null"]) == (rule.filled(rule.message), rule.filled(rule.action), rule.when_null)
    assert (one["finds"], one["language"], one["differs"]) == (rule.filled(rule.where), "sql", [])


# --- one rule


def test_one_rule_says_what_a_person_asks(listen):
    code, out, err = listen("MR-007")
    assert (code, err) == (ExitCode.DONE, "")
    assert max(map(len, out.splitlines())) <= 80 and "\x1b" not in out
    said = " ".join(out.split())
    (rule,) = (rule for _, _, rule in all_rules() if rule.id == "MR-007")
    for text in (catalogue()["MR-007"], rule.filled(rule.message), rule.filled(rule.action), rule.citation, rule.when_null):
        assert " ".join(text.split()) in said
    assert "flag: the row is kept, and the hospital is asked" in said
    assert "cohort.read_responses" in said
    assert "recorded_target_response <> derived_target_response" in said


@pytest.mark.parametrize("number", sorted({rule.id for _, _, rule in all_rules()}))
def test_every_rule_can_be_shown(number):
    from pipelines.book.terminal import page_of

    (entry,) = (entry for entry in whole_book() if entry.id == number)
    text = page_of(entry, 80)
    assert [line for line in text.splitlines() if len(line) > 80 and " " in line.strip()] == []
    assert not re.search(r"\{\w+\}|<function|object at 0x", text)


@pytest.mark.parametrize("asked", ["recorded_target_response_equals_derived", "mr-007"])
def test_a_rule_is_found_by_its_name_or_in_small_letters_too(listen, asked):
    assert listen(asked)[1] == listen("MR-007")[1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["MR-777"], r"there is no rule MR-777; the nearest are MR-\d{3}, MR-\d{3}, MR-\d{3}\n"),
        (["MR7"], r"there is no rule MR7; the nearest are .*MR-007.*\n"),
        (["XX"], r"there is no family XX; known are CV, CR, .*\n"),
        (["nonsense"], r"there is no rule nonsense; .*\n"),
        (["--table", "lab"], r"no rule is held on a table lab; did you mean labs\?\n"),
        (["--config", "no_such.toml"], r"no_such.toml: no such settings file; .*\n"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_nearest(listen, asked, said):
    code, out, err = listen(*asked)
    assert (code, out) == (ExitCode.USAGE, "")
    assert re.fullmatch(said, err), err


# --- in words


def test_a_check_in_words():
    low_high = {"low": 25, "high": 250}
    said = {
        "weight_kg lies from 25 to 250": drawn(check=holds("in_range", 25, 250)),
        "weight_kg lies from 30 to 250": drawn(
            check=lambda limits: holds("in_range", limits["low"], limits["high"]), thresholds=low_high | {"low": 30}
        ),
        "weight_kg is above 0": drawn(check=holds("gt", 0)),
        "weight_kg is one of 'A', 'B'": drawn(check=holds("isin", ["A", "B"])),
        "weight_kg is C220": drawn(check=holds_where(lambda data: data, description="is C220")),
        "weight_kg is filled": drawn(not_null=True),
        "weight_kg can be read, or is blank": drawn(columns=("weight_kg_status",), check=holds("ne", "unreadable")),
    }
    assert {check_in_words(rule): rule for rule in said.values()} == said


def test_no_check_of_the_book_is_shown_as_code():
    shown = [
        (rule.id, text)
        for layer, table, rule in all_rules()
        for _, text, language in [what_it_finds(rule, layer, table)]
        if language == "words" and re.search("lambda|object at", text)
    ]
    assert shown == []


def test_escalation_and_differences_in_words():
    assert escalation_in_words(None) == "none: every finding is about its own row"
    assert escalation_in_words(Escalation(above_pct=2.0, of="patients", level="stop")) == (
        "more than 5 findings and more than 2 % of the patients it speaks of: the run stops"
    )
    assert difference_in_words(("level", "flag", "reject", "why")) == "level reject instead of flag"
    assert difference_in_words(("thresholds.high", 250.0, 300.0, "why")) == "high 300 instead of 250"
    assert difference_in_words(("escalate_above_pct", None, 2.0, "why")) == "escalates above 2 % instead of never"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["sex_is_present"], "sex is present"),
        (["end_date_is_not_after_death", "exam_date_is_not_after_death"], "… date is not after death"),
        (["bclc_is_a_stage"], "BCLC is a stage"),
        (["one_two", "three_four"], "one two, and the like"),
    ],
)
def test_the_sentence_of_rules_that_say_the_same_is_what_their_names_share(names, sentence):
    rules = [drawn(name=name, where="true") for name in names]
    assert Statement(tuple(Held("staging", "labs", rule, rule) for rule in rules)).sentence == sentence


# --- examples


def drawings_of(number, level, table):
    return next(
        draw_examples(each)
        for entry in read_book()
        for each in entry.held
        if (entry.id, each.written.level, each.table) == (number, level, table)
    )


def test_an_example_shows_only_what_differs_from_the_usual_row():
    (drawing,) = drawings_of("CV-013", "reject", "labs")
    assert (drawing.title, drawing.columns) == ("labs", ("test",))
    assert drawing.rows == ((USUAL, ("AST",)), (PASSES, ("SGOT",)), (PASSES, ("1920-8",)), (BREAKS, ("XYZ",)))


def test_an_example_of_several_rows_shows_the_key_and_what_contradicts_itself():
    first, second = drawings_of("CR-005", "reject", "imaging_reads")
    assert first.title.endswith("a case that passes") and second.title.endswith("a case that breaks the rule")
    place = second.columns.index("overall_response")
    assert [(which, cells[place]) for which, cells in second.rows] == [(BREAKS, "PR"), (BREAKS, "SD")]


def test_a_row_that_only_belongs_to_the_case_is_told_from_the_offending_one():
    drawings = drawings_of("CR-007", "reject", "imaging_reads")
    assert {which for drawing in drawings for which, _ in drawing.rows} == {AROUND, BREAKS}


def test_every_rule_has_a_drawing_that_breaks_it():
    without = [
        (entry.id, each.layer, each.table, each.rule.columns)
        for entry in read_book()
        for each in entry.held
        if not any(which == BREAKS for drawing in draw_examples(each) for which, _ in drawing.rows)
        and not any(drawing.title.endswith(f"{BREAKS}: no row") for drawing in draw_examples(each))
    ]
    assert without == []


def test_what_is_sent_is_drawn_in_place_of_what_and_what_cannot_be_seen_has_a_sign():
    (drawing,) = drawings_of("CV-005", "reject", "drop")
    assert drawing.columns == ("file", "instead_of", "sent", "comes")
    assert drawing.rows[-1] == (BREAKS, ("labs", "ALB,3.9", "ALB,3␀9", "1 finding"))
    assert USUAL not in {which for which, _ in drawing.rows}, "there is no usual row of a drop"


# --- what differs


@pytest.fixture
def changed_settings(tmp_path):
    path = tmp_path / "changed.toml"
    own = '\n[rules.age_years_is_usual]\nlevel = "stop"\nreason = "the protocol names an upper age"\n'
    path.write_text((ROOT / "registry.toml").read_text(encoding="utf-8") + own, encoding="utf-8")
    return path


def test_a_rule_held_otherwise_is_marked_in_the_list_and_explained_on_its_page(listen, changed_settings):
    _, out, _ = listen("PA", "--config", str(changed_settings))
    assert re.search(r"^  PA-001\* stop +patients +age years is usual$", out, re.M)
    assert "* differs from the book, by the settings" in out
    _, out, _ = listen("PA-001", "--config", str(changed_settings))
    assert "from the book: level stop instead of flag; reason: the protocol names an upper age" in " ".join(out.split())


def test_a_threshold_is_shown_with_the_value_of_the_book(monkeypatch):
    from pipelines.book.terminal import threshold_in_words

    written = drawn(thresholds={"high": 250.0}, where="weight_kg > {high}")
    held = Held("staging", "visits", written, drawn(thresholds={"high": 300.0}, where="weight_kg > {high}"))
    assert threshold_in_words(held, "high") == "high = 300 (the book: 250)"
    assert threshold_in_words(Held("staging", "visits", written, written), "high") == "high = 250"


def test_a_difference_is_said_once_though_the_rule_is_held_on_many_columns():
    change = RuleChange(level="flag", reason="the archive is being typed in")
    assert differences({}) == []
    assert differences({"CV-010": change}) == [
        "CV-010 event date is complete to the day: level flag instead of reject (the archive is being typed in)"
    ]
    assert len(rules_in_force({"CV-010": change}).changed_rules()) > 1


@pytest.mark.parametrize("document", ["rules.md", "data_manager.md"])
def test_the_changes_that_the_documents_show_are_read_and_said_as_they_say(document, tmp_path):
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.M)
    (shown,) = (block for block in blocks if "[rules" in block)
    path = tmp_path / "our_hospital.toml"
    own = "\n".join(line.removeprefix("    ") for line in shown.splitlines())
    path.write_text((ROOT / "registry.toml").read_text(encoding="utf-8") + "\n" + own, encoding="utf-8")
    said = differences(load_settings(path).rules)
    assert said
    for block in blocks:
        if "Differs from the book:" in block:
            assert [line.strip() for line in block.strip().splitlines()[1:]] == said


def test_the_documents_name_the_families():
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([A-Z]{2}) \| (.*) \|$", text, re.M) == list(FAMILIES.items())
