"""Faults in what is written at a visit: performance status, liver function, stage, tumour burden, body size."""

from datetime import timedelta

from pipelines.synthetic.extract import Raw
from pipelines.synthetic.fault import Case, kind
from tests.faults.kinds.lab_units import printed


def later(case: Case):
    """Return a visit after the baseline."""
    return case.row("assessments", lambda visit: case.day(visit["assessment_date"]) > 0)


def baseline(case: Case):
    """Return the baseline visit."""
    return case.row("assessments", lambda visit: case.day(visit["assessment_date"]) == case.journey.visits[0])


@kind("assessments", "CC-003")
def the_child_pugh_class_is_one_above_its_score(case: Case):
    visit = later(case)
    case.need(visit["child_pugh_class"] in "AB")
    case.wrong(visit, child_pugh_class="B" if visit["child_pugh_class"] == "A" else "C")


@kind("assessments", "CC-002")
def the_child_pugh_score_is_not_the_sum_of_its_items(case: Case):
    visit = baseline(case)
    case.need(visit["child_pugh_score"] == 5)
    case.wrong(visit, child_pugh_score=6)


@kind("assessments", "PA-019", truth=lambda truth: truth.bclc in ("0/A", "B") and truth.ecog == 0)
def an_early_stage_is_recorded_with_a_performance_status_of_2(case: Case):
    case.wrong(baseline(case), ecog=2)


@kind("assessments", "PA-019", truth=lambda truth: truth.pvi)
def an_early_stage_is_recorded_with_a_tumour_in_the_portal_vein(case: Case):
    case.wrong(baseline(case), bclc="A")


@kind("assessments", "CV-018", journey="tace_only")
def a_performance_status_of_5_is_recorded_at_a_visit(case: Case):
    case.wrong(case.row(), ecog=5)


@kind("assessments", "PA-017", truth=lambda truth: truth.size_cm >= 4)
def a_tumour_size_in_mm_stands_in_the_column_of_cm(case: Case):
    visit = later(case)
    case.wrong(visit, largest_tumour_cm=round(visit["largest_tumour_cm"] * 10))


@kind("assessments", "PA-023")
def no_tumour_is_counted_and_one_is_measured(case: Case):
    case.wrong(later(case), tumour_count=0)


@kind("assessments", "PA-002")
def height_and_weight_are_swapped(case: Case):
    visit = later(case)
    case.wrong(visit, height_cm=visit["weight_kg"], weight_kg=visit["height_cm"])


@kind("assessments", "PA-002")
def a_height_is_in_inches(case: Case):
    visit = later(case)
    case.wrong(visit, height_cm=round(visit["height_cm"] / 2.54, 1))


@kind("assessments", "PA-002")
def a_height_is_in_metres(case: Case):
    visit = later(case)
    case.wrong(visit, height_cm=round(visit["height_cm"] / 100, 2))


@kind("assessments", "PA-022")
def a_weight_is_in_pounds(case: Case):
    visit = later(case)
    case.wrong(visit, weight_kg=round(visit["weight_kg"] * 2.2046, 1))


@kind("assessments", "PA-022")
def two_digits_of_a_weight_are_swapped(case: Case):
    def swapped(visit) -> float:
        tens, ones = divmod(int(visit["weight_kg"]), 10)
        return float(10 * ones + tens)

    visit = later(case)
    case.need(36 < swapped(visit) < 130 and abs(swapped(visit) / visit["weight_kg"] - 1) > 0.2)
    case.wrong(visit, weight_kg=swapped(visit))


@kind("assessments", "PA-020", truth=lambda truth: truth.etiology == "HBV")
def hepatitis_b_is_the_cause_and_the_surface_antigen_is_negative(case: Case):
    visit = baseline(case)
    result = next(row for row in case.rows("labs", test="AST") if case.day(row["collected_at"]) <= case.journey.visits[0])
    case.add("labs", result, test=Raw("HBsAg"), **printed("HBSAG", "0.12", "S/CO"))
    case.mark(visit)


@kind("assessments", "CR-012")
def one_visit_stands_twice_with_different_weights(case: Case):
    visit = later(case)
    case.mark(visit, case.add("assessments", visit, weight_kg=round(visit["weight_kg"] + 1.5, 1)))


@kind("assessments", "PT-001", journey="tace_only")
def a_visit_is_dated_ten_years_ahead(case: Case):
    visit = case.row()
    case.wrong(visit, assessment_date=visit["assessment_date"] + timedelta(3653))


@kind("assessments", "CV-009", journey="tace_only")
def the_day_of_a_visit_is_on_no_calendar(case: Case):
    case.wrong(case.row(), assessment_date=Raw("2022-02-30"))
