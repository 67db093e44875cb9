"""Words of the settings that come to print name no patient; how a hospital writes its files is its own."""

import pytest

from pipelines.raw.identifiers import Identifiers
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.sections import Settings
from pipelines.settings.words import refuse_naming_words

KNOWN = Identifiers(frozenset({"90817263"}), frozenset({"홍카나리"}), "[0-9]{8}")


def settings(*, name="Small", reason="why", files="labs*.csv", codes="64220311", arm="First line", key="public"):
    return Settings.model_validate(
        {
            "registry": {"name": name, "patient_id_pattern": "[0-9]{8}"},
            "identity": {"key_file": key},
            "study": {"arms": [{"name": "first", "label": arm}]},
            "rules": {"CP-004": {"off": True, "reason": reason}},
            "sources": {"emr": {"tables": {"labs": {"files": [files], "codes": {"test": {codes: "AST"}}, "missing": [codes]}}}},
        }
    )


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "Registry of 홍카나리"}, "registry.name"),
        ({"reason": "90817263 is dead"}, "rules.CP-004.reason"),
        ({"reason": "call 010-9081-7264"}, "rules.CP-004.reason"),
        ({"files": "labs_90817263.csv"}, "sources.emr.labs.files"),
        ({"arm": "First 12345678"}, "study.arms.label"),
    ],
)
def test_a_word_that_names_a_patient_is_refused_by_its_key(changes, where):
    with pytest.raises(UnusableSettings, match=f"what stands under {where} looks like") as caught:
        refuse_naming_words(settings(**changes), KNOWN)
    assert not any(word in str(caught.value) for word in ("90817263", "홍카나리", "9081-7264", "12345678"))


def test_codes_of_the_hospital_and_the_place_of_the_key_are_not_printed():
    refuse_naming_words(settings(codes="90817263", key="/keys/90817263.key"), KNOWN)
