"""Every clinical formula against its vectors and against its limits: below, at and above."""

import datetime as dt
import json
from pathlib import Path

import pytest

from pipelines.warehouse.build_tables import load_macros, open_warehouse

VECTORS = {
    group["id"]: group for group in json.loads((Path(__file__).parents[1] / "fixtures" / "vectors.json").read_text("utf-8"))["groups"]
}


@pytest.fixture(scope="module")
def value():
    connection = open_warehouse()
    load_macros(connection, "formulas")

    def value(expression, *arguments):
        return connection.execute(f"select {expression}", list(arguments)).fetchall()[0][0]

    yield value
    connection.close()


@pytest.mark.parametrize(
    "case", [(case, limit) for case in VECTORS["OWN-TL"]["cases"] for limit in (0.0, 5.0)], ids=lambda case: f"{case[0]['id']} {case[1]}"
)
def test_target_response_vectors(value, case):
    vector, absolute_limit = case
    nadir = min([vector["baseline_mm"], *vector["previous_mm"]])
    expected = vector["expected_mrecist" if absolute_limit == 0 else "expected_with_5mm_rule"]
    found = value(
        f"target_response(?::double, ?::double, ?::double, true, {LEFT}, 30, 20, ?::double)",
        vector["current_mm"],
        vector["baseline_mm"],
        nadir,
        *left(vector["current_mm"], vector["baseline_mm"], nadir),
        absolute_limit,
    )
    assert found == expected, vector["note"]


LEFT = "tumour_left(?), ?, ?"  # of other lesions than nodes: tumour is left where anything is measured


def left(now, baseline, nadir):
    """Return whether tumour is left now, was there at the baseline and was gone in between."""
    return now and now > 0, baseline > 0, nadir == 0


LEAST = "least_target_diameter(?, ?, 10, 15, 20)"


@pytest.mark.parametrize(
    ("organ", "viable", "enhances", "hindrance"),
    [
        ("LIVER", 9.9, True, "too small"),
        ("LIVER", 10.0, True, None),
        ("LIVER", 10.1, None, None),  # enhancement not sent
        ("LIVER", 10.0, False, "no arterial enhancement"),
        ("LIVER", None, None, "not measured"),
        ("LUNG", 9.9, None, "too small"),
        ("LYMPH_NODE_OTHER", 14.9, True, "node too small"),
        ("LYMPH_NODE_OTHER", 15.0, True, None),
        ("LYMPH_NODE_PORTA", 19.9, True, "node of the porta hepatis too small"),
        ("LYMPH_NODE_PORTA", 20.0, True, None),
        ("LYMPH_NODE_OTHER", 15.0, False, None),  # a node is judged by its size
        ("PORTAL_VEIN", 30.0, True, "organ of disease that is mostly not measurable"),
    ],
)
def test_what_may_be_a_target(value, organ, viable, enhances, hindrance):
    is_node = organ.startswith("LYMPH_NODE")
    found = value(f"target_hindrance(?, ?, null, ?::double, ?::boolean, {LEAST})", organ, is_node, viable, enhances, organ, is_node)
    assert found == hindrance


def test_the_arithmetic_behind_a_target_response_in_words(value):
    base, low = dt.date(2022, 3, 1), dt.date(2022, 5, 1)
    words = "target_arithmetic(?::double, ?::double, ?::date, ?::double, ?::date, ?)"
    assert value(words, 70, 90, base, 70, low, None) == (
        "70 mm is -22.22 % against the baseline 90 mm (2022-03-01) and +0.00 % against the smallest sum 70 mm (2022-05-01)"
    )
    assert value(words, 3, 60, base, 0, low, None) == "3 mm after 0 mm (2022-05-01)"
    assert value(words, None, 60, base, 60, base, "T2") == "no sum; not measured: T2"
    assert value(words, 12.5, None, None, None, None, None) == "12.5 mm without a complete baseline"


@pytest.mark.parametrize(
    ("now", "nadir", "has_all", "expected"),
    [
        (119.9, 100.0, False, "NE"),  # +19.9 % of what was seen: the missing target may decide
        (120.0, 100.0, False, "PD"),  # +20 % already without the missing target
        (0.0, 100.0, False, "NE"),  # nothing viable in what was seen: CR only if all was seen
        (0.1, 0.0, False, "PD"),  # regrowth after a nadir of 0
        (0.0, 0.0, True, "CR"),  # still nothing
        (84.0, 70.0, True, "PD"),  # 84 / 70 is 1.2 in decimals, not in binary
        (83.99, 70.0, True, "SD"),  # +19.986 %, -16.01 % from baseline
    ],
)
def test_target_response_limits(value, now, nadir, has_all, expected):
    assert (
        value(f"target_response(?::double, 100.0, ?::double, ?, {LEFT}, 30, 20, 0)", now, nadir, has_all, *left(now, 100.0, nadir))
        == expected
    )


@pytest.mark.parametrize("case", VECTORS["OWN-OV"]["cases"], ids=str)
def test_overall_response_vectors(value, case):
    target, non_target, new_lesion, expected = case
    assert value("overall_response(?, ?, ?)", target, non_target, new_lesion) == expected


def test_overall_response_is_unknown_where_an_unknown_part_could_decide(value):
    assert value("overall_response('CR', null, false)") is None
    assert value("overall_response('SD', null, null)") == "SD"
    assert value("overall_response(null, 'PD', null)") == "PD"
    assert value("overall_response(null, 'CR', false)") is None
    assert value("overall_response('REVIEW', 'CR', false)") is None
    assert value("overall_response('REVIEW', 'PD', false)") == value("overall_response('REVIEW', 'CR', true)") == "PD"


@pytest.mark.parametrize("case", VECTORS["OWN-SCORES"]["cases"]["albi"], ids=str)
def test_albi_vectors(value, case):
    bilirubin = case.get("bili_mgdl", case.get("bili_umol", 0) / 17.104)
    albumin = case.get("alb_gdl", case.get("alb_gl", 0) / 10)
    score = value("albi_score(?::double, ?::double)", bilirubin, albumin)
    assert score == (None if case["score"] is None else pytest.approx(case["score"], abs=6e-4))
    assert value("albi_grade(?::double)", score) == case["grade"]


@pytest.mark.parametrize(
    ("score", "grade"), [(-2.61, 1), (-2.60, 1), (-2.59, 2), (-1.40, 2), (-1.39, 2), (-1.38, 3), (-2.6 + 1e-12, 1), (None, None)]
)
def test_albi_grade_limits(value, score, grade):
    assert value("albi_grade(?::double)", score) == grade


@pytest.mark.parametrize("case", VECTORS["OWN-SCORES"]["cases"]["child_pugh"], ids=str)
def test_child_pugh_vectors(value, case):
    items = (case["bili"], case["alb"], case["inr"], case["ascites"], case["enceph"])
    score = value("child_pugh_score(?::double, ?::double, ?::double, ?, ?, 2.8)", *items)
    assert (score, value("child_pugh_class(?)", score)) == (case["score"], case["cls"])


def test_child_pugh_with_the_higher_albumin_cut(value):
    items = "1.0, 2.9, 1.1, 'none', 'none'"  # albumin 2.9 g/dL: 2 points with 2.8, 3 points with 3.0
    assert value(f"child_pugh_score({items}, 2.8)") == 6
    assert value(f"child_pugh_score({items}, 3.0)") == 7


@pytest.mark.parametrize(
    ("item", "limits"),
    [
        ("child_pugh_points(?, 2.0, 3.0)", {1.99: 1, 2.0: 2, 3.0: 2, 3.01: 3}),
        ("child_pugh_points(?, 1.7, 2.3)", {1.69: 1, 1.7: 2, 2.3: 2, 2.31: 3}),
        ("4 - child_pugh_points(?, 2.8, 3.5)", {2.79: 3, 2.8: 2, 3.5: 2, 3.51: 1}),
    ],
)
def test_child_pugh_limits(value, item, limits):
    assert {measured: value(item, measured) for measured in limits} == limits


def test_a_child_pugh_score_of_four_items_is_none(value):
    assert value("child_pugh_score(1.0, 4.0, null, 'none', 'none', 2.8)") is None
    assert value("child_pugh_score(1.0, 4.0, 1.1, 'none', null, 2.8)") is None
    assert [value("child_pugh_class(?)", score) for score in (4, 5, 6, 7, 9, 10, 15, 16)] == [None, "A", "A", "B", "B", "C", "C", None]


@pytest.mark.parametrize("case", VECTORS["OWN-SCORES"]["cases"]["bsa"], ids=str)
def test_body_surface_vectors(value, case):
    for formula in ("mosteller", "dubois"):
        found = value("body_surface_area_m2(?::double, ?::double, ?)", case["h"], case["w"], formula)
        assert found == pytest.approx(case[formula], abs=5e-5)
    assert value("body_surface_area_m2(0, 60, 'mosteller')") is None
    assert value("body_surface_area_m2(null, 60, 'dubois')") is None


@pytest.mark.parametrize("case", VECTORS["A-AVAL"]["cases"], ids=str)
def test_admiral_counts_the_first_day(value, case):
    start, end, inclusive = case
    assert value("elapsed_days(?::date, ?::date, 1)", start, end) == inclusive
    assert value("elapsed_days(?::date, ?::date, 0)", start, end) == inclusive - 1


def test_months(value):
    assert value("months_of_days(?, 30.4375::double)", 110) == pytest.approx(3.614, abs=5e-4)  # as in the paper's cohort


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ((1960, 5, 2), (2023, 5, 1), 62),  # the day before the birthday
        ((1960, 5, 2), (2023, 5, 2), 63),  # the birthday
        ((1960, 12, 31), (2023, 1, 1), 62),  # date_diff('year') would say 63
        ((1960, 2, 29), (2023, 2, 28), 62),
        ((1960, 2, 29), (2023, 3, 1), 63),
        ((1960, 2, 29), (2024, 2, 29), 64),
    ],
)
def test_completed_years(value, born, day, years):
    assert value("completed_years(?::date, ?::date)", dt.date(*born), dt.date(*day)) == years


@pytest.mark.parametrize("case", VECTORS["OWN-AFP400"]["cases"], ids=str)
def test_a_limit_does_not_always_tell(value, case):
    text, threshold, expected = case
    operator = text.rstrip("0123456789.") or "="
    assert value("is_above(?::double, ?, ?)", float(text.lstrip("<>=")), operator, threshold) == expected


CONSISTENT = [
    # stage, ECOG band, portal vein, spread, Child-Pugh, consistent
    ("0", "0", False, False, "A", True),
    ("A", "0", False, False, "B", True),
    ("A", "1-2", False, False, "A", False),
    ("B", "0", True, False, "A", False),
    ("B", "0", False, True, "A", False),
    ("C", "0", False, False, "A", False),
    ("C", "1-2", False, False, "A", True),
    ("C", "0", True, False, "A", True),
    ("C", "0", False, True, "B", True),
    ("C", "0", True, False, "C", False),
    ("C", "3-4", True, False, "A", False),
    ("D", "0", True, True, "A", False),
    ("D", "3-4", False, False, "A", True),
    ("D", "0", False, False, "C", True),
    # what is missing could decide: cannot be judged
    ("C", None, False, False, "A", None),
    ("C", None, True, False, None, None),
    ("D", None, True, False, "A", None),
    ("A", None, True, False, "A", False),
    (None, "0", True, False, "A", None),
]


@pytest.mark.parametrize("case", CONSISTENT, ids=str)
def test_bclc_consistency(value, case):
    *parts, expected = case
    assert value("bclc_is_consistent(?, ?, ?, ?, ?, false)", *parts) == expected


@pytest.mark.parametrize(
    ("stage", "ecog", "is_within_milan", "expected"),
    [
        ("B", "0", False, False),
        ("A", "0", False, False),
        ("A", "0", True, None),  # the liver could be transplanted: BCLC 2022 asks for no preserved function
        ("0", "0", True, None),
        ("A", "0", None, None),  # it is not known whether it could
        ("A", "1-2", True, False),
        ("C", "1-2", True, False),
        ("D", "0", True, True),
    ],
)
def test_bclc_with_a_liver_of_child_pugh_c(value, stage, ecog, is_within_milan, expected):
    """Reig et al. 2022, table 1, as reproduced in NCCN v1.2026 (ST-2)."""
    assert value("bclc_is_consistent(?, ?, false, false, 'C', ?::boolean)", stage, ecog, is_within_milan) is expected


@pytest.mark.parametrize(
    ("largest_cm", "count", "number", "vein", "spread", "expected"),
    [
        (5.0, 1, "single", False, False, True),
        (5.1, 1, "single", False, False, False),
        (5.0, None, "single", False, False, True),
        (3.0, 3, "multiple", False, False, True),
        (3.1, 3, "multiple", False, False, False),
        (3.0, 4, "multiple", False, False, False),
        (3.0, None, "multiple", False, False, None),
        (3.1, None, "multiple", False, False, False),
        (None, 4, "multiple", False, False, False),
        (None, 1, "single", False, False, None),
        (2.0, 1, "single", True, False, False),
        (2.0, 1, "single", False, True, False),
        (2.0, 1, "single", None, False, None),
    ],
)
def test_milan_limits(value, largest_cm, count, number, vein, spread, expected):
    """PMC6558441, table 1: one of at most 5 cm, or three of at most 3 cm."""
    said = "is_within_milan(?::double, ?::bigint, ?::varchar, ?::boolean, ?::boolean)"
    assert value(said, largest_cm, count, number, vein, spread) is expected


def test_order_of_responses(value):
    best_first = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND"]
    assert [value("response_from_best(?)", response) for response in best_first] == [1, 2, 3, 4, 5, 6, 7]
    worst_first = ["PD", "NON-CR/NON-PD", "SD", "PR", "CR", "NE", "ND"]
    assert [value("response_from_worst(?)", response) for response in worst_first] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("score", "grade"),
    [(-2.61, "1"), (-2.60, "1"), (-2.59, "2a"), (-2.28, "2a"), (-2.27, "2a"), (-2.26, "2b"), (-1.40, "2b"), (-1.39, "2b"), (-1.38, "3")],
)
def test_modified_albi_grade_limits(value, score, grade):
    assert value("malbi_grade(?::double, -2.27)", score) == grade


def test_the_limit_of_the_modified_albi_grade_is_a_setting(value):
    assert [value("malbi_grade(-2.2::double, ?::double)", cut) for cut in (-2.19, -2.2, -2.21)] == ["2a", "2a", "2b"]


def test_bilirubin_is_converted_to_the_last_digit_of_its_factor(value):
    assert value("albi_score(1.0, 4.0)") == pytest.approx(0.66 * 1.2330976878647 - 3.4, abs=1e-9)  # log10(17.104)


def test_without_a_score_there_is_no_modified_albi_grade(value):
    assert value("malbi_grade(null::double, -2.27)") is None


@pytest.mark.parametrize(
    ("largest_cm", "count", "expected"),
    [(4.9, 2, True), (5.0, 2, True), (5.1, 2, False), (6.0, 1, True), (6.1, 1, False), (0.5, 7, False), (None, 2, None), (5.0, None, None)],
)
def test_up_to_seven_limits(value, largest_cm, count, expected):
    assert value("is_within_up_to_seven(?::double, ?::bigint)", largest_cm, count) is expected


@pytest.mark.parametrize(
    ("direction", "below", "at", "above"),
    [("above", False, False, True), ("at_least", False, True, True), ("below", True, False, False), ("at_most", True, True, False)],
)
def test_a_band_begins_at_its_bound_or_beyond_it(value, direction, below, at, above):
    # 0.1 + 0.2 is 0.30000000000000004 in binary: at a bound of 0.3, not above it
    assert [value("is_beyond(?::double, ?, 0.3)", x, direction) for x in (0.29, 0.1 + 0.2, 0.31)] == [below, at, above]
    assert value("is_beyond(null::double, ?, 0.3)", direction) is None
    assert value("is_beyond(0.3, ?, null::double)", direction) is None


@pytest.mark.parametrize("case", VECTORS["A-CTC5"]["cases"], ids=lambda case: f"{case['test']} {case['value']:g} {case['grade']}")
def test_ctcae_vectors(value, case):
    scale = 10 if case["unit"] == "g/L" else 1  # haemoglobin is held in g/dL
    given = [case[name] / scale if case.get(name) is not None else None for name in ("value", "lln", "uln", "baseline")]
    call = "ctcae_grade(?, ?::double, ?::double, ?::double, ?::double, ?::boolean, 5)"
    assert value(call, case["test"], *given, case.get("baseline_high")) == case["grade"]


@pytest.mark.parametrize(
    ("test", "measured", "limits", "baseline", "is_high", "grade"),
    [
        ("TBIL", 1.8, (0.2, 1.2), 0.8, False, 1),  # 1.5 x 1.2 = 1.7999999999999998 in binary: 1.8 is not above
        ("TBIL", 1.81, (0.2, 1.2), 0.8, False, 2),
        ("TBIL", 3.0, (0.2, 1.2), 2.0, True, 1),  # 1.5 x a baseline of 2.0
        ("TBIL", 3.1, (0.2, 1.2), 2.0, True, 2),
        ("TBIL", 3.1, (0.2, 1.2), None, None, None),  # no baseline: it cannot be told which limit holds
        ("AST", 59.0, (0, None), 40.0, True, 0),  # below 1.5 x baseline
        ("AST", 60.0, (0, None), 40.0, True, 1),
        ("AST", None, (0, 40), 40.0, True, None),
        ("ALB", 3.5, (3.5, 5.2), None, None, 0),
        ("ALB", 3.4, (3.5, 5.2), None, None, 1),
        ("ALB", 3.0, (3.5, 5.2), None, None, 1),
        ("ALB", 2.9, (3.5, 5.2), None, None, 2),
        ("ALB", 2.0, (3.5, 5.2), None, None, 2),
        ("ALB", 1.9, (3.5, 5.2), None, None, 3),
        ("ALB", 0.6, (3.5, 5.2), None, None, 3),  # grade 4 is a clinical judgement
        ("ALB", 3.1, (None, 5.2), None, None, None),
        ("INR", 1.2, (None, None), None, None, 0),
        ("INR", 1.21, (None, None), None, None, 1),
        ("INR", 1.5, (None, None), None, None, 1),
        ("INR", 1.51, (None, None), None, None, 2),
        ("INR", 2.5, (None, None), None, None, 2),
        ("INR", 2.51, (None, None), None, None, 3),
        ("CREAT", 1.0, (0.5, 1.2), None, None, None),  # of a baseline of 0.3 it would be grade 3
        ("CREAT", 3.6, (0.5, 1.2), None, None, None),  # 3 x 1.2: grade 2, or 3 of a baseline below 1.2
        ("CREAT", 3.61, (0.5, 1.2), None, None, 3),  # whatever the baseline was
        ("CREAT", 7.2, (0.5, 1.2), None, None, 3),
        ("CREAT", 7.3, (0.5, 1.2), None, None, 4),  # 6 x 1.2 = 7.2
        ("CREAT", 7.3, (0.5, None), 1.0, None, None),  # above 3 x the baseline; 6 x an upper limit that is not known
        ("WBC", 4.0, (4.0, 10.0), None, None, 0),
        ("WBC", 3.9, (4.0, 10.0), None, None, 1),
        ("WBC", 3.0, (4.0, 10.0), None, None, 1),
        ("WBC", 2.9, (4.0, 10.0), None, None, 2),
        ("WBC", 2.0, (4.0, 10.0), None, None, 2),
        ("WBC", 1.9, (4.0, 10.0), None, None, 3),
        ("WBC", 1.0, (4.0, 10.0), None, None, 3),
        ("WBC", 0.9, (4.0, 10.0), None, None, 4),
        ("ALP", 120.0, (40, 120), 100.0, False, 0),
        ("ALP", 121.0, (40, 120), 100.0, False, 1),
        ("ALP", 300.0, (40, 120), 100.0, False, 1),
        ("ALP", 301.0, (40, 120), 100.0, False, 2),
        ("ALP", 600.0, (40, 120), 100.0, False, 2),
        ("ALP", 601.0, (40, 120), 100.0, False, 3),
        ("ALP", 2400.0, (40, 120), 100.0, False, 3),
        ("ALP", 2401.0, (40, 120), 100.0, False, 4),
        ("ALP", 399.0, (40, 120), 200.0, True, 0),  # a high baseline: from twice it on
        ("ALP", 400.0, (40, 120), 200.0, True, 1),
        ("ALP", 500.0, (40, 120), 200.0, True, 1),
        ("ALP", 501.0, (40, 120), 200.0, True, 2),
        ("ALP", 1001.0, (40, 120), 200.0, True, 3),
        ("ALP", 4001.0, (40, 120), 200.0, True, 4),
        ("PLT", None, (150, 400), None, None, None),
        ("AFP", 900.0, (0, 7), 5.0, False, None),  # no CTCAE test
    ],
)
def test_ctcae_grades_at_their_limits(value, test, measured, limits, baseline, is_high, grade):
    call = "ctcae_grade(?, ?::double, ?::double, ?::double, ?::double, ?::boolean, 5)"
    assert value(call, test, measured, *limits, baseline, is_high) == grade


def test_another_version_of_ctcae_gives_no_grade(value):
    assert value("ctcae_grade('ANC', 0.4, 1.8, 7.5, null, null, 6)") is None


@pytest.mark.parametrize(
    ("term", "test"),
    [
        ("Neutrophil count decreased", "ANC"),
        (" platelet  count DECREASED ", "PLT"),
        ("Anaemia", "HGB"),
        ("호중구감소", "ANC"),
        ("White blood cell decreased", "WBC"),
        ("ALP increased", "ALP"),
        ("Nausea", None),
        ("nausea and more", None),
        (None, None),
    ],
)
def test_the_test_behind_a_ctcae_term(value, term, test):
    assert value("ctcae_test_of_term(?::varchar)", term) == test


def test_body_mass_index(value):
    assert value("body_mass_index(160.0, 64.0)") == 25.0  # 64 / 1.6²
    assert value("body_mass_index(170.0, 65.0)") == 22.491349481  # 65 / 1.7², to nine decimals


# diameter, viable mm, total mm, whether it enhances: whether tumour is left
TUMOUR_LEFT = [
    (("viable", 0.5, None, None), True),  # any viable tumour is
    (("viable", 0.0, 20.0, None), False),
    (("viable", None, 20.0, None), None),
    (("viable", 0.5, None, False), False),  # what does not enhance is not viable
    (("total", None, 0.5, None), True),
    (("total", None, 0.0, None), False),
    (("total", 0.5, None, None), True),  # a part of it is there
    (("total", 0.0, None, None), None),
]


@pytest.mark.parametrize(("lesion", "is_left"), TUMOUR_LEFT)
def test_tumour_that_is_left_by_a_criterion(value, lesion, is_left):
    assert value("is_tumour_left(?, ?::double, ?::double, ?::boolean)", *lesion) is is_left


@pytest.mark.parametrize(
    ("now", "least", "response"),
    [(0.5, 0.0, "PD"), (0.5, 5.0, "REVIEW"), (4.9, 5.0, "REVIEW"), (5.0, 5.0, "PD"), (0.5, 1.0, "REVIEW"), (0.5, 0.5, "PD")],
)
def test_tumour_that_is_back_is_progression_from_the_least_increase_on(value, now, least, response):
    assert value("target_response(?::double, 100.0, 0.0, true, 'TUMOUR', true, true, 30, 20, ?::double)", now, least) == response
