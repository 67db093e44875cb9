"""The pictures of single patients: made where they are asked for, never for print; and the curves of responses."""

import dataclasses

import pytest
from matplotlib.colors import to_hex

from pipelines.analysis.patient_courses import Course, Span
from pipelines.report.build_document import build_document
from pipelines.report.course_figures import MOST_GROWTH, OF_RESPONSE, draw_spider, draw_waterfall, print_courses
from pipelines.report.document import Figure
from pipelines.report.figure_style import figure_style
from pipelines.report.html_page import render_report
from pipelines.report.swimmer_figure import draw_swimmer
from pipelines.warehouse.criteria_in_force import criteria_in_force
from tests.analysis.cohort_frame import paper_arms, paper_settings, reconstructed_patients
from tests.report.report_of import RESULTS, settings_with, statistics_of

CRITERION = criteria_in_force(paper_settings().study)[0]
FIRST, SECOND = ("first_line", "post_ate_beva")
COURSES = (
    Course(SECOND, "PR", ((2.0, -45.0), (5.0, -60.0)), (Span(0.0, 4.0, is_index=True), Span(6.0, 8.0)), 2.0, 7.0, 12.0, False),
    Course(FIRST, "PD", ((2.0, 140.0),), (Span(0.0, 1.0, is_index=True),), None, 2.0, 3.0, True),
    Course(FIRST, "SD", ((1.5, 4.0),), (), None, None, 2.5, False),
    Course(FIRST, "MISSING", (), (), None, None, 0.5, True),
)
REVERSED = ("a new one", "MISSING", "NE", "PD", "SD", "CR")
PATIENT_LEVEL = {"waterfall", "spider", "swimmer"}
OF_CURVES = {"duration_of_response", "confirmed_duration_of_response", "landmark_month_3", "landmark_the_first_assessment"}


def texts_of(drawn) -> set[str]:
    return {text.get_text() for axes in drawn.axes for text in (*axes.texts, axes.title, axes._left_title)}


def test_a_bar_is_a_patient_in_the_colour_of_the_response_and_is_cut_with_its_value_above():
    with figure_style():
        drawn = draw_waterfall(COURSES[:3], (FIRST, SECOND), paper_arms(), CRITERION)
    bars = [[(bar.get_height(), to_hex(bar.get_facecolor())) for bar in axes.patches] for axes in drawn.axes]
    assert bars == [[(MOST_GROWTH, OF_RESPONSE["PD"]), (4.0, OF_RESPONSE["SD"])], [(-60.0, OF_RESPONSE["PR"])]]
    assert {"+140", "First-line HAIC (n = 2)", "Post-ate-beva HAIC (n = 1)"} <= texts_of(drawn)


def test_the_limits_of_the_criterion_are_dashed():
    with figure_style():
        drawn = draw_waterfall(COURSES[:3], (FIRST, SECOND), paper_arms(), CRITERION)
    dashed = {line.get_ydata()[0] for line in drawn.axes[0].lines if line.get_linestyle() == "--"}
    assert dashed == {-CRITERION.pr_decrease_pct, CRITERION.pd_increase_pct}


def test_a_line_begins_at_0_at_the_index_date():
    with figure_style():
        drawn = draw_spider(COURSES[:3], (FIRST, SECOND), paper_arms(), CRITERION)
    (line,) = (one for one in drawn.axes[1].lines if one.get_marker() == "o")
    assert list(zip(*line.get_data(), strict=True)) == [(0.0, 0.0), (2.0, -45.0), (5.0, -60.0)]


def test_a_swimmers_bar_has_therapies_response_progression_and_end():
    with figure_style():
        drawn = draw_swimmer(COURSES, (FIRST, SECOND), paper_arms())
    first, second = drawn.axes
    assert [(bar.get_x(), round(bar.get_width(), 6)) for bar in second.patches] == [(0.0, 12.0), (0.0, 4.0), (6.0, 2.0)]
    assert {(line.get_marker(), line.get_xdata()[0]) for line in second.lines} == {("^", 2.0), ("D", 7.0), (">", 12.0)}
    assert {(line.get_marker(), line.get_xdata()[0]) for line in first.lines} == {("D", 2.0), ("X", 3.0), (">", 2.5), ("X", 0.5)}


def test_the_legend_names_the_responses_in_the_order_of_the_code_book():
    with figure_style():
        drawn = draw_waterfall(
            tuple(dataclasses.replace(COURSES[0], best_response=one) for one in REVERSED), (SECOND,), paper_arms(), CRITERION
        )
    assert [text.get_text() for text in drawn.legends[0].get_texts()] == [
        "Complete response", "Stable disease", "Progressive disease", "Not evaluable", "No exam that counts", "a new one",
    ]  # fmt: skip


def test_nothing_is_drawn_of_what_nobody_has():
    assert list(print_courses((), paper_arms(), CRITERION)) == []
    assert [one.name for one in print_courses(COURSES[3:], paper_arms(), CRITERION)] == ["swimmer"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "asked", "made"),
    [
        ("internal", ["patient_courses", "response_curves"], {"swimmer", *OF_CURVES}),  # the invented patients have no exams here
        ("internal", [], set()),
        ("publish", ["patient_courses", "response_curves"], set()),
    ],
)
def test_they_are_made_where_asked_for_and_never_for_print(profile, asked, made):
    settings = settings_with(analysis={"further": asked}, report={"profile": profile}, study={"confounders": [], "subgroups": []})
    statistics = statistics_of(reconstructed_patients(), settings, **responses())
    document = build_document(statistics, settings, RESULTS)
    names = {figure.name for figure in document.blocks(Figure)}
    assert names & (PATIENT_LEVEL | OF_CURVES) == made
    assert document.shows_patients is bool(made & PATIENT_LEVEL)
    page = render_report(document, RESULTS, {name: b'<svg viewBox="0 0 9 9"></svg>' for name in names})
    assert ("no value of a single patient stands here" in page) is not document.shows_patients
    assert ("for inside the hospital only" in page) is document.shows_patients


def responses():
    """Return best responses and one counted exam of the invented patients, seen on day 45."""
    import datetime as dt

    import polars as pl

    from schemas import role
    from tests.report.report_of import EMPTY

    known = reconstructed_patients().filter(pl.col("index_date").is_not_null())
    seen = known.select(
        "patient_id",
        criterion=pl.lit("mRECIST"),
        is_primary_criterion=pl.lit(True),
        best_response="best_response",
        day=pl.col("index_date") + dt.timedelta(days=45),
        is_seen=pl.col("best_response").is_in(["CR", "PR"]),
    )
    best = seen.with_columns(response_date=pl.when("is_seen").then("day"), confirmed_response_date=pl.when("is_seen").then("day"))
    exams = seen.select(
        "patient_id", "is_primary_criterion", row_key="patient_id", response="best_response", exam_date="day", is_counted=True
    )

    def whole(frame: pl.DataFrame, one: role.Role) -> pl.DataFrame:
        return pl.concat([EMPTY[one], frame.select(name for name in EMPTY[one].columns if name in frame.columns)], how="diagonal")

    return {"best_responses": whole(best, role.BEST_RESPONSES), "response_histories": whole(exams, role.RESPONSE_HISTORIES)}
