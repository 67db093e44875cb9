"""The rules in force: what registry.toml may change, what it may not, and what is said of either."""

import datetime as dt
from dataclasses import replace

import pandera.polars as pa
import polars as pl
import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings
from pipelines.settings.rules_in_force import rules_in_force, wrong_changes
from pipelines.settings.sections import RuleChange, Settings
from pipelines.settings.study import Study
from schemas.column_check import holds
from schemas.planned_rows import dose_by_surface, one_day
from schemas.rule import Protocol, Rule
from tests.small_drop import SmallDrop


def change(**what):
    return RuleChange(reason="our ward weighs in boots", **what)


def drawn(rule_id, name, level, **how):
    texts = dict.fromkeys(("category", "when_null", "message", "action", "citation"), "drawn")
    return Rule(id=rule_id, name=name, level=level, columns=("weight_kg",), **texts, **how)


WEIGHT = {"low": 25.0, "high": 250.0}
DRAWN = {
    ("raw", "drop"): (drawn("CV-901", "file_is_there", "stop", held_by="a.b"),),
    ("staging", "visits"): (
        drawn(
            "PA-903",
            "weight_is_possible",
            "reject",
            thresholds=WEIGHT,
            check=lambda limits: holds("in_range", limits["low"], limits["high"]),
        ),
        drawn("PA-903", "weight_is_usual", "flag", thresholds={"soft_high": 130.0, **WEIGHT}, where="weight_kg > {soft_high}"),
        drawn("PA-904", "weight_is_there", "flag", where="weight_kg is null"),
    ),
    ("cohort", "people"): (
        drawn("TE-901", "times_agree", "stop", where="true"),
        drawn("MR-901", "responses_agree", "flag", where="true"),
    ),
}


@pytest.fixture(autouse=True)
def drawn_book(monkeypatch):
    monkeypatch.setattr("pipelines.settings.rules_in_force.layer_tables", lambda layer: tuple(table for of, table in DRAWN if of == layer))
    monkeypatch.setattr("pipelines.settings.rules_in_force.table_rules", lambda layer, table: DRAWN[layer, table])


def test_nothing_changed_is_the_book():
    book = rules_in_force({})
    assert book.rules("staging", "visits") == DRAWN["staging", "visits"]
    assert book.changed_rules() == []


def test_a_level_and_a_threshold_are_changed_by_name_or_by_number():
    book = rules_in_force({"PA-904": change(level="reject"), "weight_is_usual": change(thresholds={"soft_high": 140.0})})
    possible, usual, there = book.rules("staging", "visits")
    assert (possible, usual.filled(usual.where), there.level) == (DRAWN["staging", "visits"][0], "weight_kg > 140", "reject")
    assert [(one["rule"], one["changed"], one["book"], one["in_force"], one["reason"]) for one in book.changed_rules()] == [
        ("PA-903", "thresholds.soft_high", 130.0, 140.0, "our ward weighs in boots"),
        ("PA-904", "level", "flag", "reject", "our ward weighs in boots"),
    ]


def test_a_threshold_of_a_number_is_changed_in_all_its_rules_that_have_it():
    possible, usual, _ = rules_in_force({"PA-903": change(thresholds={"high": 300.0})}).rules("staging", "visits")
    assert (possible.thresholds["high"], usual.thresholds["high"], usual.thresholds["soft_high"]) == (300.0, 300.0, 130.0)


def test_the_schema_checks_the_thresholds_in_force(monkeypatch):
    from types import SimpleNamespace

    monkeypatch.setattr(
        "pipelines.settings.rules_in_force.table_schema", lambda *_: SimpleNamespace(TYPES={"weight_kg": pl.Float64}, SCHEMA="as written")
    )
    assert rules_in_force({}).schema("staging", "visits") == "as written"
    schema = rules_in_force({"PA-903": change(thresholds={"high": 300.0})}).schema("staging", "visits").made()
    schema.validate(pl.DataFrame({"weight_kg": [299.0]}))
    with pytest.raises(pa.errors.SchemaError):
        schema.validate(pl.DataFrame({"weight_kg": [301.0]}))


def test_an_escalation_is_changed_or_made():
    _, _, there = rules_in_force({"PA-904": change(escalate_above_pct=2.0)}).rules("staging", "visits")
    assert (there.escalation.above_pct, there.escalation.level, there.escalation.min_count) == (2.0, "flag", 5)


@pytest.mark.parametrize(
    ("key", "what", "said"),
    [
        ("PA-94", {"level": "flag"}, 'rules."PA-94": there is no rule PA-94; did you mean PA-904?'),
        ("weight_is_posible", {"level": "flag"}, "did you mean weight_is_possible?"),
        ("PA-904", {}, "changes nothing; it needs off, accepted, level, thresholds or escalate_above_pct"),
        ("PA-904", {"thresholds": {"high": 1.0}}, "there is no threshold high; the rule has none"),
        ("weight_is_usual", {"thresholds": {"soft_hgih": 1.0}}, "there is no threshold soft_hgih; did you mean soft_high?"),
        ("PA-903", {"level": "flag"}, "name the one that is meant: weight_is_possible (reject), weight_is_usual (flag)"),
        ("weight_is_possible", {"thresholds": {"low": 251.0}}, "low = 251 lies above high = 250"),
        ("MR-901", {"level": "reject"}, "reject is no level of this rule; it may be flag or stop"),
        ("TE-901", {"level": "flag"}, "a rule that stops before the statistics holds the registry's own arithmetic and cannot be weakened"),
        ("CV-901", {"level": "flag"}, "the rule is held while the drop is loaded, and its level cannot be changed"),
        ("CV-901", {"off": True}, ".off: the rule is held while the drop is loaded, and cannot be off"),
        ("TE-901", {"off": True}, ".off: a rule that stops before the statistics holds the registry's own arithmetic and cannot be off"),
        ("PA-904", {"off": True, "level": "reject"}, "a rule that is off has no level, thresholds or escalation, and is not accepted"),
    ],
)
def test_what_may_not_be_changed_is_said(key, what, said):
    (fault,) = wrong_changes({key: change(**what)})
    assert fault.startswith(f'rules."{key}"') and fault.endswith(said)


@pytest.mark.parametrize("what", [{"level": "stop"}, {"level": "flag"}, {"escalate_above_pct": 5.0}, {"off": True}])
def test_what_may_be_changed_is_no_fault(what):
    assert list(wrong_changes({"MR-901": change(**what)})) == []


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('[rules."MR-901"]\nlevel = "stop"\n', "rules.MR-901.reason: Field required"),
        ('[rules."MR-901"]\nlevel = "stop"\nreason = " "\n', "rules.MR-901.reason: Value error, is blank; say why"),
        ('[rules."MR-901"]\nlevel = "halt"\nreason = "x"\n', "rules.MR-901.level: Input should be 'reject', 'flag' or 'stop'"),
        ('[rules."MR-901"]\nlevle = "stop"\nreason = "x"\n', "unknown key rules.MR-901.levle; did you mean level?"),
        ('[rules."MR-91"]\nlevel = "stop"\nreason = "x"\n', 'rules."MR-91": there is no rule MR-91; did you mean MR-901?'),
        ('[rules."mr-901"]\nlevel = "stop"\nreason = "x"\n', 'rules."mr-901": there is no rule mr-901; did you mean MR-901?'),
        ('[rules.weight_is_usual]\nthresholds = { soft_high = nan }\nreason = "x"\n', "soft_high: Input should be a finite number"),
    ],
)
def test_the_settings_file_says_what_is_wrong_with_a_rule(tmp_path, block, said):
    drop = SmallDrop(tmp_path / "hospital")
    drop.set("[sources.emr]\n", block + "\n[sources.emr]\n")
    with pytest.raises(UnusableSettings) as caught:
        load_settings(drop.config)
    assert str(caught.value).endswith(said)


def test_a_change_is_read_and_makes_another_run(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    before = load_settings(drop.config).model_dump_json()
    drop.set("[sources.emr]\n", '[rules."MR-901"]\nlevel = "stop"\nreason = "agreed in May"\n\n[sources.emr]\n')
    settings = load_settings(drop.config)
    assert settings.rules["MR-901"].level == "stop"
    assert settings.model_dump_json() != before  # of which the run's id is made


def test_a_rule_is_off_with_a_reason():
    book = rules_in_force({"weight_is_usual": change(off=True)})
    assert [rule.name for rule in book.rules("staging", "visits")] == ["weight_is_possible", "weight_is_there"]
    assert [(one["table"], one["rule"], one["name"], one["reason"]) for one in book.off_rules()] == [
        ("visits", "PA-903", "weight_is_usual", "our ward weighs in boots")
    ]
    assert len(book.with_those_off("staging", "visits")) == 3 and book.changed_rules() == []  # its thresholds stay those of other SQL


def test_a_rule_that_is_off_needs_a_reason(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    drop.set("[sources.emr]\n", '[rules."MR-901"]\noff = true\n\n[sources.emr]\n')
    with pytest.raises(UnusableSettings, match=r"rules.MR-901.reason: Field required"):
        load_settings(drop.config)


ONCE = Protocol(of=(dose_by_surface, one_day), in_words="a dose by body surface on one day", tells="doses")


@pytest.mark.parametrize(
    ("study", "message"),
    [
        (None, "not the planned one"),  # the book as written
        ({"index_treatment": "HAIC", "regimens": ["FP"]}, "not the planned one (cisplatin 60 mg/m2)"),
        (
            {"index_treatment": "HAIC", "regimens": ["FP"], "regimen": [{"regimen": "FP", "drug": "CISPLATIN", "dose": 45}]},
            "not the planned one (cisplatin 45 mg/m2)",
        ),
        ({"index_treatment": "HAIC", "regimens": ["FOLFOX"]}, "not the planned one (oxaliplatin 85 mg/m2, leucovorin 400 mg/m2)"),
        ({"index_treatment": "TACE"}, None),
        ({"index_treatment": "LENVATINIB"}, None),
    ],
)
def test_a_rule_of_a_protocol_says_the_plan_in_force_and_is_off_where_there_is_none(monkeypatch, study, message):
    rule = replace(drawn("TX-901", "dose_is_planned", "flag", where="true", protocol=ONCE), message="not the planned one ({plan})")
    monkeypatch.setitem(DRAWN, ("staging", "visits"), (rule,))
    book = rules_in_force({}, Study.model_validate(study) if study else None)
    assert [held.filled(held.message) for held in book.rules("staging", "visits")] == ([message] if message else [])
    reason = "no regimen of the study plans a dose by body surface on one day"
    assert [one["reason"] for one in book.off_rules()] == ([] if message else [reason])


def test_a_planned_dose_is_no_threshold_and_the_sentence_says_where_it_stands(monkeypatch):
    monkeypatch.setitem(DRAWN, ("staging", "visits"), (drawn("TX-901", "dose_is_planned", "flag", where="true", protocol=ONCE),))
    (fault,) = wrong_changes({"TX-901": change(thresholds={"mg_per_m2": 400.0})})
    assert fault.endswith("there is no threshold mg_per_m2; the rule has none; what a regimen plans is said in [[study.regimen]]")


def test_a_change_may_have_an_end():
    settings = SETTINGS_WITH_END.on(dt.date(2024, 6, 30))
    assert set(settings.rules) == {"PA-904", "MR-901"} and SETTINGS_WITH_END.ended_on(dt.date(2024, 6, 30)) == ()
    after = dt.date(2024, 7, 1)
    assert set(SETTINGS_WITH_END.on(after).rules) == {"MR-901"}
    assert SETTINGS_WITH_END.ended_on(after) == (
        "PA-904 is held as in the book again: the change in [rules] was until 2024-06-30 (our ward weighs in boots)",
    )


SETTINGS_WITH_END = Settings.model_construct(
    rules={"PA-904": change(off=True, until=dt.date(2024, 6, 30)), "MR-901": change(accepted=True)}
)


def test_a_rule_may_be_accepted_as_a_whole_and_that_is_said():
    changes = {"MR-901": change(accepted=True, until=dt.date(2024, 6, 30))}
    assert list(wrong_changes(changes)) == []
    book = rules_in_force(changes)
    assert book.is_accepted(DRAWN["cohort", "people"][1]) and not book.is_accepted(DRAWN["cohort", "people"][0])
    (said,) = book.changed_rules()
    assert (said["rule"], said["changed"], said["in_force"], said["reason"]) == (
        "MR-901",
        "accepted as a whole",
        "2024-06-30",
        "our ward weighs in boots",
    )


@pytest.mark.parametrize(
    ("key", "what", "fault"),
    [
        ("weight_is_possible", {}, "the rule quarantines rows"),
        ("weight_is_possible", {"level": "flag"}, ""),  # then the rows are kept
        ("TE-901", {}, "a rule that stops the run asks nobody"),
        ("PA-904", {"off": True}, "a rule that is off has no level, thresholds or escalation, and is not accepted"),
    ],
)
def test_what_quarantines_or_stops_is_not_accepted_as_a_whole(key, what, fault):
    assert [fault in said for said in wrong_changes({key: change(accepted=True, **what)})] == ([True] if fault else [])
