"""The paper is a test: each of its 210 items, recomputed by the analysis from the reconstructed cohort, which is of invented patients."""

import math
import re
from collections import Counter
from fnmatch import fnmatchcase

import polars as pl
import pytest

from pipelines.analysis.group_tests import compare_counts
from pipelines.paper.printed_and_recomputed import (
    NOT_IN_COHORT,
    compare_with_printed,
    decides_otherwise,
    load_held_beside,
    load_printed_numbers,
    load_printed_reasons,
)
from pipelines.paper.printed_items import Recomputed
from pipelines.paper.printed_tables import PROOFS, print_comparison
from pipelines.settings.sections import Analysis
from tests.analysis.cohort_frame import paper_tables, reconstructed_patients

PRINTED = load_printed_numbers()
REASONS = load_printed_reasons()


@pytest.fixture(scope="module")
def tables():
    return paper_tables(reconstructed_patients())


@pytest.fixture(scope="module")
def items(tables):
    return {item.item: item for item in compare_with_printed(tables, reconstructed_patients(), PRINTED, REASONS)}


@pytest.mark.parametrize("item", [row["id"] for row in PRINTED])
def test_an_item_is_as_printed_or_as_it_must_be(item, items):
    found = items[item]
    assert found.verdict != "different", f"printed {found.printed}, recomputed {found.recomputed}"
    if found.verdict != "equal":
        assert found.reason.endswith(".") and found.cause


def test_the_items_by_verdict(items):
    assert len(items) == 210
    assert Counter(item.verdict for item in items.values()) == {
        "equal": 128,  # as printed, digit by digit
        "corrected": 39,  # 3 do not follow, 5 cut off, 6 read wrongly, 8 other readings of the counts, 17 not printed
        "near": 36,  # 29 hazard ratios, 3 pairs of standard errors, 4 others: as near as invented patients can come
        "decides otherwise": 3,
        "no number": 4,  # wording
    }


def test_where_a_decision_hangs_on_it_an_item_is_different_and_it_is_said_why(items):
    otherwise = {name: (item.printed, item.recomputed) for name, item in items.items() if item.verdict == "decides otherwise"}
    assert otherwise == {
        "P-ORR": ("0.031", "0.058"),  # 0.05 between them
        "COX-PFS-uni-cpA": ("0.549 (0.305-0.99) p=0.046", "0.548 (0.297-1.012) p=0.055"),
        "COX-OS-uni-mets": ("1.667 (0.938-2.967) p=0.081", "1.666 (0.9-3.085) p=0.105"),  # 0.1, by which it enters
    }
    assert all(items[name].reason and items[name].proof for name in otherwise)


@pytest.mark.parametrize(
    ("item", "printed", "own", "is_so"),
    [
        ("P-X", "0.049", "0.050", True),
        ("P-X", "0.051", "0.050", False),
        ("P-X", "<0.001", "0.049", False),
        ("P-X", "0.09", "0.11", False),  # no rule of entry
        ("COX-OS-uni-x", "1.2 (1-2) p=0.099", "1.2 (1-2) p=0.100", True),
        ("COX-OS-multi-x", "1.2 (1-2) p=0.099", "1.2 (1-2) p=0.100", False),
        ("SE-X", ".2940 / .2544", ".2998 / .2645", False),  # no p
        ("P-X", "0.04", None, False),
    ],
)
def test_a_decision_hangs_on_the_limits_of_p(item, printed, own, is_so):
    assert decides_otherwise(item, printed, own) is is_so


def test_a_printed_number_counts_once(items):
    """Sums, the eleven times that 47 deaths are held against a standard error, and other readings of a table are held beside."""
    own = {name for name, item in items.items() if not item.beside}
    assert len(own) == 141
    assert {name for name in own if name.startswith("EV-")} == {"EV-OS-post"}
    assert not [name for name in own if name.endswith(("-sum", "-def")) or name.startswith("SE-")]
    assert not [name for name in own if items[name].cause in ("other reading", "wording")]
    for row in load_held_beside():
        assert any(fnmatchcase(name, row["items"]) for name in items), row


def test_a_claim_about_the_print_says_what_it_rests_on(items):
    for item in items.values():
        if item.verdict not in ("equal", "different"):
            assert item.proof in PROOFS, item.item
        if item.proof == "no data set found":
            assert item.reason.startswith("No data set with the printed counts of") and "found" in item.reason
        assert not re.search(r"do not allow|impossible", item.reason) or item.proof == "arithmetic", item.item


def counts_of(tables, name: str, order: tuple[str, ...] = ()) -> list[list[int]]:
    """Return the printed counts of a variable, levels x arms."""
    lines = {line.value: [share.count for share in line.groups[:2]] for line in tables.baseline.row(name).levels}
    return [lines[level] for level in order] if order else list(lines.values())


def moved(counts: list[list[int]], start: int, end: int) -> list[list[int]]:
    """Return the counts with one patient of the first arm in another level."""
    changed = [list(row) for row in counts]
    changed[start][0] -= 1
    changed[end][0] += 1
    return changed


def test_the_tests_that_reasons_speak_of_give_what_they_say(tables, items):
    classes, etiology = counts_of(tables, "child_pugh", ("A", "B", "C")), counts_of(tables, "etiology", ("HBV", "HCV", "Alcohol", "Others"))
    response, orr = [share.groups for share in tables.response.responses], [[12, 12], [54, 22]]
    responses = [[share.count for share in line[:2]] for line in response]

    def p(counts, test="chi_square"):
        return f"{compare_counts(counts, test).p_value:.3f}"

    said = {
        "P-BCLC": [p(counts_of(tables, "bclc"), "fisher")],
        "P-Etiology": [p(etiology, "fisher")],
        "P-Child-Pugh": [p(classes, "fisher")],
        "P-ORR": [p(orr), p(orr, "fisher"), p(orr, "chi_square_yates")],
        "P-ECOG": [p(counts_of(tables, "ecog"), "fisher")],
        "P-BOR5 (CR/PR/SD/PD/NA)": [p(responses, "fisher")],
    }
    for item, values in said.items():
        assert all(value in items[item].reason for value in values), (item, values)
    # one patient moved gives the printed p
    assert p(moved(etiology, 0, 1)) == items["P-Etiology"].printed == "0.458"
    assert p(moved(classes, 0, 2)) == items["P-Child-Pugh"].printed == "0.285"
    # A against B and C does not, though it comes near
    assert f"{compare_counts([classes[0], [sum(pair) for pair in zip(*classes[1:], strict=True)]]).p_value:.4f}" == "0.2843"
    assert (1200 + 33) // 66 == 18 and items["T1-BCLC-B-first-pct"].recomputed == "12 (18.2)"


@pytest.mark.parametrize("item", ["COX-OS-uni-cpA", "COX-OS-uni-mets", "COX-PFS-uni-cpA", "COX-PFS-uni-single", "COX-PFS-multi-cpA"])
def test_by_how_much_a_standard_error_is_larger_is_as_the_reason_says(tables, items, item):
    _, lower, upper = (float(number) for number in re.findall(r"\d*\.?\d+", items[item].printed)[:3])
    printed = math.log(upper / lower) / (2 * 1.959964)
    own = Recomputed(tables, reconstructed_patients()).cox_term(item)
    assert f"{100 * (own.std_err / printed - 1):.0f} % larger" in items[item].reason
    if "and p" in items[item].reason:
        assert f"{own.p_value:.3f}" in items[item].reason


def test_what_is_said_of_12_months_is_so(tables, items):
    survival = tables.survival("os")
    assert f"{survival.log_rank_until.p_value:.4f}" == "0.0424" and "0.0424" in items["P12-OS"].reason
    assert 0.31 <= round(dict(survival.rate_tests)[12].p_value, 2) <= 0.35 and "0.31 to 0.35" in items["P12-OS"].reason


def test_the_section_opens_with_what_the_cohort_is(items):
    section = print_comparison(tuple(items.values()))
    first, second, *_ = section.blocks
    assert "invented and fitted to the figures below" in first.text and "is no evidence for them" in first.text
    assert second.text.startswith("141 printed numbers, each counted once: ")
    assert sum(int(number) for number in re.findall(r"(?:: |; )(\d+) ", second.text)) == 141


# 12/66 against 12/34 is not 0.031; the tests of the printed counts of BCLC, etiology and Child-Pugh do not give the printed p either
@pytest.mark.parametrize(
    ("item", "printed", "right"),
    [
        ("P-ORR", "0.031", "0.058"),
        ("P-BCLC", "0.189", "0.110"),
        ("P-Etiology", "0.458", "0.505"),
        ("P-Child-Pugh", "0.285", "0.381"),
    ],
)
def test_what_does_not_follow_is_not_reproduced(items, item, printed, right):
    assert (items[item].printed, items[item].recomputed, items[item].cause) == (printed, right, "does not follow")


def test_the_means_are_those_printed_with_63_values_of_alt(tables, items):
    moments = tables.baseline.row("alt").moments
    assert (moments[0].count, moments[1].count) == (63, 34)
    assert items["GRIM-ALT-first"].recomputed == "43.10"


def test_a_reason_is_of_an_item_and_has_one_way_to_hold():
    assert REASONS.keys() <= {row["id"] for row in PRINTED}
    for reason in REASONS.values():
        assert reason["reason"] and not (reason["right"] and reason["tolerance"])
        assert bool(reason["right"]) == (reason["cause"] not in ("note", "wording", "invented cohort")), reason["id"]
        assert bool(reason["tolerance"]) == (reason["cause"] == "invented cohort"), reason["id"]


def test_by_the_rule_metastasis_does_not_enter_table_3(tables):
    """Univariate p = 0.105 in the invented cohort (0.081 printed): the covariates are named in registry.toml to print Table 3."""
    by_rule = paper_tables(reconstructed_patients(), multivariate={}).cox("os")
    assert by_rule.entered_by == "univariate p < 0.1"
    named = {term.name for term in tables.cox("os").multivariate.terms}
    assert named - {term.name for term in by_rule.multivariate.terms} == {"metastasis"}


def test_another_cohort_is_said_to_differ(tables):
    patients = reconstructed_patients().head(90)
    tables = paper_tables(patients, multivariate={})
    verdicts = Counter(item.verdict for item in compare_with_printed(tables, patients, PRINTED, REASONS))
    assert verdicts["different"] > 60


def test_what_a_cohort_does_not_have_is_no_number_and_it_is_said(items):
    single = reconstructed_patients().filter((pl.col("tumour_number") == "single") & (pl.col("arm") == "first_line"))
    analysis = Analysis(rate_months=[3])
    found = {item.item: item for item in compare_with_printed(paper_tables(single, analysis), single, PRINTED, REASONS)}
    assert found.keys() == items.keys()
    for item, reason in (
        ("T1-Sex-Male-post-pct", "there is no arm post_ate_beva"),
        ("KM12-OS-first", "rates at 12 months are not asked for"),
        ("COX-OS-uni-post", "there is no covariate post"),
    ):
        assert (found[item].verdict, found[item].recomputed, found[item].cause) == ("no number", None, NOT_IN_COHORT)
        assert found[item].reason == f"Not in this cohort: {reason}."
    assert found["T1-Sex-Male-first-pct"].recomputed.endswith(")")


def test_a_variable_that_another_table_1_leaves_out_is_no_number_and_it_is_said():
    patients = reconstructed_patients()
    found = {item.item: item for item in compare_with_printed(paper_tables(patients, table1=["age"]), patients, PRINTED, REASONS)}
    assert found["T1-Sex-Male-first-pct"].reason == "Not in this cohort: sex is not in its Table 1."


def test_of_a_study_with_other_arms_the_paper_prints_nothing():
    patients = reconstructed_patients()
    other = patients.with_columns(arm=pl.when(pl.col("arm") == "first_line").then(pl.lit("bclc_b")).otherwise(pl.lit("bclc_c")))
    assert compare_with_printed(paper_tables(other, multivariate={}), other, PRINTED, REASONS) == ()


def test_nobody_gives_no_number():
    nobody = reconstructed_patients().clear()
    found = compare_with_printed(paper_tables(nobody, multivariate={}), nobody, PRINTED, REASONS)
    assert len(found) == 210 and "nan" not in " ".join(item.recomputed or "" for item in found)
