"""Lines of systemic therapy: a line begins with a drug, or a pair, that was not given in the line before."""

import pytest

from tests.warehouse_of import INTO_HEPATIC_ARTERY, build_up_to, day, open_drawn, rows_of


def drugs(patient, *given):
    """Draw (drug, days …): by mouth or vein, FLUOROURACIL into the hepatic artery."""
    rows = []
    for drug, *days in given:
        route = INTO_HEPATIC_ARTERY if drug == "FLUOROURACIL" else {"route": "IV"}
        rows += [{**route, "patient_id": patient, "drug": drug, "dose_mg": 8.0, "administration_date": day(offset)} for offset in days]
    return rows


@pytest.fixture(scope="module")
def connection():
    connection = open_drawn(
        drug_administrations=[
            # a pair is one line, though bevacizumab is held once; then another drug, then the first one again
            *drugs("P1", ("ATEZOLIZUMAB", -300, -279, -258), ("BEVACIZUMAB", -300, -258), ("LENVATINIB", -200, -199)),
            *drugs("P1", ("ATEZOLIZUMAB", -100), ("FLUOROURACIL", 0), ("LENVATINIB", 90), ("REGORAFENIB", 150)),
            # two other systemic drugs from one day on are one line; one that is added begins the next, which the first goes on in
            *drugs("P2", ("NIVOLUMAB", -200, -186), ("CABOZANTINIB", -200, -199, -186), ("FLUOROURACIL", 0)),
            *drugs("P3", ("SORAFENIB", -90, -60, -30), ("REGORAFENIB", -60), ("FLUOROURACIL", 0, 28), ("SORAFENIB", 40)),
            *drugs("P4", ("FLUOROURACIL", 0, 28)),
        ],
        procedures=[
            {"patient_id": "P1", "procedure": "TACE", "procedure_date": day(-400)},
            {"patient_id": "P1", "procedure": "TACE", "procedure_date": day(120)},
        ],
    )
    build_up_to(connection, "prior_therapies", "later_therapies")
    return connection


def test_lines_before_the_index_day(connection):
    columns = ("patient_id", "therapy", "line_no", "treatment_days", "first_treatment_date", "last_treatment_date")
    assert rows_of(connection, "prior_therapies", *columns) == [
        ("P1", "ATE_BEVA", 1, 3, day(-300), day(-258)),
        ("P1", "ATE_BEVA", 3, 1, day(-100), day(-100)),
        ("P1", "LENVATINIB", 2, 2, day(-200), day(-199)),
        ("P1", "TACE", None, 1, day(-400), day(-400)),
        ("P2", "CABOZANTINIB", 1, 3, day(-200), day(-186)),
        ("P2", "NIVOLUMAB", 1, 2, day(-200), day(-186)),
        ("P3", "REGORAFENIB", 2, 1, day(-60), day(-60)),
        ("P3", "SORAFENIB", 1, 1, day(-90), day(-90)),
        ("P3", "SORAFENIB", 2, 2, day(-60), day(-30)),
    ]


def test_lines_after_the_index_day_are_counted_on_and_the_first_other_therapy_is_named(connection):
    columns = ("patient_id", "therapy", "line_no", "is_first", "first_treatment_date")
    assert rows_of(connection, "later_therapies", *columns) == [
        ("P1", "LENVATINIB", 4, True, day(90)),
        ("P1", "REGORAFENIB", 5, False, day(150)),
        ("P1", "TACE", None, False, day(120)),
        ("P3", "SORAFENIB", 2, True, day(40)),  # goes on after the index treatment: no new line
    ]
