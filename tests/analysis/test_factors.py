"""Arms and covariates as factors, numbers and flags: with R's numbers, and with groups in which nobody has the event, in R's limit."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.analysis.arms import ComparedArms, with_arms
from pipelines.analysis.baseline_table import fit_baseline_table
from pipelines.analysis.covariates import arm_covariate, covariate_of, covariates_of, flag, load_covariates, with_covariates
from pipelines.analysis.cox import fit_cox
from pipelines.analysis.cox_design import NO_EVENT, NO_EVENT_BESIDE
from pipelines.analysis.cox_table import fit_cox_table
from pipelines.analysis.rank_tests import APPROXIMATE, EXACT, compare_ranks
from pipelines.analysis.second_witness import hear_second_witness
from pipelines.analysis.separation import is_separated
from pipelines.analysis.variables import load_variables
from pipelines.report.cox_tables import print_cox
from pipelines.warehouse.table_files import raw_tables, table_columns
from schemas.cohort.patients import TYPES
from tests.analysis.cohort_frame import (
    measured,
    paper_arms,
    paper_covariates,
    paper_tables,
    patients_frame,
    propensity_of,
    reconstructed_patients,
)
from tests.r.golden_values import public_data

CASES = Path(__file__).parent / "cases"
CELLS = ComparedArms({"large": "Large", "adeno": "Adeno", "smallcell": "Small", "squamous": "Squamous"}, "large")


def case(name: str) -> pl.DataFrame:
    patients = pl.read_csv(CASES / f"{name}.csv", schema_overrides=TYPES)
    return with_arms(patients, paper_arms())


@pytest.fixture(scope="module")
def veteran() -> pl.DataFrame:
    frame = public_data("veteran").rename({"celltype": "arm", "time": "os_days"})
    return with_arms(frame.with_columns(os_event=pl.col("status") == 1), CELLS)


# --- a factor has one column for each level but its reference, and a test of all of them


def test_the_arm_is_a_factor_with_its_reference_and_a_joint_test(veteran):
    """coxph(Surv(time, status) ~ relevel(factor(celltype), "large") + karno, veteran), its Wald test of celltype, and cox.zph."""
    covariates = [arm_covariate(veteran, CELLS), measured("karno")]
    fit = fit_cox(with_covariates(veteran, covariates), "os", covariates)
    assert [term.name for term in fit.terms] == ["adeno", "smallcell", "squamous", "karno"]
    assert [term.hazard_ratio for term in fit.terms] == pytest.approx(
        [2.298113031468, 1.476522263567, 0.722061544754, 0.969420671551], rel=1e-9
    )
    assert [term.std_err for term in fit.terms][:3] == pytest.approx([0.29341471035143, 0.26095847052887, 0.27667957485885], rel=1e-8)
    (joint,) = fit.joint_tests
    assert (joint.name, joint.df) == ("arm", 3)
    assert (joint.chi_square, joint.p_value) == pytest.approx((17.2820097074, 0.000618355699869), rel=1e-8)
    found = {test.name: (test.df, test.chi_square) for test in fit.proportional_hazards}
    assert found == {
        "arm": (3, pytest.approx(14.066232, rel=1e-7)),
        "karno": (1, pytest.approx(14.415754, rel=1e-7)),
        "GLOBAL": (4, pytest.approx(23.649866, rel=1e-7)),
    }


def test_an_arm_is_compared_with_the_reference_among_all_and_not_with_the_others_together(veteran):
    alone = fit_cox_table(veteran, "os", [arm_covariate(veteran, CELLS)]).alone("arm")
    against_the_rest = flag("adeno", "Adeno", pl.col("arm").cast(pl.String) == "adeno")
    together = fit_cox(with_covariates(veteran, [against_the_rest]), "os", [against_the_rest])
    assert [term.label for term in alone.terms] == ["Adeno (vs. Large)", "Small (vs. Large)", "Squamous (vs. Large)"]
    assert alone.term("adeno").hazard_ratio != pytest.approx(together.term("adeno").hazard_ratio, rel=0.05)


def test_the_reference_is_the_studys_wherever_it_stands(veteran):
    other = ComparedArms(CELLS.labels, "squamous")
    assert [term.name for term in arm_covariate(veteran, other).terms] == ["large", "adeno", "smallcell"]


def test_a_factor_has_a_line_for_all_its_levels_and_one_for_each(veteran):
    printed = print_cox(fit_cox_table(veteran, "os", [arm_covariate(veteran, CELLS)]), "Overall survival", "Table 3")
    assert [(line.label, line.is_indented) for line in printed.lines] == [
        ("Arm", False),
        ("Adeno (vs. Large)", True),
        ("Small (vs. Large)", True),
        ("Squamous (vs. Large)", True),
    ]
    assert [cell.text for cell in printed.lines[0].cells] == ["", "<0.001", "", "<0.001"]


def test_a_factor_of_the_study_has_the_levels_that_somebody_has():
    found = covariate_of(load_covariates()["bclc"], reconstructed_patients())
    assert (found.reference, found.columns) == ("0/A", ("bclc.B", "bclc.C", "bclc.D"))


def test_a_number_enters_as_it_is_or_as_its_logarithm():
    patients = patients_frame({"patient_id": "1", "afp_ng_ml": 1000.0}, {"patient_id": "2", "afp_ng_ml": 0.2})
    covariate = covariate_of(load_covariates()["log10_afp"], patients)
    # below 1 ng/mL a logarithm only measures the assay
    assert with_covariates(patients, [covariate])["log10_afp"].to_list() == pytest.approx([3.0, 0.0])


@pytest.mark.parametrize(
    ("value", "operator", "expected"),
    [
        (400.0, "=", 0),
        (400.1, "=", 1),
        (400.0, ">", 1),
        (300.0, ">", None),
        (400.0, ">=", None),
        (500.0, "<", None),
        (400.0, "<=", 0),
        (None, "=", None),
    ],
)
def test_a_bound_is_above_a_cut_only_where_it_tells(value, operator, expected):
    patients = patients_frame({"patient_id": "1", "afp_ng_ml": value, "afp_operator": operator})
    covariate = covariate_of(load_covariates()["afp_over_400"], patients)
    assert with_covariates(patients, [covariate])["afp_over_400"].to_list() == [expected]


# --- every code of a code book lands in a level


def test_any_virus_is_viral():
    codes = ("HBV", "HCV", "HBV+HCV", "Alcohol", "Others", None)
    patients = patients_frame(*({"patient_id": str(place), "etiology": code} for place, code in enumerate(codes)))
    covariate = covariate_of(load_covariates()["viral"], patients)
    assert with_covariates(patients, [covariate])["viral"].to_list() == [1, 1, 1, 0, 0, None]


def test_every_code_of_every_code_book_lands_in_one_level_of_each_variable_made_of_it():
    books = {column.name: set(column.codes) for table in raw_tables() for column in table_columns(table) if column.codes}
    made_of = {name: variable for name, variable in load_variables().items() if variable.kind == "factor" and variable.column in books}
    assert {"sex", "etiology", "virus", "child_pugh"} <= made_of.keys()
    for name, variable in made_of.items():
        codes = [str(code) for level in variable.levels for code in level.codes]
        assert sorted(codes) == sorted(set(codes)), f"a code of {name} has two levels"
        if {type(code) for level in variable.levels for code in level.codes} != {bool}:
            assert books[variable.column] <= set(codes), f"a code of {variable.column} has no level of {name}"


def test_where_bands_are_sent_they_are_the_levels_and_a_score_of_0_is_known_for_all():
    rows = [("0", 0), ("1-2", None), ("1-2", 1), ("3-4", None)]
    patients = patients_frame(
        *({"patient_id": str(n), "arm": "first_line", "ecog_band": band, "ecog": score} for n, (band, score) in enumerate(rows))
    )
    row = fit_baseline_table(patients).row("ecog")
    assert [(level.label, level.groups[-1].count, level.groups[-1].total) for level in row.levels] == [
        ("0", 1, 4),
        ("1–2", 2, 4),
        ("3–4", 1, 4),
    ]
    assert row.missing[-1].count == 0
    covariate = covariate_of(load_covariates()["ecog_0"], patients)
    assert with_covariates(patients, [covariate])["ecog_0"].to_list() == [1, 0, 0, 0]


# --- a group of which nobody has the event leaves the risk sets, which is R's limit


def test_a_group_without_an_event_does_not_leave_the_model_to_the_others():
    """coxph(Surv(os_days, os_event) ~ B + x): x 3.002 (1.560-5.777), p 0.000998; B has a coefficient of -21."""
    patients = pl.read_csv(CASES / "group_without_event.csv").rename({"B": "b"})
    covariates = [flag("B", "B", pl.col("b") == 1), measured("x")]
    fit = fit_cox(with_covariates(patients, covariates), "os", covariates)
    assert (fit.term("B").note, fit.term("B").hazard_ratio) == (NO_EVENT, None)
    x = fit.term("x")
    assert (x.hazard_ratio, x.lower, x.upper) == pytest.approx((3.002, 1.560, 5.777), abs=5e-4)
    assert x.p_value == pytest.approx(0.000998, abs=1e-6)
    # R's log likelihoods: 76 events of 120 patients
    assert (fit.null_log_likelihood, fit.log_likelihood) == pytest.approx((-301.4914, -251.8018), abs=1e-4)
    assert (fit.patients, fit.events) == (120, 76)
    assert fit.notes[-1] == "No event on one side of B: the patients of that side leave the risk sets."


def test_a_reference_without_an_event_leaves_the_levels_without_a_ratio_and_the_others_with_theirs():
    patients = pl.read_csv(CASES / "group_without_event.csv").rename({"B": "b"})
    turned = [flag("B", "B", pl.col("b") == 0), measured("x")]
    fit = fit_cox(with_covariates(patients, turned), "os", turned)
    assert fit.term("B").note == NO_EVENT_BESIDE
    assert fit.term("x").hazard_ratio == pytest.approx(3.002, abs=5e-4)


def test_an_arm_in_which_nobody_died_does_not_move_the_others():
    """coxph(Surv(os_days, os_event) ~ arm + …), which warns that the arm's coefficient may be infinite."""
    patients = case("arm_without_event")
    named = ("arm", "ecog_0", "child_pugh_a", "afp_over_400", "size_over_10", "single_mass", "metastasis")
    covariates = [one for one in paper_covariates(patients) if one.name in named]
    fit = fit_cox(with_covariates(patients, covariates), "os", covariates)
    assert fit.term("post_ate_beva").note == NO_EVENT
    single, afp = fit.term("single_mass"), fit.term("afp_over_400")
    assert (single.hazard_ratio, single.p_value) == pytest.approx((1.17351051546, 0.70198045027), rel=1e-8)
    assert (afp.hazard_ratio, afp.lower, afp.upper) == pytest.approx((2.62407087271, 1.128717003262, 6.100508741438), rel=1e-8)
    assert afp.p_value == pytest.approx(0.02500912307678, rel=1e-8)


def test_no_event_is_printed_where_it_is():
    patients = case("arm_without_event")
    printed = print_cox(fit_cox_table(patients, "os", paper_covariates(patients)), "Overall survival", "Table 3")
    assert printed.lines[0].cells[0].text == "no event"


def test_the_second_witness_agrees_where_a_group_has_left_the_risk_sets():
    patients = case("arm_without_event").with_columns(
        os_months=pl.col("os_days") / 30.4375, pfs_months=pl.col("pfs_days") / 30.4375, best_response=pl.lit("SD")
    )
    patients = patients.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in TYPES.items() if name not in patients.columns)
    assert "multivariate Cox model of OS" in hear_second_witness(patients, paper_tables(patients), paper_covariates(patients))


# --- separation is judged by what it is


def test_a_level_of_one_arm_alone_does_not_refuse_the_score_of_the_others():
    """glm(arm == "post_ate_beva" ~ …, binomial): nobody of the other arm is non-viral, whose score is 0; the rest converges."""
    found = propensity_of(case("one_level_in_one_arm"))
    assert (found.note, found.without.without_counterpart) == ("", 22)
    assert found.without.confounders == ("Etiology, viral (vs. non-viral)",)
    own = {term.name: term.coefficient for term in found.terms}
    # those of summary(glm)$coefficients; R stops at a relative change of 1e-8 of the deviance
    assert own["age_years"] == pytest.approx(-0.04348675, abs=1e-6)
    assert own["female"] == pytest.approx(2.96622230, abs=1e-5)
    assert own["single_mass"] == pytest.approx(2.86366364, abs=1e-5)


@pytest.mark.parametrize(
    ("values", "second", "separated"),
    [
        ([1, 2, 3, 4], [False, False, True, True], True),  # 2.5 parts them
        ([1, 2, 2, 4], [False, False, True, True], True),  # but for a tie
        ([1, 3, 2, 4], [False, False, True, True], False),
        ([1e6, 3e6, 2e6, 4e6], [False, False, True, True], False),
    ],
)
def test_separation_is_that_of_the_values(values, second, separated):
    import numpy as np

    assert is_separated(np.array(values, dtype=float)[:, None], np.array(second)) is separated


# --- ranks beside medians


@pytest.mark.parametrize(
    ("samples", "name", "p"),
    [
        # wilcox.test(c(1.1, 2.3, 0.4, 5.6, 3.3), c(2.2, 7.1, 8.4, 6.5))$p.value
        ([[1.1, 2.3, 0.4, 5.6, 3.3], [2.2, 7.1, 8.4, 6.5]], EXACT, 0.111111111111),
        # wilcox.test(c(1, 2, 2, 5), c(2, 6, 7, 7))$p.value: ties
        ([[1, 2, 2, 5], [2, 6, 7, 7]], APPROXIMATE, 0.1015915),
    ],
)
def test_two_groups_are_compared_as_wilcox_test_does(samples, name, p):
    found = compare_ranks(samples)
    assert (found.name, found.p_value) == (name, pytest.approx(p, rel=1e-6))


def test_large_groups_are_compared_by_the_normal_approximation():
    """wilcox.test(bili ~ trt, pbc[1:312, ])$p.value."""
    samples = [part["bili"].to_numpy() for _, part in sorted(public_data("pbc").group_by("trt"))]
    assert compare_ranks(samples).p_value == pytest.approx(0.842175893222, rel=1e-9)


@pytest.mark.parametrize(("column", "p"), [("karno", 0.0930171967), ("os_days", 0.000139736764651)])
def test_more_groups_are_compared_as_kruskal_test_does(veteran, column, p):
    """kruskal.test(karno ~ celltype, veteran), kruskal.test(time ~ celltype, veteran)."""
    samples = [part[column].to_numpy() for _, part in veteran.group_by("arm")]
    found = compare_ranks(samples)
    assert (found.name, found.p_value) == ("Kruskal–Wallis test", pytest.approx(p, rel=1e-8))


@pytest.mark.parametrize(
    ("samples", "why"), [([[1.0], []], "fewer than two groups have values"), ([[1.0, 1.0], [1.0]], "all values are the same")]
)
def test_ranks_that_tell_nothing_are_not_tested(samples, why):
    assert (compare_ranks(samples).p_value, compare_ranks(samples).note) == (None, why)


def test_a_median_never_stands_beside_a_test_of_means():
    row = fit_baseline_table(reconstructed_patients(), medians=["afp"]).row("afp")
    assert (row.shown_as, row.test.name) == ("median", APPROXIMATE)


# --- one arm


def test_one_arm_has_no_covariate_of_the_arm():
    alone = reconstructed_patients().filter(pl.col("arm") == "first_line")
    assert "arm" not in [one.name for one in covariates_of(alone, paper_arms(), ["female"])]
