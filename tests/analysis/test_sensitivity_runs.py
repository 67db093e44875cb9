"""The runs side by side and the bounds of quarantined rows: small cohorts drawn here."""

import polars as pl
import pytest

from pipelines.analysis.safety import fit_safety
from pipelines.analysis.sensitivity import count_changed, fit_bounds, fit_sensitivity_runs
from schemas.cohort.safety import adverse_event_grades, lab_toxicities
from schemas.cohort.treatment import dose_intensities, exposures
from tests.analysis.cohort_frame import SETS, paper_choices, patients_frame, reconstructed_patients


def row(patient_id, best, died=False, **changes):
    return {"patient_id": patient_id, "arm": "first_line", "best_response": best, "os_event": died, "os_days": 100} | changes


COHORT = patients_frame(row("P1", "PR"), row("P2", "SD", died=True), row("P3", "PD", died=True), row("P4", "CR"))


def quarantined(inside=(), waiting=()):
    rows = [(patient, True) for patient in inside] + [(patient, False) for patient in waiting]
    return pl.DataFrame(rows, schema={"patient_id": pl.String, "is_in_cohort": pl.Boolean}, orient="row")


def counts(bounds):
    shares = {case.name: (*(share for *_, share in case.rates), case.deaths) for case in bounds.cases}
    return {name: [(share.count, share.total) for share in case] for name, case in shares.items()}


@pytest.mark.parametrize(
    ("inside", "waiting", "worst", "best"),
    [
        ([], [], [(2, 4), (3, 4), (2, 4)], [(2, 4), (3, 4), (2, 4)]),  # both are the primary analysis
        (["P1"], [], [(1, 4), (2, 4), (2, 4)], [(2, 4), (3, 4), (2, 4)]),  # a responder may be none
        (["P3"], [], [(2, 4), (3, 4), (2, 4)], [(3, 4), (4, 4), (2, 4)]),  # and the other way
        ([], ["W1", "W2"], [(2, 6), (3, 6), (4, 6)], [(4, 6), (5, 6), (2, 6)]),
        (["P1"], ["W1"], [(1, 5), (2, 5), (3, 5)], [(3, 5), (4, 5), (2, 5)]),
    ],
)
def test_bounds(inside, waiting, worst, best):
    bounds = fit_bounds(COHORT, quarantined(inside, waiting), SETS)
    assert (bounds.inside, bounds.waiting) == (len(inside), len(waiting))
    assert counts(bounds) == {"primary": [(2, 4), (3, 4), (2, 4)], "worst": worst, "best": best}


def test_patients_who_change_are_counted_in_either_cohort():
    other = patients_frame(row("P1", "PR"), row("P2", "PR", died=True), row("P3", "PD", died=True, os_days=90), row("P5", "SD"))
    # P2 responds, P3 dies earlier, P4 is no longer there, P5 is new
    columns = ("arm", "best_response", "os_days", "os_event")
    assert (count_changed(COHORT, other, columns), count_changed(COHORT, COHORT, columns)) == (4, 0)


def test_the_primary_analysis_comes_first_and_is_that_of_the_paper():
    patients = reconstructed_patients()
    later = patients.with_columns(pfs_event=pl.lit(False))  # nobody progresses
    primary, other = fit_sensitivity_runs(patients, [("x", "No events", later)], paper_choices())
    assert (primary.name, primary.changed, primary.patients) == ("primary", 0, 100)
    _, progression = primary.endpoints
    (term,) = progression.arm_terms
    assert term.name == "post_ate_beva" and term.hazard_ratio is not None
    assert other.changed == int(patients["pfs_event"].sum())
    survival, progression = other.endpoints
    assert (survival.changed, progression.changed) == (0, other.changed)
    assert progression.arm_terms[0].hazard_ratio is None and progression.arm_terms[0].note == "no events"


def test_any_event_counts_each_patient_once_and_other_terms_come_last():
    events = pl.DataFrame(
        [
            {"patient_id": "P1", "term": "OTHER", "worst_grade": 3},
            {"patient_id": "P1", "term": "Nausea", "worst_grade": 1},
            {"patient_id": "P2", "term": "Vomiting", "worst_grade": 2},
        ],
        schema={name: adverse_event_grades.TYPES[name] for name in ("patient_id", "term", "worst_grade")},
    )
    toxicities, given, doses = (pl.DataFrame(schema=module.TYPES) for module in (lab_toxicities, exposures, dose_intensities))
    table = fit_safety(COHORT, toxicities, events, given, doses).events
    assert [line.name for line in table.lines] == ["Any event", "Nausea", "Vomiting", "OTHER"]
    # of four patients: P1 grade 3, P2 grade 2, two without any
    assert [shares[-1].count for _, shares in table.lines[0].grades] == [2, 0, 1, 1, 0, 0]
