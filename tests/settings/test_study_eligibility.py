"""What a study says of eligibility is checked when the settings are read: names, facts, operators, values; each in a sentence."""

import pytest

from pipelines.settings.errors import UnusableSettings
from pipelines.settings.load_settings import load_settings

BEGINNING = """
[registry]
name = "Hospital"
[readers]
R1 = "reader"
[sources.emr.tables.patients]
files = ["p.csv"]
[study]
"""


def own(**keys: str) -> str:
    given = {"name": '"own"', "fact": '"ecog"', "operator": '"<="', "value": "2", "reason": '"ECOG over 2"'} | keys
    return "[[study.eligibility_criterion]]\n" + "\n".join(f"{key} = {value}" for key, value in given.items() if value)


@pytest.fixture
def read(tmp_path):
    def _read(text: str):
        (tmp_path / "registry.toml").write_text(BEGINNING + text, encoding="utf-8")
        return load_settings(tmp_path / "registry.toml").study

    return _read


@pytest.mark.parametrize(
    "text",
    [
        'eligibility.has_sex = { off = true, reason = "not in the extracts" }',
        "eligibility.is_adult = { value = [12, 17] }",
        'eligibility.has_hcc = { value = ["C220", "C221"] }',
        own(),
        own(fact='"virus"', operator='"="', value='"viral"'),
        own(fact='"HGB"', operator='"between"', value="[8, 17.5]", after='"is_adult"'),
        own(fact='"assessment_date"', operator='">="', value="2023-01-31"),
        own(fact='"portal_vein_invasion"', operator='"="', value="false"),
        own(fact='"albi"', operator='"known"', value="", before='"has_arm"'),
    ],
)
def test_what_can_be_asked(read, text):
    assert read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("eligibility.is_adlt = { value = [12, 17] }", "there is no criterion is_adlt; did you mean is_adult?"),
        ("eligibility.is_adult = { of = true }", "unknown key study.eligibility.is_adult.of; did you mean off?"),
        ("eligibility.is_adult = { off = true }", "study.eligibility.is_adult: Value error, is off; say why with reason"),
        ('eligibility.is_adult = { off = true, reason = "r", value = [1, 2] }', "is off and has a value; it can be one of the two"),
        ('eligibility.is_adult = { reason = "r" }', "changes nothing; it needs off = true with a reason, or a value"),
        ("eligibility.is_adult = { value = 18 }", "study.eligibility.is_adult.value: between needs two values, the lower one first"),
        ("eligibility.is_adult = { value = [17, 12] }", "study.eligibility.is_adult.value: 17 lies above 12; the lower one stands first"),
        ('eligibility.is_adult = { value = ["young", 17] }', "age_years is a number, and young is none"),
        ('eligibility.has_arm = { off = true, reason = "r" }', "study.eligibility.has_arm.off: nothing can be computed of patients"),
        ("eligibility.has_follow_up = { value = false }", "study.eligibility.has_follow_up.value: this criterion is compared with nothing"),
        ("eligibility.is_in_study_window = { value = [1, 2] }", "study.eligibility.is_in_study_window.value: stands in study.window"),
        (
            own(fact='"ecogg"'),
            "study.eligibility_criterion own.fact: there is no variable, laboratory test or column ecogg; did you mean ecog",
        ),
        (own(operator='"at_most"'), "study.eligibility_criterion.0.operator"),
        (own(value="[1, 2]"), "<= needs one value"),
        (own(operator='"between"'), "between needs two values"),
        (own(operator='"in"', value=""), "in needs a list of values"),
        (own(operator='"known"'), "known is compared with nothing; leave the value out"),
        (own(value='"two"'), "study.eligibility_criterion own.value: ecog is a number, and two is none"),
        (own(fact='"bclc"', operator='"="', value='"E"'), "is never E"),
        (own(fact='"bclc"', value='"C"'), "has no order, so that <= says nothing of it; use =, !=, in, not_in or known"),
        (own(fact='"index_date"', value='"2023"'), "index_date is a day, and 2023 is none; write it as 2023-01-31"),
        (own(name='"has_hcc"'), "there is another criterion of this name; give this one a name of its own"),
        (own(name='"Own"'), "study.eligibility_criterion.0.name"),
        (
            own(after='"is_adlt"'),
            "study.eligibility_criterion own.after: there is no criterion is_adlt before this one; did you mean is_adult?",
        ),
        (own(after='"is_adult"', before='"has_arm"'), "names a place before and one after; one is enough"),
        (own(reason='""'), "study.eligibility_criterion.0.reason"),
        (own(reson='"r"'), "unknown key study.eligibility_criterion.own.reson; did you mean reason?"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(read, text, said):
    with pytest.raises(UnusableSettings) as refused:
        read(text)
    assert said in str(refused.value)
