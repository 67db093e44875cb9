"""The endpoints of a study: each has its survival by arm, from the long table of times."""

import polars as pl
import pytest

from pipelines.analysis.endpoints import endpoints_of, with_times
from pipelines.analysis.survival_by_arm import fit_survival_by_arm

LISTED = pl.DataFrame(
    [
        # endpoint, label, short, kind, patient_date, description, list_no, study_no
        ("OS", "Overall survival", "OS", "start", "index", "Treatment start", 1, 2),
        ("OS", "Overall survival", "OS", "event", "death", "Death", 2, 2),
        ("OS", "Overall survival", "OS", "censoring", "last_contact", "Last contact alive", 3, 2),
        ("TTP", "Time to progression", "TTP", "start", "index", "Treatment start", 1, None),  # not one of the study's
        ("PPS", "Survival after progression", "PPS", "start", "progression", "Progression", 1, 1),
        ("PPS", "Survival after progression", "PPS", "event", "death", "Death", 1, 1),
    ],
    schema=["endpoint", "label", "short", "kind", "patient_date", "description", "list_no", "study_no"],
    orient="row",
)
PATIENTS = pl.DataFrame({"patient_id": [f"P{place}" for place in range(1, 8)], "arm": ["A", "B", "A", "B", "A", "B", "A"]})
TIMES = pl.DataFrame(
    {
        "patient_id": ["P1", "P2", "P3", "P4", "P5", "P6", "P1"],
        "parameter": ["PPS"] * 6 + ["OS"],
        "days": [61, 122, 122, 213, 274, 365, 999],
        "months": [2.0, 4.0, 4.0, 7.0, 9.0, 12.0, 33.0],
        "is_event": [True, True, False, True, False, True, True],
        "event_description": ["Progression"] * 7,
    }
)


def test_the_endpoints_of_a_study_are_in_its_order_and_say_what_they_count():
    first, second = endpoints_of(LISTED)
    assert (first.name, first.starts_at, first.events, first.censorings) == ("PPS", "progression", ("Death",), ())
    assert (second.name, second.starts_at, second.events, second.censorings) == (
        "OS",
        "the index date",
        ("Death",),
        ("Last contact alive",),
    )


def test_a_patient_without_a_time_has_none():
    (endpoint, _) = endpoints_of(LISTED)
    joined = with_times(PATIENTS, TIMES, [endpoint])
    assert joined.select("patient_id", "pps_days", "pps_event").rows()[-1] == ("P7", None, None)
    assert with_times(joined, TIMES, [endpoint]).equals(joined)


def test_the_survival_by_an_endpoint_is_that_of_r():
    (endpoint, _) = endpoints_of(LISTED)
    survival = fit_survival_by_arm(with_times(PATIENTS, TIMES, [endpoint]), endpoint)
    assert (survival.endpoint, survival.title, survival.short, survival.starts_at, survival.left_out) == (
        "pps",
        "Survival after progression",
        "PPS",
        "progression",
        1,
    )
    # R: d <- data.frame(months=c(2,4,4,7,9,12), event=c(1,1,0,1,0,1), arm=c("A","B","A","B","A","B"))
    # summary(survfit(Surv(months, event) ~ 1, d))$table[c("median", "0.95LCL", "0.95UCL", "events")]
    # survdiff(Surv(months, event) ~ arm, d)
    whole = survival.group("all")
    assert (whole.median.estimate, whole.median.lower, whole.median.upper, whole.curve.event_count) == (7, 4, None, 4)
    assert survival.log_rank.p_value == pytest.approx(0.7821768255, abs=1e-9)
