"""One fault makes one finding: the rules that would cry about its consequences stay silent."""

import pytest

from pipelines.gate.self_test.draw_cases import raw_rows
from schemas.examples.drawing import fine
from tests.staging_of import open_raw
from tests.whole_path import slow_to_make

SECOND = {"reader_id": "R2"}
SAMPLE = {"collected_at": "2022-03-01 08:00", "specimen_id": "S1"}
FAULTS = {  # what was sent -> what is found, at which table
    # the birth date is the day of the last letter: what came before it is not each a finding of its own
    "born_after_the_diagnosis": (
        {
            "patients": [{"birth_date": "2022-05-04", "hcc_dx_date": "2012-03-02"}],
            "labs": [{}],
            "assessments": [{}],
            "drug_administrations": [{}],
        },
        {("PT-002", "patients"), ("CR-002", "labs"), ("CR-002", "assessments"), ("CR-002", "drug_administrations")},
    ),
    "born_in_the_future": (
        {"patients": [{"birth_date": "2055-03-02", "hcc_dx_date": None}], "labs": [{}]},
        {("PT-001", "patients"), ("CR-002", "labs")},
    ),
    # 12 or 13 April: the lesions of either reader are on the day of a read
    "readers_differ_on_the_day": (
        {
            "imaging_reads": [{}, SECOND | {"exam_date": "2022-04-13"}],
            "lesions": [{}, SECOND | {"exam_date": "2022-04-13"}],
        },
        {("CR-008", "imaging_reads"), ("CR-007", "lesions")},
    ),
    # 2200 per uL are 2.2: not more than 5 leucocytes
    "neutrophils_in_another_unit": (
        {
            "labs": [
                {**SAMPLE, "test": "ANC", "value": "2200", "unit": "10^3/uL"},
                fine(**SAMPLE, test="WBC", value="5", unit="10^3/uL"),
            ]
        },
        {("PA-011", "labs"), ("PA-014", "labs")},
    ),
    "a_number_for_unknown": (
        {"labs": [{"test": "AST", "value": "9999", "unit": "U/L"}]},
        {("CV-025", "labs")},
    ),
}


@pytest.fixture(scope="module")
@slow_to_make
def found():
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import part_rows

    drawn = {place: {"patients": [{}], **case} for place, (case, _) in enumerate(FAULTS.values())}
    tables, _ = raw_rows(drawn.items())
    connection = open_raw(tables)
    check_layer(connection, "staging")
    part_rows(connection)
    rows = connection.execute('select row_key, rule, level, "table" from gate.findings where row_key is not null').fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("place", range(len(FAULTS)), ids=list(FAULTS))
def test_what_follows_from_a_fault_is_not_found_again(found, place):
    _, expected = list(FAULTS.values())[place]
    assert {(rule, table) for key, rule, _, table in found if key.startswith(f"{place}:")} == expected


def test_neutrophils_that_are_impossible_are_not_held_against_leucocytes(found):
    place = list(FAULTS).index("neutrophils_in_another_unit")
    assert {(rule, level) for key, rule, level, _ in found if key.startswith(f"{place}:")} == {("PA-011", "reject"), ("PA-014", "flag")}
