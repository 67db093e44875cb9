"""Readers: pairs, agreement beyond chance, sums, overlap of targets, copies; and the tables that lesions and exams are asked from."""

import random
from collections import Counter

import pytest

from tests.warehouse_of import build, build_up_to, day, findings_of, haic_patient, merged, open_drawn, put, reads, rows_of

CATEGORIES = ("CR", "PR", "SD", "PD")
# Exams by the first reader's response (rows) and the second's (columns), CR PR SD PD; then what R 4.2.2 gives:
#   kappa_w <- function(m, power) { k <- nrow(m); n <- sum(m); w <- 1 - (abs(row(m) - col(m)) / (k - 1))^power
#     po <- sum(w * m) / n; pe <- sum(w * outer(rowSums(m), colSums(m))) / n^2; (po - pe) / (1 - pe) }
#   kappa_w(m, 1); kappa_w(m, 2)
IN_R = [
    ([[3, 1, 0, 0], [2, 10, 4, 1], [0, 3, 15, 2], [0, 0, 1, 8]], 0.689312344656, 0.783934926284, 72.000000),
    ([[0, 0, 0, 0], [0, 1, 2, 1], [0, 3, 1, 0], [0, 0, 2, 0]], -0.216216216216, -0.122448979592, 20.000000),
]


def agreement_of(pairs):
    with open_drawn() as connection:
        put(
            connection,
            "reader_pairs",
            [
                {
                    "row_key": str(number),
                    "patient_id": f"P{number}",
                    "exam_id": "E1",
                    "timepoint": 1,
                    "first_reader_id": "R1",
                    "second_reader_id": "R2",
                    "first_response": first,
                    "second_response": second,
                }
                for number, (first, second) in enumerate(pairs)
            ],
        )
        build(connection, "reader_agreement")
        columns = ("exam_count", "weighted_kappa", "quadratic_kappa", "crude_agreement_pct")
        return rows_of(connection, "reader_agreement", *columns)[0]


def pairs_of(table):
    return [
        (CATEGORIES[row], CATEGORIES[column])
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


@pytest.mark.parametrize(("table", "linear", "quadratic", "crude"), IN_R)
def test_kappa_is_that_of_r(table, linear, quadratic, crude):
    pairs = pairs_of(table)
    assert agreement_of(pairs) == (
        len(pairs),
        pytest.approx(linear, abs=1e-9),
        pytest.approx(quadratic, abs=1e-9),
        pytest.approx(crude, abs=1e-9),
    )


def test_kappa_by_hand():
    """Ten exams: PR+PR 4, PR+SD 1, SD+PR 1, SD+SD 4. One step apart weighs 2/3.

    Observed (8 + 2 * 2/3) / 10 = 28/30. Expected: half of the pairs equal, half one step apart, (1 + 2/3) / 2 = 25/30.
    Kappa (28 - 25) / (30 - 25) = 0.6. Quadratic: one step weighs 8/9: (88 - 85) / (90 - 85) = 0.6 as well.
    """
    pairs = [("PR", "PR")] * 4 + [("PR", "SD"), ("SD", "PR")] + [("SD", "SD")] * 4
    assert agreement_of(pairs) == (10, pytest.approx(0.6), pytest.approx(0.6), pytest.approx(80.0))


def test_kappa_has_its_limits():
    assert agreement_of([(each, each) for each in CATEGORIES])[1:] == (1.0, 1.0, 100.0)
    assert agreement_of([("SD", "SD")] * 30) == (30, None, None, 100.0)  # chance alone agrees in full
    assert agreement_of([("PR", "SD"), ("SD", "PR")] * 5) == (10, pytest.approx(-1.0), pytest.approx(-1.0), 0.0)
    outside = [("NE", "PR"), ("PR", "NE"), ("ND", "ND"), ("NON-CR/NON-PD", "SD"), (None, "PR")]
    assert agreement_of([("PR", "PR"), ("SD", "SD"), *outside])[0] == 2
    assert agreement_of(outside) == (0, None, None, None)


def test_who_is_first_does_not_matter():
    random_ = random.Random(3)
    pairs = random_.choices([(a, b) for a in CATEGORIES for b in CATEGORIES], k=60)
    assert agreement_of(pairs) == agreement_of([(second, first) for first, second in random_.sample(pairs, len(pairs))])


def test_a_sum_is_lower_by_any_part_of_a_millimetre():
    with open_drawn() as connection:
        pair = {"patient_id": "P1", "timepoint": 1, "first_reader_id": "R1", "second_reader_id": "R2"}
        differences = [0.5, 0.5, 0.0, 0.0, 0.0, -0.5, None]  # the second reader's sum less the first's
        put(
            connection,
            "reader_pairs",
            [{**pair, "row_key": str(number), "exam_id": str(number), "difference_mm": mm} for number, mm in enumerate(differences)],
        )
        build(connection, "reader_agreement")
        assert rows_of(connection, "reader_agreement", "first_lower_count", "second_lower_count", "sum_count") == [(2, 1, 6)]


def exam(offset, timepoint, sizes, *, patient="P1", organ="LIVER", **more):
    """Return reads and lesions of one exam, drawn as {reader: [viable mm, …]}."""
    key = {"patient_id": patient, "exam_id": f"E{offset}", "exam_date": day(offset)}
    return {
        "imaging_reads": [{**key, "reader_id": reader, "course": "HAIC", "timepoint": timepoint, **more} for reader in sizes],
        "lesions": [
            {**key, "reader_id": reader, "lesion_id": f"T{place}", "role": "TARGET", "organ": organs[place], "viable_mm": mm}
            for reader, measured in sizes.items()
            for organs in [organ if isinstance(organ, list) else [organ] * len(measured)]
            for place, mm in enumerate(measured)
        ],
    }


def opened(*exams, up_to="reader_pairs"):
    """Return a warehouse with these exams and what is made of them; `up_to` names the last table that is built."""
    connection = open_drawn(**merged(*exams))
    build_up_to(connection, up_to)
    return connection


def test_sums_of_two_readers_and_the_adjudicator_outside():
    connection = opened(exam(-3, 0, {"R1": [60.0, 40.0], "R2": [70.0, 51.0], "ADJ": [10.0]}))
    # 121 - 100 = 21 mm, and 21 / 110.5 = 19.0 %: near enough
    assert rows_of(connection, "reader_pairs", "first_sum_mm", "second_sum_mm", "difference_mm", "target_overlap") == [
        (100.0, 121.0, 21.0, 1.0)
    ]
    assert rows_of(connection, "reader_pairs", "difference_pct") == [(pytest.approx(19.004525),)]
    assert findings_of(connection, "reader_pairs", "IR-004") == []


def test_a_slipped_decimal_point_is_far_from_the_other_reader():
    connection = opened(exam(-3, 0, {"R1": [104.0], "R2": [10.4]}))
    assert findings_of(connection, "reader_pairs", "IR-004") == ["imaging_reads-000001"]


OVERLAPS = [
    # patient and course; organs of the targets of one reader and of the other, and what is the same of them
    ("P1", "ATE_BEVA", ["LIVER", "LUNG"], ["LIVER", "LIVER"], 1 / 3),
    ("P1", "HAIC", ["LIVER", "LIVER"], ["LIVER", "LUNG"], 1 / 3),  # liver in both; liver and lung in one each
    ("P2", "HAIC", ["LIVER"], ["LIVER"], 1),
    ("P3", "HAIC", ["LIVER", "LUNG"], ["LUNG", "LIVER"], 1),
    ("P4", "HAIC", ["LIVER"], ["LUNG"], 0),
]


def test_targets_in_other_organs():
    drawn = [
        exam(-100 if course == "ATE_BEVA" else -3, 0, {reader: [50.0] * len(organs)}, patient=patient, organ=organs, course=course)
        for patient, course, *both_readers, _ in OVERLAPS
        for reader, organs in zip(("R1", "R2"), both_readers, strict=True)
    ]
    connection = opened(*drawn)
    found = rows_of(connection, "reader_pairs", "patient_id", "course", "target_overlap")
    assert found == [(patient, course, pytest.approx(overlap)) for patient, course, *_, overlap in OVERLAPS]
    seconds = [f"imaging_reads-{2 * place + 1:06d}" for place, (*_, overlap) in enumerate(OVERLAPS) if overlap < 0.5]
    assert findings_of(connection, "reader_pairs", "IR-005") == seconds


DIAMETERS = {  # of one reader and of the other: how many are measured, and whether they are the same
    "nothing viable is no diameter": ([0.0, 1.0, 20.0], [0.0, 1.0, 20.0], 2, True),
    "nor one that the other has": ([0.0, 1.0, 20.0], [1.0, 20.0], 2, True),
    "the smallest differs": ([0.1, 20.0], [0.2, 20.0], 2, False),
    "nothing is left": ([0.0], [0.0], 0, False),
}


def test_diameters_above_0_are_compared():
    connection = opened(*(exam(-3, 0, {"R1": first, "R2": second}, patient=name) for name, (first, second, *_) in DIAMETERS.items()))
    found = {name: rest for name, *rest in rows_of(connection, "reader_pairs", "patient_id", "diameter_count", "is_identical")}
    assert found == {name: [count, is_identical] for name, (*_, count, is_identical) in DIAMETERS.items()}


def test_copied_reads():
    sizes = [61.0, 43.0, 28.0, 19.0]
    same = [exam(50 * number, number, {"R1": sizes, "R2": sizes}) for number in range(3)]
    assert findings_of(opened(*same), "reader_pairs", "IR-007") == ["imaging_reads-000005"]
    other = exam(150, 3, {"R1": sizes, "R2": [61.0, 43.0, 28.0, 20.0]})
    assert findings_of(opened(*same, other), "reader_pairs", "IR-007") == []


def test_a_reader_who_always_measures_less():
    def patients(lower):
        return [exam(-3, 0, {"R1": [50.0], "R2": [48.0 if number < lower else 52.0]}, patient=f"P{number:02d}") for number in range(20)]

    assert findings_of(opened(*patients(18), up_to="reader_agreement"), "reader_agreement", "IR-008") == []  # 90 %
    assert findings_of(opened(*patients(19), up_to="reader_agreement"), "reader_agreement", "IR-008") == ["R1:R2"]  # 95 %


def test_targets_are_counted_from_the_largest_and_nodes_are_one_organ():
    organs = ["LIVER", "LIVER", "LYMPH_NODE_OTHER", "LYMPH_NODE_PORTA", "LYMPH_NODE_OTHER"]
    connection = opened(exam(-3, 0, {"R1": [60.0, 9.0, 20.0, 25.0, 16.0]}, organ=organs), up_to="baseline_targets")
    assert rows_of(connection, "baseline_targets", "lesion_id", "hindrance", "place_in_organ", "place") == [
        ("T0", None, 1, 1),
        ("T1", "too small", 2, 5),
        ("T2", None, 2, 3),
        ("T3", None, 1, 2),
        ("T4", None, 3, 4),
    ]
    (third,) = connection.execute("select row_key from accepted.lesions where lesion_id = 'T4'").fetchall()
    assert findings_of(connection, "baseline_targets", "MR-002") == [third[0]]
    (small,) = connection.execute("select row_key from accepted.lesions where lesion_id = 'T1'").fetchall()
    assert findings_of(connection, "baseline_targets", "MR-001") == [small[0]]


def test_a_target_of_a_scan_that_ends_another_course_is_not_judged_by_that_reader():
    drawn = [exam(-3, 0, {"R1": [9.0], "R2": [9.0]}, patient=patient) for patient in ("P1", "P2")]
    ended = exam(-3, 1, {"R1": []}, patient="P1", course="ATE_BEVA")
    connection = opened(*drawn, ended, exam(50, 1, {"R1": [9.0]}, patient="P2"), up_to="baseline_targets")
    assert rows_of(connection, "baseline_targets", "patient_id", "reader_id", "is_shared") == [
        ("P1", "R1", True),
        ("P1", "R2", False),
        ("P2", "R1", False),
        ("P2", "R2", False),
    ]
    assert findings_of(connection, "baseline_targets", "MR-001") == ["lesions-000001", "lesions-000002", "lesions-000003"]


ABOUT_TENFOLD = [  # a diameter before and after; the other diameter changes by exactly ten
    (100.0, 8.9, False),
    (100.0, 9.0, True),
    (100.0, 11.0, True),
    (100.0, 11.1, False),
    (10.0, 89.0, False),
    (10.0, 90.0, True),
    (10.0, 110.0, True),
    (10.0, 111.0, False),
]
SLIPPED = [
    ([(60.0, 70.0)], [(6.0, 7.0)], True),  # cm for mm, in both diameters
    ([(60.0, 70.0)], [(6.0, 68.0)], False),  # treatment: the whole lesion is still there
    ([(60.0, None)], [(6.0, None)], False),  # one diameter alone does not tell
    ([(60.0, None), (40.0, None)], [(6.0, None), (4.0, None)], True),
    ([(60.0, None), (40.0, None)], [(6.0, None), (20.0, None)], False),
    ([(6.0, 7.0)], [(60.0, 70.0)], True),
    ([(1.0, 1.0)], [(10.0, 10.0)], True),
    *(([(before, before)], [(1000.0 / before, after)], is_slipped) for before, after, is_slipped in ABOUT_TENFOLD),
    *(([(before, before)], [(after, 1000.0 / before)], is_slipped) for before, after, is_slipped in ABOUT_TENFOLD),
]


def test_a_tenfold_change_of_all_lesions_is_a_slip():
    drawn = []
    for number, (before, after, _) in enumerate(SLIPPED):
        for offset, timepoint, sizes in ((-3, 0, before), (200, 1, after)):
            part = exam(offset, timepoint, {"R1": [viable for viable, _ in sizes]}, patient=f"P{number}")
            for row, (_, total) in zip(part["lesions"], sizes, strict=True):
                row["total_mm"] = total
            drawn.append(part)
    found = set(rows_of(opened(*drawn, up_to="lesion_changes"), "lesion_changes", "patient_id", "is_slipped"))
    assert found == {(f"P{number}", is_slipped) for number, (_, _, is_slipped) in enumerate(SLIPPED)}


VIABLE_AGAIN = {  # before, 50 days later; how many times as large
    "nothing was viable": (0.0, 12.0, None),
    "1 mm was viable": (1.0, 12.0, 12.0),
}


def test_growth_from_nothing_has_no_ratio():
    drawn = [
        exam(offset, timepoint, {"R1": [mm]}, patient=name)
        for name, (*sizes, _) in VIABLE_AGAIN.items()
        for (offset, timepoint), mm in zip(((0, 1), (50, 2)), sizes, strict=True)
    ]
    connection = opened(*drawn, up_to="lesion_changes")
    found = dict(rows_of(connection, "lesion_changes", "patient_id", "viable_ratio"))
    assert found == {name: ratio for name, (*_, ratio) in VIABLE_AGAIN.items()}
    assert findings_of(connection, "lesion_changes", "MR-016") == ["lesions-000003"], "12 mm after 1 mm"


def assessed(part, *exams, up_to):
    connection = open_drawn(**merged(part, reads("P1", *exams)))
    build_up_to(connection, *up_to)
    return connection


def test_what_the_parts_of_a_read_are_without_a_baseline_and_without_non_targets():
    """Nobody has a baseline before day 50; no lesion is drawn but targets."""
    connection = opened(exam(0, 0, {"R1": [50.0]}), exam(40, 1, {"R1": [40.0]}), exam(50, 1, {"R2": [30.0]}), up_to="read_responses")
    find = "select exam_id, reader_id, {} from cohort.{} where criterion = 'mRECIST' order by 1"
    assert connection.execute(find.format("missing_target_count", "lesion_sums")).fetchall() == [
        ("E0", "R1", 0),
        ("E40", "R1", 0),
        ("E50", "R2", 0),  # where no target is known none is missing
    ]
    assert connection.execute(find.format("change_from_baseline_pct, change_from_nadir_pct", "target_sums")).fetchall() == [
        ("E0", "R1", None, None),
        ("E40", "R1", -20.0, -20.0),  # at the first exam the baseline is the smallest sum
        ("E50", "R2", None, None),
    ]
    assert connection.execute(find.format("derived_non_target_response", "read_responses")).fetchall() == [
        ("E40", "R1", "NA"),  # none there is not all gone
        ("E50", "R2", "NA"),
    ]


WITHOUT_EVALUABLE_EXAM = {
    "dead at the first exam": ({"death": 126}, [], "early death"),
    "dead a day later": ({"death": 127}, [], "not done"),
    "last seen at the first exam": ({"last_contact": 126}, [], "lost"),
    "last seen a day later": ({"last_contact": 127}, [], "not done"),
    "nothing can be told": ({}, [(50, 1, {"R1": "NE", "R2": "NE"})], "not evaluable"),
    "readers differ": ({}, [(50, 1, {"R1": "PR", "R2": "SD"})], "not adjudicated"),
    "evaluable": ({}, [(50, 1, {"R1": "SD", "R2": "SD"})], None),
    "on the index day": ({}, [(0, 1, {"R1": "SD", "R2": "SD"})], "not done"),
}


def test_why_there_is_no_evaluable_exam():
    cases = WITHOUT_EVALUABLE_EXAM.items()
    connection = open_drawn(**merged(*(merged(haic_patient(name, **changes), reads(name, *exams)) for name, (changes, exams, _) in cases)))
    build_up_to(connection, "first_assessments")
    found = dict(rows_of(connection, "first_assessments", "patient_id", "no_assessment_reason"))
    assert found == {name: reason for name, (_, _, reason) in cases}


def test_days_between_exams():
    both = {"R1": "SD", "R2": "SD"}
    connection = assessed(haic_patient("P1"), (-3, 0, {"R1": None}), (0, 1, both), (41, 2, both), (168, 3, both), up_to=["exam_schedules"])
    found = connection.execute(
        "select timepoint, days_from_index, days_from_previous_exam from cohort.exam_schedules order by 1"
    ).fetchall()
    assert found == [(1, 0, None), (2, 41, None), (3, 168, 127)]  # the exam of the index day is none after it
    assert len(findings_of(connection, "exam_schedules", "MR-015")) == 2


def test_the_previous_exam_may_be_that_of_the_day_before():
    both = {"R1": "SD", "R2": "SD"}
    connection = assessed(haic_patient("P1"), (41, 1, both), (42, 2, both), up_to=["exam_schedules"])
    assert sorted(rows_of(connection, "exam_schedules", "timepoint", "days_from_previous_exam")) == [(1, None), (2, 1)]


def test_missed_visits():
    deaths = {"in time": 316, "late": 317}  # 50 + 2 * 126 + 14 = 316
    exams = [reads(name, (50, 1, {"R1": "SD", "R2": "SD"})) for name in deaths]
    connection = open_drawn(**merged(*(haic_patient(name, death=death) for name, death in deaths.items()), *exams))
    build_up_to(connection, "last_visits", "outcomes")
    assert dict(rows_of(connection, "last_visits", "patient_id", "days_without_visit")) == {"in time": 266, "late": 267}
    assert dict(rows_of(connection, "last_visits", "patient_id", "has_missed_visits")) == {"in time": False, "late": True}
    assert findings_of(connection, "last_visits", "TE-006") == ["late"]


def test_relabelling_patients_and_shuffling_rows_changes_no_statistic():
    random_ = random.Random(5)
    parts = []
    for number in range(30):
        sizes = [random_.choice((20.0, 40.0, 60.0)) for _ in range(2)]
        for timepoint in range(3):
            factor = random_.choice((0.0, 0.6, 0.9, 1.0, 1.3))
            read = {reader: [round(mm * factor * random_.choice((1, 1, 0.9)), 1) for mm in sizes] for reader in ("R1", "R2")}
            parts.append(exam(60 * timepoint - 3, timepoint, read if timepoint else dict.fromkeys(read, sizes), patient=f"P{number:02d}"))
    hospital = merged(*parts)
    columns = ("weighted_kappa", "quadratic_kappa", "crude_agreement_pct", "mean_difference_mm", "largest_difference_mm", "sum_count")

    def statistics(tables):
        with open_drawn(**tables) as connection:
            build_up_to(connection, "reader_agreement", "exam_responses", "target_sums")
            nadirs = connection.execute(
                "select patient_id, reader_id, nadir_mm from cohort.target_sums order by patient_id, reader_id, exam_date"
            )
            falling = {}
            for patient, reader, nadir in nadirs.fetchall():
                if nadir is not None:  # the smallest sum so far never grows
                    assert nadir <= falling.get((patient, reader), nadir)
                    falling[patient, reader] = nadir
            responses = connection.execute("select response from cohort.exam_responses").fetchall()
            return rows_of(connection, "reader_agreement", *columns), Counter(responses)

    names = {f"P{number:02d}": f"X{place:02d}" for number, place in enumerate(random_.sample(range(30), 30))}
    shuffled = {
        table: [{**row, "patient_id": names[row["patient_id"]]} for row in random_.sample(rows, len(rows))]
        for table, rows in hospital.items()
    }
    assert statistics(hospital) == statistics(shuffled)
    assert statistics(hospital)[0][0][0] is not None
