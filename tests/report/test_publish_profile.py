"""The publish profile: whoever has all printed numbers cannot tell a small count.

The attacker knows the size of every arm, that counts are whole and not negative, and everything that is printed. For each suppressed small
count there must be at least as many possible values as the threshold: then not even a small range is told.
"""

import re
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.analysis.arms import ComparedArms
from pipelines.analysis.baseline_table import fit_baseline_table
from pipelines.analysis.response_table import fit_response_table
from pipelines.analysis.safety import Safety, fit_lab_grades
from pipelines.analysis.survival_by_arm import fit_survival_by_arm
from pipelines.analysis.variables import Variable, VariableLevel
from pipelines.report.baseline_tables import print_baseline
from pipelines.report.disclosure.publish import statistics_in_profile, suppress_baseline, suppress_response, suppress_survivals
from pipelines.report.disclosure.safety import suppress_safety
from pipelines.report.disclosure.small_cells import is_small, levels_to_suppress, merge_small_steps
from pipelines.report.in_print import HIDDEN, SUPPRESSED
from pipelines.report.response_tables import print_response
from tests.analysis.cohort_frame import OS, SETS, reconstructed_patients
from tests.report.report_of import cohort_of, numbers_in, settings_with, written
from tests.whole_path import slow_to_make

ALL = reconstructed_patients()
THRESHOLD = 3
PUBLISH = settings_with(report={"profile": "publish", "small_cell": 5})
ARMS = ("first_line", "post_ate_beva")
RESULT = {"patient_id": pl.String, "arm": pl.String, "cycle_no": pl.Int64, "test": pl.String, "worst_grade": pl.Int64}


# --- which levels are suppressed


@pytest.mark.parametrize(
    ("counts", "suppressed"),
    [
        ([[5, 5], [9, 9]], set()),  # at the threshold nothing is small
        ([[0, 5], [9, 9]], set()),  # nobody is no small number
        ([[4, 5], [9, 9]], {0, 1}),  # 4 alone would be n - 9
        ([[4, 5], [9, 9], [20, 20]], {0, 1}),  # 4 + 9 = 13 is not small
        ([[1, 5], [0, 9], [20, 20]], {0, 2}),  # the second level is empty where cover is needed: 1 + 0 is still small
        ([[1, 9], [2, 9], [20, 20]], {0, 1, 2}),  # 1 + 2 = 3 is small
        ([[3, 9], [4, 9], [20, 20]], {0, 1}),  # 3 + 4 = 7 is not
    ],
)
def test_levels_suppressed_at_a_threshold_of_five(counts, suppressed):
    assert levels_to_suppress(counts, 5) == suppressed


# --- an attacker on Table 1 and Table 2

groups = st.lists(st.integers(0, 6), min_size=2, max_size=4)


def drawn(values_by_arm) -> pl.DataFrame:
    """Return patients: for each arm, so many of each value; the last value is missing."""
    rows = [
        {"arm": arm, "value": value}
        for arm, counts in zip(ARMS, values_by_arm, strict=True)
        for value, count in counts.items()
        for _ in range(count)
    ]
    return pl.DataFrame(rows, schema={"arm": pl.String, "value": pl.String}, orient="row")


def number_at_head(text: str) -> int | None:
    """Return the count of a printed cell; None where it is suppressed."""
    return None if text == HIDDEN else int(re.match(r"[\d,]+", text).group().replace(",", ""))


def possible(lines: list[list[int | None]], sizes: list[int], sums=()) -> list[list[tuple[int, ...]]]:
    """Return per arm all columns of counts that agree with what is printed; `sums`: (members, printed per arm or None, printed of all)."""
    columns = []
    for arm, size in enumerate(sizes):
        choices = [range(size + 1) if line[arm] is None else (line[arm],) for line in lines]
        columns.append(
            [
                column
                for column in product(*choices)
                if sum(column) == size
                and all(printed[arm] is None or sum(column[place] for place in members) == printed[arm] for members, printed, _ in sums)
            ]
        )

    # what is printed of all patients ties the arms together
    def fits(whole) -> bool:
        totals = [sum(column[place] for column in whole) for place in range(len(lines))]
        return all(line[-1] is None or line[-1] == total for line, total in zip(lines, totals, strict=True)) and all(
            of_all is None or sum(totals[place] for place in members) == of_all for members, _, of_all in sums
        )

    together = [whole for whole in product(*columns) if fits(whole)]
    return [[whole[arm] for whole in together] for arm in range(len(sizes))]


def assert_no_small_count_is_told(truth, lines, sizes, sums=()):
    columns = possible(lines, sizes, sums)
    for place, row in enumerate(truth):
        for arm, count in enumerate(row):
            if is_small(count, THRESHOLD):
                assert lines[place][arm] is None, "a small count is printed"
                values = {column[place] for column in columns[arm]}
                assert len(values) >= THRESHOLD, (place, arm, values)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=3), st.tuples(st.integers(0, 4), st.integers(0, 4)))
def test_nobody_can_tell_a_small_count_of_table_1(levels, missing):
    truth = [*levels, missing]
    sizes = [sum(row[arm] for row in truth) for arm in range(2)]
    if min(sizes) < THRESHOLD:
        return  # small arms are left out before
    names = "abc"[: len(levels)]
    values = [{**{name: row[arm] for name, row in zip(names, levels, strict=True)}, None: missing[arm]} for arm in range(2)]
    variable = Variable("value", "Value", "value", "factor", tuple(VariableLevel(name, name, (name,)) for name in names))
    table = suppress_baseline(fit_baseline_table(drawn(values), variables=[variable]), THRESHOLD)
    printed = print_baseline(table, ComparedArms())
    cells = {line.label: [cell.text for cell in line.cells] for line in printed.lines}
    lines = [[number_at_head(text) for text in cells[name][:3]] for name in names]
    lines.append([number_at_head(text.split(" of ")[0]) for text in cells["Missing"][:3]] if "Missing" in cells else [0, 0, 0])
    assert_no_small_count_is_told(truth, lines, sizes)
    if any(None in line for line in lines):
        smd, p = cells["Value, n (%)"][-2:]
        assert smd == p == HIDDEN, "a test of all counts would tell"
    if None in lines[-1]:  # the denominator of a percentage would tell who is missing
        assert not any("(" in text for name in names for text in cells[name][:3])


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=5, max_size=5))
def test_nobody_can_tell_a_small_count_of_table_2(truth):
    sizes = [sum(row[arm] for row in truth) for arm in range(2)]
    if min(sizes) < THRESHOLD or max(sizes) > 11:
        return
    names = ("CR", "PR", "SD", "PD", "NE")
    frame = drawn([{name: row[arm] for name, row in zip(names, truth, strict=True)} for arm in range(2)])
    frame = frame.rename({"value": "best_response"}).with_row_index("patient_id")
    table = suppress_response(fit_response_table(frame, sets=SETS), THRESHOLD)
    printed = [(line.label, [cell.text for cell in line.cells]) for line in print_response(table, ComparedArms(), "mRECIST").lines]
    cells = dict(printed)
    lines = [[number_at_head(text) for text in cells[name][:3]] for name in names]
    sums = []
    for rate, members in ((each.name, each.responses) for each in SETS):
        counts = [number_at_head(text) for text in cells[f"{rate}, n (%)"][:3]]
        places = [names.index(name) for name in members]
        sums.append((places, counts[:2], counts[2]))
        limits = printed[[label for label, _ in printed].index(f"{rate}, n (%)") + 1][1]
        if None in counts:
            assert set(limits[:3]) == {HIDDEN} and cells[f"{rate}, n (%)"][-1] == HIDDEN, "exact limits and p tell the count"
    assert_no_small_count_is_told(truth, lines, sizes, sums)


# --- an attacker on safety


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=5, max_size=5))
def test_nobody_can_tell_a_small_count_of_the_grades(truth):
    """Grades 0, 1, 2 and 3, and patients without a result, of two arms."""
    sizes = [sum(row[arm] for row in truth) for arm in range(2)]
    if min(sizes) < THRESHOLD or max(sizes) > 14:
        return
    patients, results = [], []
    for arm, name in enumerate(ARMS):
        for grade, row in enumerate(truth):
            for place in range(row[arm]):
                patients.append({"patient_id": f"{name}{grade}{place}", "arm": name})
                results += [{**patients[-1], "cycle_no": 1, "test": "ALT", "worst_grade": grade}] if grade < 4 else []
    made = fit_lab_grades(pl.DataFrame(patients), pl.DataFrame(results, schema=RESULT).drop("arm")) if results else None
    if made is None:
        return
    safety = suppress_safety(Safety(made, made, made, ()), (*sizes, sum(sizes)), THRESHOLD)
    (line,) = safety.laboratory.lines
    grades = dict(line.grades)
    lines = [[None if share.count is SUPPRESSED else share.count for share in grades[grade]] for grade in range(4)]
    totals = [share.total for share in line.severe]
    lines.append([None if total is SUPPRESSED else size - total for size, total in zip((*sizes, sum(sizes)), totals, strict=True)])
    severe = [None if share.count is SUPPRESSED else share.count for share in line.severe]
    assert_no_small_count_is_told(truth, lines, sizes, [([3], severe[:2], severe[2])])
    assert safety.by_cycle.lines == ()


# --- one count that is part of another


def published(patients: pl.DataFrame):
    return statistics_in_profile(cohort_of(patients), PUBLISH)


def first(patients: pl.DataFrame, count: int, which: pl.Expr) -> pl.Expr:
    """The first so many patients of whom something is true."""
    return pl.col("patient_id").is_in(patients.filter(which)["patient_id"].head(count).to_list())


@pytest.mark.slow
@pytest.mark.parametrize(("unconfirmed", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_confirmed_responses_are_not_told_by_their_difference(unconfirmed, is_shown):
    chosen = first(ALL, unconfirmed, (pl.col("best_response") == "PR") & (pl.col("arm") == "first_line"))
    changed = pl.when(chosen).then(pl.lit("SD")).otherwise(pl.col("confirmed_best_response")).alias("confirmed_best_response")
    paper = published(ALL.with_columns(changed)).paper
    assert paper.response.responders.groups[0].count == 12
    shares = [share for line in (*paper.confirmed_response.responses, paper.confirmed_response.rate("DCR")) for share in line.groups]
    assert any(share.count is not SUPPRESSED for share in shares) == is_shown


@pytest.mark.slow
def test_progressions_without_death_are_not_told_by_events_and_deaths():
    events = {one.endpoint: [g.curve.event_count for g in one.groups] for one in two_endpoints(published(ALL))}
    # post-ate-beva: 17 with progression or death, 13 deaths
    assert events == {"os": [34, 13, 47], "pfs": [SUPPRESSED] * 3}


@pytest.mark.parametrize(("fewer", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_events_of_a_third_endpoint_are_not_told_by_those_of_the_second(fewer, is_shown):
    def with_fewer_deaths(count):
        chosen = first(ALL, count, pl.col("os_event") & (pl.col("arm") == "first_line"))
        return fit_survival_by_arm(ALL.with_columns(os_event=pl.col("os_event") & ~chosen), OS)

    # 34 deaths of the first arm, then 10 fewer, then so many fewer again; the other arm has 13 by each
    shown = suppress_survivals([with_fewer_deaths(count) for count in (0, 10, 10 + fewer)], 5, (66, 34, 100))
    events = [[group.curve.event_count for group in survival.groups] for survival in shown]
    assert events == [[34, 13, 47], [24, 13, 37], [24 - fewer, 13, 37 - fewer] if is_shown else [SUPPRESSED] * 3]


def two_endpoints(made):
    return made.paper.survival("os"), made.paper.survival("pfs")


@pytest.mark.slow
def test_patients_without_a_time_are_not_told_by_the_size_of_their_arm():
    # 2 of one arm and 4 of the other: together they are no small number, apart they are
    few = first(ALL, 2, pl.col("arm") == "first_line") | first(ALL, 4, pl.col("arm") == "post_ate_beva")
    names = ("pfs_days", "pfs_months", "pfs_event")
    made = published(ALL.with_columns(pl.when(few).then(None).otherwise(pl.col(name)).alias(name) for name in names))
    progression = made.paper.survival("pfs")
    assert progression.left_out is SUPPRESSED
    assert all(group.curve.patients is SUPPRESSED and not group.curve.times for group in progression.groups)
    assert all(count is SUPPRESSED for group in progression.groups for _, count in group.at_risk)


@pytest.mark.slow
def test_deaths_of_those_left_out_of_a_model_are_not_told():
    # 7 without AFP, 2 of them dead: the model of the others has two events less
    few = first(ALL, 2, pl.col("os_event")) | first(ALL, 5, ~pl.col("os_event"))
    made = published(ALL.with_columns(pl.when(few).then(None).otherwise(pl.col("afp_ng_ml")).alias("afp_ng_ml")))
    fit = made.paper.cox("os").multivariate
    assert fit.left_out == 7 and fit.events is SUPPRESSED


@pytest.mark.slow
def test_published_numbers_have_the_digits_of_print(files):
    for number in numbers_in(files):
        value = number["value"]
        if isinstance(value, float):
            assert value == float(f"{value:.4g}"), number
            assert number["unit"] != "months" or value == round(value, 1), "a median is the day of one patient"
    rows = files["curves/os_first_line.csv"].decode().split()[1:]
    assert rows and all(len(cell.partition(".")[2]) <= 3 for row in rows for cell in row.split(","))


def test_the_rates_stay_where_lines_can_be_suppressed_within_them(files):
    # CR 1 and 0: with PR it is 12 and 12, and so many may be told
    page = files["report.html"].decode()
    assert "12 (18.2)" in page and "12 (35.3)" in page and "39 (59.1)" in page


# --- the flow


@pytest.mark.parametrize(
    ("excluded", "runs"),
    [
        ([6, 0, 7], [[0], [1], [2]]),
        ([6, 0, 3, 0, 3], [[0], [1], [2, 3, 4]]),  # 3 + 3 = 6
        ([6, 0, 3], [[0, 1, 2]]),  # what is left over joins those before it, until it is not small
        ([1, 0, 0], None),  # all of them together are small: no count of the flow is shown
        ([0, 0], [[0], [1]]),
    ],
)
def test_small_steps_of_the_flow_are_merged(excluded, runs):
    assert merge_small_steps(excluded, 5) == runs


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_no_step_of_a_merged_flow_excludes_a_small_number(excluded):
    runs = merge_small_steps(excluded, 5)
    if runs is None:
        assert is_small(sum(excluded), 5)
    else:
        assert [place for run in runs for place in run] == list(range(len(excluded)))
        assert not any(is_small(sum(excluded[place] for place in run), 5) for run in runs)


# --- the whole report


@pytest.fixture(scope="module")
@slow_to_make
def files(tmp_path_factory):
    return written(ALL, tmp_path_factory.mktemp("publish") / "results", PUBLISH)


def test_no_small_count_is_in_any_file(files):
    for number in numbers_in(files):
        if number["unit"] == "patients" and number["value"] is not None:
            assert not is_small(number["value"], 5), number
        assert number["n"] is None or not is_small(number["n"], 5), number


def test_counts_of_the_paper_that_are_small_are_suppressed(files):
    page = files["report.html"].decode()
    for small in ("3 (8.8)", "1 (2.9)", "2 (5.9)", "1 (1.5)", "3 of 66", "4 (11.8)"):
        assert small not in page
    assert "57 (86.4)" in page, "what is not small stays"
    assert "‡" in page and "For print: counts from 1 to 4" in page


def test_sign_of_what_is_suppressed_is_explained_below_each_table_that_has_it(files):
    page = files["report.html"].decode()
    tables = re.findall(r'<table class="results.*?</table>\s*</div>\s*(?:<div class="notes">.*?</div>)?', page, flags=re.S)
    assert tables and all(("‡ Suppressed:" in table) == ("<td>‡" in table or "‡)" in table) for table in tables)


def test_gates_and_their_counts_are_not_for_print(files):
    page = files["report.html"].decode()
    assert 'id="gates"' not in page and "failed: " not in page[page.index("<body") :] and "quarantined by the gate" not in page


def test_curve_ends_where_few_are_at_risk(files):
    # PFS, post-ate-beva: 4 at risk at 12 months; OS, post-ate-beva: 6 at 12 months
    page = files["figures/figure_2_pfs.svg"].decode()
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    assert "&lt;5" in texts
    assert "at_risk" not in files["curves/pfs_all.csv"].decode(), "counts of single times are all small"
    (rate,) = (n for n in numbers_in(files) if (n["analysis"], n["name"], n["group"]) == ("pfs", "rate_at_12", "post_ate_beva"))
    assert rate["value"] is None and rate["note"] == "suppressed"


@pytest.mark.slow
def test_small_arm_leaves_the_analysis_and_the_flow_its_counts():
    arms = pl.concat([pl.repeat("child_pugh_a", 70, eager=True), pl.repeat("child_pugh_b", 26, eager=True),
                      pl.repeat("child_pugh_c", 4, eager=True)])  # fmt: skip
    made = statistics_in_profile(cohort_of(ALL.with_columns(arm=arms)), PUBLISH)
    assert (made.patients, made.arms) == (96, ("child_pugh_a", "child_pugh_b"))
    assert {step["remaining_count"] for step in made.flow} == {None}


@pytest.mark.slow
def test_arm_at_the_threshold_stays():
    arms = pl.concat([pl.repeat("first_line", 95, eager=True), pl.repeat("post_ate_beva", 5, eager=True)])
    made = statistics_in_profile(cohort_of(ALL.with_columns(arm=arms)), PUBLISH)
    assert made.patients == 100


@pytest.mark.slow
def test_cohort_of_four_is_not_published(tmp_path):
    page = written(ALL.head(4), tmp_path / "results", PUBLISH)["report.html"].decode()
    assert "For print nothing is shown: no arm has at least 5 patients." in page
