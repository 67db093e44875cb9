"""One row says what is planned: the percentage, the footnote, the message of the rule and its page follow it together."""

import polars as pl
import pytest

from pipelines.analysis.safety import GradeTable, Safety, fit_exposure
from pipelines.book.pages import draw_pages
from pipelines.gate.self_test.example_settings import STUDY
from pipelines.report.safety_tables import print_safety
from pipelines.settings.rules_in_force import rules_in_force
from pipelines.settings.study import Study
from pipelines.warehouse.study_tables import fill_study_tables
from tests.warehouse_of import INTO_HEPATIC_ARTERY, build_up_to, day, open_drawn

RESULTS = {"run_id": "2024-12-31-0123456789ab", "as_of": "2024-12-31", "registry": "Drawn by hand", "rules": []}
PAPER = STUDY.model_dump(exclude_defaults=True)


def session(start):
    """Draw 850 mg of fluorouracil on each of three days and 102 mg of cisplatin, for 1.70 m2: 500 and 60 mg/m2."""
    given = [("FLUOROURACIL", 850.0, 0), ("FLUOROURACIL", 850.0, 1), ("CISPLATIN", 102.0, 1), ("FLUOROURACIL", 850.0, 2)]
    return [
        {**INTO_HEPATIC_ARTERY, "drug": drug, "dose_mg": mg, "administration_date": day(start + offset), "bsa_m2": 1.7}
        for drug, mg, offset in given
    ]


@pytest.mark.parametrize(
    ("own", "percent", "planned"),
    [
        ([], 100.0, "500"),
        ([{"regimen": "FP", "drug": "FLUOROURACIL", "dose": 400}], 125.0, "400"),  # 850 / (400 x 1.70) = 125 %
    ],
)
def test_a_changed_dose_changes_the_percentage_the_footnote_the_message_and_the_page(own, percent, planned):
    study = Study.model_validate({**PAPER, "regimen": own})
    connection = open_drawn(drug_administrations=session(0))
    fill_study_tables(connection, study)
    build_up_to(connection, "exposures", "dose_intensities")
    patients = pl.DataFrame({"patient_id": ["P1"], "arm": ["first_line"]})
    exposure = fit_exposure(patients, *(connection.sql(f"select * from cohort.{name}").pl() for name in ("exposures", "dose_intensities")))
    assert dict(exposure[0].relative_doses)["fluorouracil"].mean == percent

    nothing = GradeTable(("first_line", "all"), ())
    *_, table = print_safety(Safety(nothing, nothing, nothing, exposure), study, 5, ("Table S1", "Table S2", "Table S3", "Table S4"))
    assert f"(fluorouracil 3 × {planned} mg/m², cisplatin 60 mg/m²)" in table.notes[0]

    plan = f"the planned one (fluorouracil {planned} mg/m2)"
    rules = [rule for rule in rules_in_force({}, study).rules("staging", "drug_administrations") if rule.id == "TX-001"]
    assert len(rules) == 2 and all(plan in rule.filled(rule.message) for rule in rules)
    assert plan in draw_pages({}, RESULTS, study)["TX-001.html"]


@pytest.mark.parametrize(("own", "days"), [([], 42), ([{"regimen": "FP", "late_after_days": 35}], 35)])
def test_a_cycle_is_late_after_the_days_that_the_footnote_says(own, days):
    study = Study.model_validate({**PAPER, "regimen": own})
    connection = open_drawn(drug_administrations=[*session(0), *session(36)])
    fill_study_tables(connection, study)
    build_up_to(connection, "exposures")
    assert connection.sql("select late_cycle_count from cohort.exposures").fetchall() == [(int(days < 36),)]
    *_, table = print_safety(Safety(*[GradeTable(("first_line", "all"), ())] * 3, ()), study, 5, ("", "", "", ""))
    assert f"Late: begun more than {days} days after the one before." in table.notes[0]


def test_a_rule_that_is_off_is_listed_with_its_reason():
    pages = draw_pages({}, RESULTS, Study.model_validate({"index_treatment": "TACE"}))
    said = "Reason: no regimen of the study plans an interval between cycles"
    assert said in pages["TX-004.html"] and said in pages["index.html"]
