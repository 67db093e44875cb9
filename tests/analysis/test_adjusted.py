"""The propensity score, matching, weights, E-values and subgroups: R's numbers, and cohorts drawn here."""

import dataclasses
import json

import numpy as np
import polars as pl
import pytest

from pipelines.analysis.adjusted_survival import AdjustedSurvival, Balance, e_value, effective_size, overlap_weights, stabilised_weights
from pipelines.analysis.arms import ComparedArms, arms_of, with_arms
from pipelines.analysis.arms import pairs_of as compared_pairs
from pipelines.analysis.hazards import fit_hazards
from pipelines.analysis.matching import match_pairs
from pipelines.analysis.propensity import Without
from pipelines.analysis.standardised_differences import difference_of_means, level_difference, mean_difference, pooled_spread
from pipelines.report.adjusted_tables import balance_in_words, positivity_in_words
from tests.analysis.cohort_frame import adjusted_of, paper_arms, propensity_of, reconstructed_patients, subgroups_of
from tests.r.agreement import COVARIATE_OF
from tests.r.golden_values import golden, public_data

NAME_IN_R = {"(Intercept)": "", "age": "age_years", "log(afp)": "log_afp", "size_cm": "largest_tumour_cm"} | COVARIATE_OF


@pytest.fixture(scope="module")
def propensity():
    return propensity_of(reconstructed_patients())


@pytest.fixture(scope="module")
def adjusted():
    return adjusted_of(reconstructed_patients())


# --- the score, R: glm(post ~ …, binomial)


@pytest.mark.slow
@pytest.mark.parametrize(("quantity", "field"), [("propensity_coefficient", "coefficient"), ("propensity_std_err", "std_err")])
def test_the_logistic_regression_is_rs(propensity, quantity, field):
    own = {term.name: getattr(term, field) for term in propensity.terms}
    for name, value in golden()["cohort", quantity].items():
        assert own.pop(NAME_IN_R[name]) == pytest.approx(value, rel=1e-8)
    assert own == {}


def test_the_stabilised_weights_are_rs(propensity):
    patients = propensity.patients
    weights = stabilised_weights(patients["is_treated"].to_numpy(), patients["score"].to_numpy())
    expected = golden()["cohort", "stabilised_weight"]
    assert weights == pytest.approx([expected[patient] for patient in patients["patient_id"]], rel=1e-8)


def test_arms_that_are_separated_have_no_score_and_it_is_said():
    patients = reconstructed_patients().with_columns(sex=pl.when(pl.col("arm") == "first_line").then(pl.lit("M")).otherwise(pl.lit("F")))
    found = adjusted_of(patients)
    assert found.note.startswith("The arms are separated by their patients' characteristics")
    assert found.hazards == ()


def test_a_confounder_that_others_determine_is_named_and_it_alone_left_out():
    """glm gives NA for the later of two columns that say the same, and the others the coefficients that they have without it."""
    found = propensity_of(reconstructed_patients().with_columns(largest_tumour_cm=pl.col("age_years") / 10))
    assert found.without.determined == ("Tumour size (cm) is determined by Age (years): beside it nothing can be told of it",)
    assert (found.note, "largest_tumour_cm" in {term.name for term in found.terms}) == ("", False)


def test_one_arm_alone_is_not_compared():
    alone = reconstructed_patients().filter(pl.col("arm") == "first_line")
    assert adjusted_of(alone).note == "A propensity score compares two arms; this cohort has another number."
    assert subgroups_of(alone, "os").note == "Subgroups compare two arms; this cohort has another number."


# --- weights and clusters, R: coxph(…, weights, robust = TRUE), coxph(…, cluster)


@pytest.mark.parametrize("endpoint", ["os", "pfs"])
def test_the_weighted_hazard_and_its_robust_error_are_rs(adjusted, endpoint):
    (found,) = (one for one in adjusted.hazards if (one.endpoint, one.method) == (endpoint, "stabilised weights"))
    assert np.log(found.hazard_ratio) == pytest.approx(golden()["cohort", "weighted_cox_coefficient"][endpoint], rel=1e-6)
    std_err = np.log(found.upper / found.lower) / (2 * 1.959963984540054)
    assert std_err == pytest.approx(golden()["cohort", "weighted_cox_robust_std_err"][endpoint], rel=1e-6)


@pytest.mark.parametrize("kind", ["cluster", "weights", "both"])
def test_robust_errors_with_ties_are_rs(kind):
    lung = public_data("lung").with_row_index("place", offset=1).with_columns(weight=1 + (pl.col("place") % 4) / 3)
    lung = lung.drop_nulls(["age", "sex", "inst"])
    found = fit_hazards(
        lung["time"].to_numpy().astype(float),
        lung["died"].to_numpy().astype(bool),
        lung.select("age", "sex").to_numpy().astype(float),
        weights=None if kind == "cluster" else lung["weight"].to_numpy(),
        clusters=None if kind == "weights" else lung["inst"].to_numpy(),
    )
    expected = golden()["lung", "robust_std_err"]
    assert found.std_errs == pytest.approx([expected[f"{kind}|age"], expected[f"{kind}|sex"]], rel=1e-8)


# --- pairs


def scored(*patients):
    return pl.DataFrame(patients, schema=["patient_id", "is_treated", "logit"], orient="row")


def pairs_of(frame, caliper_sd):
    return sorted(tuple(sorted(group["patient_id"])) for _, group in match_pairs(frame, caliper_sd).group_by("pair"))


def test_the_highest_score_chooses_first_and_nobody_is_taken_twice():
    # both would take C; A has the higher score. The pooled SD is sqrt((0.02 + 0.98) / 2) = 0.707
    frame = scored(("A", True, 1.2), ("B", True, 1.0), ("C", False, 1.1), ("D", False, -0.3))
    assert pairs_of(frame, 1.0) == [("A", "C")]  # B is 1.3 from D, beyond 0.707
    assert pairs_of(frame, 2.0) == [("A", "C"), ("B", "D")]  # 1.3 is within 1.414


def test_a_caliper_is_met_at_its_edge():
    # 1 and 3 against 2 and 0: the variance is 2 in both arms, the pooled SD the root of 2
    frame = scored(("A", True, 3.0), ("B", True, 1.0), ("C", False, 2.0), ("D", False, 0.0))
    assert pairs_of(frame, 1.0 / 2**0.5 + 1e-9) == [("A", "C"), ("B", "D")]
    assert pairs_of(frame, 1.0 / 2**0.5 - 1e-9) == []


def test_the_same_patients_in_another_order_give_the_same_pairs(propensity):
    shuffled = propensity.patients.sample(fraction=1, shuffle=True, seed=7)
    assert match_pairs(shuffled).equals(match_pairs(propensity.patients))


def test_matching_and_weighting_bring_the_arms_closer(adjusted):
    assert adjusted.pairs == 28 and adjusted.sizes == (66, 34)
    crude, matched, weighted = (max(getattr(row, method) for row in adjusted.balance) for method in ("crude", "matched", "weighted"))
    assert matched < crude and weighted < crude
    assert all(size < all_of_them for size, all_of_them in zip(adjusted.effective_sizes, adjusted.sizes, strict=True))
    assert {one.patients for one in adjusted.hazards if one.method == "matched pairs"} == {56}


def test_no_value_of_a_patient_is_in_the_result(adjusted):
    text = json.dumps(dataclasses.asdict(adjusted), allow_nan=False)
    assert "P001" not in text and "patient_id" not in text


# --- differences, sizes, E-values


def test_a_weighted_difference_with_equal_weights_is_the_plain_one():
    values, arms = np.array([1.0, 2, 3, 5, 7, 7]), np.array(["a", "a", "a", "b", "b", "b"])
    assert mean_difference(values, arms, np.full(6, 2.5)) == pytest.approx(mean_difference(values, arms))
    levels = np.array(["x", "y", "x", "z", "z", "y"])
    assert level_difference(levels, arms, np.full(6, 2.5)) == pytest.approx(level_difference(levels, arms))


def test_equal_weights_leave_the_size_and_unequal_ones_lessen_it():
    assert effective_size(np.full(8, 3.0)) == pytest.approx(8)
    assert effective_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)


@pytest.mark.parametrize("ratio", [0.56, 1 / 0.56])
def test_the_e_value(ratio):
    # risk ratio (1 - 0.5^1.3363) / (1 - 0.5^0.7483) = 0.60397 / 0.40472; E = RR + sqrt(RR (RR - 1))
    assert e_value(ratio) == pytest.approx(2.3497, abs=1e-3)
    assert e_value(1.0) == 1.0


# --- subgroups


def test_the_interactions_are_rs():
    found = {pair.name: pair.interaction for pair in subgroups_of(reconstructed_patients(), "os").pairs}
    for name, p_value in golden()["cohort", "interaction_p"].items():
        assert found[COVARIATE_OF[name]].p_value == pytest.approx(p_value, rel=1e-6), name
    assert len(found) == 10


def test_the_two_subgroups_are_all_patients_with_the_value():
    patients = reconstructed_patients().with_columns(sex=pl.when(pl.col("patient_id") == "P001").then(None).otherwise("sex"))
    found = subgroups_of(patients, "pfs")
    assert found.everybody.sizes == (66, 34) and sum(found.everybody.events) == 64
    by_name = {pair.name: pair for pair in found.pairs}
    assert by_name["female"].left_out == 1
    assert [sum(column) for column in zip(*(group.sizes for group in by_name["female"].subgroups), strict=True)] == [65, 34]
    assert [group.label for group in by_name["ecog_0"].subgroups] == ["ECOG 0: yes", "ECOG 0: no"]


def test_a_subgroup_without_events_says_why_it_has_no_hazard_ratio():
    (pair,) = (pair for pair in subgroups_of(reconstructed_patients(), "os").pairs if pair.name == "child_pugh_a")
    for group in pair.subgroups:
        assert (group.term.hazard_ratio is None) == (0 in group.events)
        assert bool(group.term.note) == (0 in group.events)


# --- three arms


def test_of_three_arms_each_is_compared_with_the_reference_as_if_there_were_no_other():
    two = reconstructed_patients().with_columns(pl.col("arm").cast(pl.String))
    third = two.filter(pl.col("arm") == "post_ate_beva").with_columns(
        arm=pl.lit("third"), patient_id=pl.col("patient_id") + "x", os_days=pl.col("os_days") + 20
    )
    arms = ComparedArms({**paper_arms().labels, "third": "Third arm"}, "first_line")
    pairs = compared_pairs(with_arms(pl.concat([two, third]), arms), arms)
    assert [arms_of(pair) for pair in pairs] == [("first_line", "post_ate_beva"), ("first_line", "third")]
    alone, among = adjusted_of(with_arms(two, arms)), adjusted_of(pairs[0])
    assert (among.pairs, among.balance, among.hazards) == (alone.pairs, alone.balance, alone.hazards)
    assert subgroups_of(pairs[0], "os") == subgroups_of(with_arms(two, arms), "os")


# --- overlap weights, balance and positivity in words


def test_overlap_weights_are_the_chance_of_the_other_arm_and_make_the_means_alike(adjusted):
    assert overlap_weights(np.array([True, False]), np.array([0.9, 0.9])) == pytest.approx([0.1, 0.9])
    assert max(row.overlap for row in adjusted.balance) < 1e-6  # exactly, for what is in a logistic regression
    assert adjusted.overlap_sizes[0] < adjusted.sizes[0]


def test_a_difference_is_in_spreads_of_the_arms_as_they_are():
    # means 2 and 5, variances 1 and 9: 3 / sqrt(5); with the first arm's weight on 3 alone: 2 / sqrt(5)
    values, arms = np.array([1.0, 2, 3, 2, 5, 8]), np.array([False] * 3 + [True] * 3)
    spread = pooled_spread(values, arms)
    assert spread == pytest.approx(5**0.5)
    assert difference_of_means(values, arms, None, spread) == pytest.approx(3 / 5**0.5)
    assert difference_of_means(values, arms, np.array([0, 0, 1, 1, 1, 1.0]), spread) == pytest.approx(2 / 5**0.5)


def balanced(*rows, unlikely=0):
    balance = tuple(Balance(name, name, *(value if isinstance(value, tuple) else (value,) * 4)) for name, value in rows)
    return AdjustedSurvival(("a", "b"), (3, 3), Without(0), (), 3, (3.0, 3.0), balance, (), unlikely=unlikely)


def test_the_verdict_on_balance_names_what_differs():
    said = balance_in_words(balanced(("age", (0.3, 0.1, 0.09, 0.0)), ("sex", (0.2, None, 0.05, 0.0))))
    assert said == (
        "Confounders that differ by 0.1 or more. All patients: 2 of 2 differ (age; sex). Matched pairs: 1 of 2 differ (age). "
        "Stabilised weights: all are alike. Overlap weights: all are alike."
    )


@pytest.mark.parametrize(
    ("unlikely", "said"), [(0, "Everybody has a score"), (1, "1 patient has a score below"), (2, "2 patients have a score below")]
)
def test_positivity_is_said(unlikely, said):
    assert positivity_in_words(balanced(unlikely=unlikely)).startswith(said)
