"""Of a patient who has withdrawn no row is taken, though the hospital still sends them; a list that cannot be read ends the run."""

import json

import pytest

from pipelines.raw.pseudonyms import pseudonym_of
from pipelines.raw.withdrawn import LIST, Withdrawal, read_withdrawals, withdrawn_patients
from pipelines.settings.errors import UnusableSettings
from tests.small_drop import KEY, SmallDrop

HEAD = "number,day,scope\n"


def test_without_a_list_nobody_has_withdrawn(tmp_path):
    assert read_withdrawals(tmp_path / LIST) == [] and withdrawn_patients(tmp_path / LIST, b"key") == ()


def test_a_list_names_patients_by_their_number_once(tmp_path):
    path = tmp_path / LIST
    path.write_text("\ufeffNumber, Day, Scope\n 00000001 ,2024-05-02,All\n\n00000001,2024-06-02,future use only\n", encoding="utf-8")
    first, second = read_withdrawals(path)
    assert first == Withdrawal("00000001", first.day, "all") and second.scope == "future use only"
    assert withdrawn_patients(path, b"key") == (pseudonym_of("00000001", b"key"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line is not number,day,scope"),
        ("no,day\n", "its first line is not number,day,scope"),
        (HEAD + "00000001,2024-05-02\n", "line 2: it has not a number, a day and a scope"),
        (HEAD + ",2024-05-02,all\n", "line 2: it has not a number, a day and a scope"),
        (HEAD + "00000002,2024-05-01,all\n00000001,02.05.2024,all\n", "line 3: the day is not written as 2024-12-31"),
        (HEAD + "00000001,2024-05-02,some\n", "line 2: the scope is neither future use only nor all"),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_names_nobody(tmp_path, text, said):
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSettings, match=said) as refused:
        read_withdrawals(tmp_path / LIST)
    assert "0000000" not in str(refused.value)


@pytest.mark.slow
def test_who_has_withdrawn_is_gone_from_the_next_release_and_nobody_asks(tmp_path):
    drop = SmallDrop(tmp_path)
    assert drop.run() == 0
    pseudonym = pseudonym_of("00000001", bytes.fromhex(KEY))
    assert pseudonym in {row["patient_id"] for row in drop.rows("cohort/patients")}

    (drop.data / "restricted" / LIST).write_text(HEAD + "00000001,2024-05-02,all\n", encoding="utf-8")
    assert drop.run() == 0
    assert {row["patient_id"] for row in drop.rows("accepted/patients")}.isdisjoint({pseudonym})
    results = json.loads((drop.current / "results.json").read_text(encoding="utf-8"))
    assert results["withdrawn"] == {
        "patients": 1,
        "rows": {
            "adverse_events": 1,
            "assessments": 1,
            "drug_administrations": 2,
            "follow_up": 1,
            "imaging_reads": 4,
            "labs": 3,
            "lesions": 4,
            "patients": 1,
            "procedures": 1,
        },
    }
    assert "CP-016" not in {row["rule"] for row in drop.findings()}
    named = pseudonym.encode()
    kept = [path for folder in ("registry", "restricted") for path in (drop.data / folder / "current").resolve().rglob("*")]
    assert [path.name for path in kept if path.is_file() and named in path.read_bytes()] == []
