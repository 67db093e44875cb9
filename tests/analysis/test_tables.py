"""Tables 1 and 2, response by reader, its duration, and survival from a landmark: small cohorts drawn here, arithmetic beside them."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.baseline_table import ChosenTests, fit_baseline_table
from pipelines.analysis.group_tests import compare_means
from pipelines.analysis.landmark import fit_first_assessment_landmark, fit_month_landmark
from pipelines.analysis.response_duration import fit_response_duration
from pipelines.analysis.response_table import fit_reader_tables, fit_response_table
from pipelines.analysis.standardised_differences import mean_difference
from tests.analysis.cohort_frame import SETS, patients_frame, reconstructed_patients
from tests.r.golden_values import golden

START = date(2023, 1, 1)


def cohort(*rows, **columns):
    """A row per patient; the first is P1."""
    return patients_frame(
        *({"patient_id": f"P{place}", "arm": "first_line", "index_date": START} | columns | row for place, row in enumerate(rows, start=1))
    )


FIRST, POST = {"arm": "first_line"}, {"arm": "post_ate_beva"}


# --- Table 1


def test_a_share_is_of_the_patients_with_a_value_and_the_missing_stand_below():
    table = fit_baseline_table(
        cohort(FIRST | {"sex": "M"}, FIRST | {"sex": "M"}, FIRST | {"sex": "F"}, FIRST | {"sex": None}, POST | {"sex": "F"})
    )
    row = table.row("sex")
    assert (table.groups, table.sizes) == (("first_line", "post_ate_beva", "all"), (4, 1, 5))
    male = row.levels[0].groups
    assert [(share.count, share.total) for share in male] == [(2, 3), (0, 1), (2, 4)]
    assert male[0].percent == pytest.approx(200 / 3)
    assert [(share.count, share.total) for share in row.missing] == [(1, 4), (0, 1), (1, 5)]


def test_a_mean_is_of_the_patients_with_a_value():
    row = fit_baseline_table(cohort(*(FIRST | {"ast_u_l": value} for value in (10.0, 20.0, 60.0, None)), POST | {"ast_u_l": 40.0})).row(
        "ast"
    )
    first, post, everyone = row.moments
    # 90 / 3; the squares -20, -10, 30 sum to 1400, over 2
    assert (first.count, first.mean, first.sd) == (3, 30, pytest.approx(700**0.5))
    # R's quantile: 10 + 0.5 · 10, 20, 20 + 0.5 · 40
    assert (first.lower_quartile, first.median, first.upper_quartile) == (15, 20, 40)
    assert (post.count, post.mean, post.sd) == (1, 40, None)
    assert everyone.count == 4
    assert row.test.p_value is None and row.test.note == "fewer than two groups have two or more values"


def test_quartiles_are_rs():
    table = fit_baseline_table(reconstructed_patients(), medians=["age"])
    assert (table.row("age").shown_as, table.row("afp").shown_as) == ("median", "mean")
    for place, expected in golden()["cohort", "quartile"].items():
        name, arm, quartile = place.split("|")
        moments = table.row(name).moments[table.groups.index(arm)]
        assert (moments.lower_quartile, moments.median, moments.upper_quartile)[int(quartile) - 1] == pytest.approx(expected, rel=1e-12)


def test_the_standardised_difference_of_two_shares_and_of_two_means():
    rows = [FIRST | {"sex": sex, "age_years": age} for sex, age in zip("MMMF", (50, 60, 70, 60), strict=True)]
    rows += [POST | {"sex": sex, "age_years": age} for sex, age in zip("MMFF", (55, 65, 75, 65), strict=True)]
    table = fit_baseline_table(cohort(*rows))
    # 0.75 against 0.5: 0.25 / sqrt((0.1875 + 0.25) / 2)
    assert table.row("sex").standardised_difference == pytest.approx(0.25 / 0.21875**0.5)
    # 60 against 65, both with variance 200 / 3
    assert table.row("age").standardised_difference == pytest.approx(5 / (200 / 3) ** 0.5)


def test_a_value_nobody_expected_is_shown_and_an_unused_end_of_a_scale_is_not():
    table = fit_baseline_table(cohort(FIRST | {"etiology": "NASH", "ecog": 1}, FIRST | {"etiology": "HBV", "ecog": 0}))
    assert [level.label for level in table.row("etiology").levels] == [
        "Hepatitis B virus",
        "Hepatitis C virus",
        "Alcohol",
        "Others",
        "NASH",
    ]
    assert [level.label for level in table.row("ecog").levels] == ["0", "1"]


def test_several_prior_treatments_of_one_patient_count_each_and_are_tested_as_any_against_none():
    rows = [FIRST | {"prior_treatments": ""}] * 4 + [POST | {"prior_treatments": given} for given in ("TACE;RT", "TACE", "", "Ablation")]
    row = fit_baseline_table(cohort(*rows)).row("prior_treatments")
    assert {level.label: level.groups[1].count for level in row.levels} == {
        "TACE": 2,
        "Surgery": 0,
        "Systemic therapies": 0,
        "RT": 1,
        "Ablation": 1,
    }
    assert row.test.note.startswith("any against none")
    assert row.test.statistic == pytest.approx(4.8)  # 0 of 4 against 3 of 4: 8 · (4 · 3)² / (3 · 5 · 4 · 4)


def test_the_test_can_be_fixed_by_variable():
    table = fit_baseline_table(reconstructed_patients(), ChosenTests(fixed={"bclc": "fisher", "ast": "student", "age": "welch"}))
    assert [table.row(name).test.name for name in ("bclc", "ast", "age")] == ["Fisher's exact test", "Student's t-test", "Welch's t-test"]
    # from the printed counts, means and SDs alone: Fisher 0.131, Student 0.666, Welch 0.176 to 0.179
    assert [round(table.row(name).test.p_value, 3) for name in ("bclc", "ast", "age")] == [0.131, 0.666, 0.177]


def test_the_welch_test_is_taken_where_the_f_test_finds_different_variances():
    names = {row.name: row.test.name for row in fit_baseline_table(reconstructed_patients()).rows}
    assert {name for name, test in names.items() if test == "Welch's t-test"} == {"ast", "bilirubin"}
    assert {name for name, test in names.items() if test == "Student's t-test"} == {"age", "alt", "afp", "size"}


def test_one_arm_alone_is_described_and_not_tested():
    table = fit_baseline_table(reconstructed_patients().filter(pl.col("arm") == "first_line"))
    assert table.groups == ("first_line", "all")
    assert {row.test.p_value for row in table.rows} == {None} and {row.standardised_difference for row in table.rows} == {None}


@pytest.mark.parametrize("value", [0.1, 0.7, 1.1, 2.3])
def test_arms_of_one_and_the_same_value_do_not_differ_by_the_last_digit_of_a_sum(value):
    # 0.7 + 0.7 + 0.7 is not 3 x 0.7 in binary: the means of 3 and of 7 differ by 1e-16, and so do the SDs from 0
    same = compare_means([[value] * 3, [value] * 7])
    assert (same.p_value, same.note) == (None, "the values of each group are all the same")
    assert compare_means([[value] * 3, [value + 1] * 7]).p_value is None  # R's t.test: "data are essentially constant"
    groups = np.repeat([0, 1], [3, 7])
    assert mean_difference(np.full(10, value), groups) == mean_difference(np.full(10, value), groups, np.linspace(0.3, 1.9, 10)) == 0


def test_an_arm_of_one_and_the_same_value_is_compared_by_welch():
    # R: x <- rep(0.7, 7); y <- c(0.4, 1.1, 0.9, 2.3); var.test(x, y)$p.value is 0, t.test(x, y)$p.value 0.3234
    found = compare_means([[0.7] * 7, [0.4, 1.1, 0.9, 2.3]])
    assert found.name == "Welch's t-test" and found.p_value == pytest.approx(golden()["constant", "welch_p"]["value"], rel=1e-8)


def test_an_arm_of_one_patient_is_left_out_of_a_test_of_means_and_it_is_said():
    ages = {"child_pugh_a": (50, 60, 70, 80), "child_pugh_b": (55, 60, 85, 90), "child_pugh_c": (40,)}
    rows = [{"arm": arm, "age_years": age, "sex": "M"} for arm, of_arm in ages.items() for age in of_arm]
    row = fit_baseline_table(cohort(*rows)).row("age")
    alone = fit_baseline_table(cohort(*rows[:-1])).row("age")
    assert row.test.note == "1 of 3 groups left out: fewer than two values"
    assert (row.test.p_value, row.standardised_difference) == (alone.test.p_value, alone.standardised_difference)
    assert row.moments[2].count == 1


def test_nobody_gives_an_empty_table():
    table = fit_baseline_table(patients_frame())
    assert table.sizes == (0,) and all(row.test.p_value is None for row in table.rows)


# --- Table 2


def test_patients_not_evaluable_stay_in_the_denominator():
    table = fit_response_table(cohort(*({"best_response": best} for best in ("CR", "PR", "SD", "PD", "NE", None))), sets=SETS)
    assert [line.groups[0].count for line in table.responses] == [1, 1, 1, 1, 2]
    rate = table.rate("ORR").groups[0]
    assert (rate.count, rate.total) == (2, 6)
    # R: binom.test(2, 6)$conf.int
    assert (rate.lower_percent, rate.upper_percent) == (pytest.approx(4.327187, abs=1e-6), pytest.approx(77.72219, abs=1e-5))
    assert table.rate("DCR").groups[0].count == 3
    assert table.rate("ORR").test.p_value is None  # one arm


def test_confirmed_responses_are_a_table_of_their_own():
    patients = cohort({"best_response": "PR", "confirmed_best_response": "SD"}, {"best_response": "PR", "confirmed_best_response": "PR"})
    assert fit_response_table(patients, sets=SETS).rate("ORR").groups[0].count == 2
    assert fit_response_table(patients, confirmed=True, sets=SETS).rate("ORR").groups[0].count == 1
    assert fit_response_table(patients, confirmed=True, sets=SETS).rate("DCR").groups[0].count == 2


def read(patient, reader, days, response, **columns):
    return {
        "patient_id": patient,
        "reader_id": reader,
        "reader_role": "adjudicator" if reader == "ADJ" else "reader",
        "is_index_course": True,
        "recorded_overall_response": response,
        "derived_overall_response": None,
        "exam_date": START + timedelta(days),
    } | columns


def test_a_reader_is_judged_by_the_reads_before_the_own_first_progression():
    reads = [
        read("P1", "R1", 40, "SD"),
        read("P1", "R1", 80, "PD"),
        read("P1", "R1", 120, "PR"),  # after this reader's progression
        read("P1", "R2", 40, "SD"),
        read("P1", "R2", 80, "PR"),
        read("P1", "ADJ", 80, "CR"),  # no reader's
        read("P2", "R1", -10, "CR"),  # before the treatment
        read("P2", "R1", 30, "CR", is_index_course=False),  # of another treatment
        read("P2", "R2", 30, None, derived_overall_response="PD"),  # derived, where none is recorded
    ]
    first, second = fit_reader_tables(cohort({}, {}), pl.DataFrame(reads))
    counts = [{line.name: line.groups[0].count for line in table.responses if line.groups[0].count} for table in (first, second)]
    assert counts == [{"SD": 1, "NE": 1}, {"PR": 1, "PD": 1}]
    assert first.definition == "best response by reader R1 alone"


def test_a_response_lasts_from_its_first_day_to_progression_or_death():
    patients = cohort({"pfs_days": 100, "pfs_event": True}, {"pfs_days": 200, "pfs_event": False}, {"pfs_days": 50, "pfs_event": True})
    best = pl.DataFrame(
        {
            "patient_id": ["P1", "P2", "P3"],
            "response_date": [START + timedelta(40), START + timedelta(80), None],
            "confirmed_response_date": [START + timedelta(70), None, None],
        }
    )
    arm, everyone = fit_response_duration(patients, best, days_per_month=10)
    assert (arm.responders, arm.events, arm.curve.times) == (2, 1, (6.0, 12.0))  # 100 - 40 days; 200 - 80 days, censored
    assert arm.median.estimate == 6.0  # one half, and never below: R prints the first such time
    confirmed, _ = fit_response_duration(patients, best, confirmed=True, days_per_month=10)
    assert (confirmed.responders, confirmed.median.estimate, everyone.responders) == (1, 3.0, 2)


# --- landmark


def test_who_had_the_event_before_the_landmark_is_left_out():
    rows = [(30, True), (90, True), (91, True), (200, False)]  # day 90 is the landmark: an event on it has happened
    patients = cohort(*({"os_days": days, "os_event": event} for days, event in rows))
    best = pl.DataFrame({"patient_id": ["P3", "P4"], "response_date": [START + timedelta(90), START + timedelta(91)]})
    found = fit_month_landmark(patients, best, month=3, days_per_month=30)
    assert found.left_out == 2
    assert {group.name: (group.patients, group.events) for group in found.groups} == {"responder": (1, 1), "non-responder": (1, 0)}


def test_survival_from_the_first_assessment_by_the_response_at_it():
    patients = cohort(*({"os_days": days, "os_event": True} for days in (100, 150, 300)))
    histories = pl.DataFrame(
        [
            {"row_key": key, "patient_id": patient, "response": response, "is_counted": counted, "exam_date": START + timedelta(days)}
            for key, patient, response, counted, days in (
                ("1", "P1", "PR", True, 40),
                ("2", "P2", "PR", False, 30),  # does not count
                ("3", "P2", "SD", True, 50),
                ("4", "P2", "CR", True, 90),  # a later response is not known at the first assessment
            )
        ]
    )
    found = fit_first_assessment_landmark(patients, histories, days_per_month=10, sets=SETS)
    assert found.left_out == 1  # P3 was never assessed
    assert {group.name: (group.patients, group.median.estimate) for group in found.groups} == {
        "responder": (1, 6),
        "non-responder": (1, 10),
    }
