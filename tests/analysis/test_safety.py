"""Worst grades and exposure by arm: small tables drawn here."""

import polars as pl

from pipelines.analysis.safety import fit_event_grades, fit_exposure, fit_lab_grades
from schemas.cohort.treatment import dose_intensities, exposures
from tests.analysis.cohort_frame import patients_frame

PATIENTS = patients_frame(
    {"patient_id": "P1", "arm": "first_line"},
    {"patient_id": "P2", "arm": "first_line"},
    {"patient_id": "P3", "arm": "post_ate_beva"},
)
TOXICITIES = pl.DataFrame(
    [
        ("P1", "ALT", 1, 2),
        ("P1", "ALT", 2, 3),  # the worst of P1
        ("P2", "ALT", 1, None),  # a result that no grade follows from
        ("P3", "ALT", 1, 0),
        ("P3", "PLT", 1, 4),  # nobody else has a platelet count
        ("X9", "PLT", 1, 4),  # not in the cohort
    ],
    schema=["patient_id", "test", "cycle_no", "worst_grade"],
    orient="row",
)


def counts(shares):
    return [(share.count, share.total) for share in shares]


def test_each_patient_counts_once_by_the_worst_grade_of_all_cycles():
    table = fit_lab_grades(PATIENTS, TOXICITIES)
    alt, platelets = table.lines
    assert (table.groups, alt.name, alt.cycle) == (("first_line", "post_ate_beva", "all"), "ALT", None)
    assert counts(dict(alt.grades)[3]) == [(1, 2), (0, 1), (1, 3)]
    assert counts(dict(alt.grades)[2]) == [(0, 2), (0, 1), (0, 3)]
    assert counts(alt.ungraded) == [(1, 2), (0, 1), (1, 3)]
    assert counts(alt.severe) == [(1, 2), (0, 1), (1, 3)]
    # only patients with a result are in the denominator
    assert counts(platelets.severe) == [(0, 0), (1, 1), (1, 1)] and platelets.severe[0].percent is None


def test_by_cycle_each_cycle_has_its_own_denominator():
    lines = {(line.name, line.cycle): line for line in fit_lab_grades(PATIENTS, TOXICITIES, by_cycle=True).lines}
    assert list(lines) == [("ALT", 1), ("ALT", 2), ("PLT", 1)]
    assert counts(lines["ALT", 1].severe) == [(0, 2), (0, 1), (0, 3)]
    assert counts(lines["ALT", 2].severe) == [(1, 1), (0, 0), (1, 1)]


def test_who_has_no_event_of_a_term_has_grade_0():
    events = pl.DataFrame(
        [("P1", "Nausea", 1), ("P1", "Nausea", 3), ("P3", "Nausea", 5)], schema=["patient_id", "term", "grade"], orient="row"
    )
    (nausea,) = fit_event_grades(PATIENTS, events).lines
    assert {grade: [share.count for share in shares] for grade, shares in nausea.grades} == {
        0: [1, 0, 1],
        1: [0, 0, 0],
        2: [0, 0, 0],
        3: [1, 0, 1],
        4: [0, 0, 0],
        5: [0, 1, 1],
    }
    assert counts(nausea.severe) == [(1, 2), (1, 1), (2, 3)]


CYCLES = ["patient_id", "cycle_count", "reduced_cycle_count", "short_cycle_count", "late_cycle_count"]
DOSES = ["patient_id", "drug", "drug_no", "relative_dose_pct"]
NO_CYCLES, NO_DOSES = (pl.DataFrame(schema=module.TYPES) for module in (exposures, dose_intensities))


def test_exposure_is_of_the_patients_treated():
    given = pl.DataFrame([("P1", 4, 1, 0, 0), ("P2", 2, 0, 0, 1)], schema=CYCLES, orient="row")
    doses = pl.DataFrame(
        [("P1", "FLUOROURACIL", 1, 80.0), ("P2", "FLUOROURACIL", 1, 100.0), ("P2", "CISPLATIN", 2, 90.0), ("X9", "OXALIPLATIN", 3, 1.0)],
        schema=DOSES,
        orient="row",
    )
    first, post, everyone = fit_exposure(PATIENTS, given, doses)
    assert counts([first.treated, post.treated, everyone.treated]) == [(2, 2), (0, 1), (2, 3)]
    of_drugs = [(drug, moments.mean, moments.count) for drug, moments in first.relative_doses]
    assert of_drugs == [("fluorouracil", 90, 2), ("cisplatin", 90, 1)]
    assert [moments.count for _, moments in post.relative_doses] == [0, 0]
    assert first.cycles.median == 3
    assert counts([first.reduced, first.shortened, first.late]) == [(1, 2), (0, 2), (1, 2)]
    assert post.cycles.median is None and post.reduced.percent is None


def test_cycles_of_two_index_treatments_are_added():
    given = pl.DataFrame([("P1", 4, 1, 0, 0), ("P1", 2, 1, 0, 1)], schema=CYCLES, orient="row")
    first, *_ = fit_exposure(PATIENTS, given, NO_DOSES)
    assert (first.treated.count, first.cycles.median, first.reduced.count) == (1, 6, 1)


def test_without_cycles_there_is_no_exposure():
    assert fit_exposure(PATIENTS, NO_CYCLES, NO_DOSES) == ()
