"""What figures say beside curves and ratios: the hazard ratio by the test, whom a ratio favours, markers by weight, nothing clipped."""

import dataclasses
import re
import zlib

import pytest

from pipelines.analysis.cox import empty_term
from pipelines.report.adjusted_tables import draw_love
from pipelines.report.build_document import build_document
from pipelines.report.document import Figure
from pipelines.report.figure_style import COLOURS, LAYOUT_TABLES, figure_bytes, figure_style
from pipelines.report.html_page import TEMPLATES
from pipelines.report.subgroup_figures import LARGEST, SMALLEST, draw_subgroups, marker_size
from tests.analysis.cohort_frame import adjusted_of, paper_arms, reconstructed_patients, subgroups_of
from tests.report.report_of import RESULTS, settings_with, statistics_of


def texts_of(drawn) -> list[str]:
    return [text.get_text() for text in drawn.texts] + [text.get_text() for axes in drawn.axes for text in axes.texts]


@pytest.mark.slow
@pytest.mark.parametrize(("is_asked", "said"), [(False, "Log-rank p = 0.073"), (True, "Log-rank p = 0.073; HR 0.560 (0.294–1.066)")])
def test_the_hazard_ratio_stands_by_the_test_where_it_is_asked_for(is_asked, said):
    settings = settings_with(
        report={"hazard_ratio_in_figures": is_asked}, analysis={"further": []}, study={"confounders": [], "subgroups": []}
    )
    document = build_document(statistics_of(reconstructed_patients(), settings), settings, RESULTS)
    (figure,) = (one for one in document.blocks(Figure) if one.name == "figure_1_os")
    assert said in texts_of(figure.draw())


def term(std_err: float | None):
    return dataclasses.replace(empty_term("a", ""), std_err=std_err)


@pytest.mark.parametrize(
    ("std_err", "size"),
    [
        (0.2, LARGEST),  # the largest weight
        (0.4, LARGEST / 2),  # a quarter of its weight, so half its diameter
        (9.0, SMALLEST),
        (None, SMALLEST),
    ],
)
def test_a_markers_area_goes_with_the_weight_of_its_estimate(std_err, size):
    assert marker_size(term(std_err), [term(0.2), term(0.4), term(9.0)]) == pytest.approx(size)


@pytest.mark.slow
def test_a_forest_of_subgroups_says_whom_a_ratio_favours():
    said = texts_of(draw_subgroups(subgroups_of(reconstructed_patients(), "os"), paper_arms()))
    assert "← favours Post-ate-beva HAIC" in said and "favours First-line HAIC →" in said


@pytest.mark.slow
def test_a_difference_of_0_is_not_cut_in_half():
    drawn = draw_love(adjusted_of(reconstructed_patients()))
    markers = [line for line in drawn.axes[0].lines if line.get_marker() not in ("None", None, "")]
    assert len(markers) == 4 and not any(line.get_clip_on() for line in markers)


def test_the_page_knows_every_colour_of_the_figures_by_day_by_night_and_in_print():
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    for place in range(1, len(COLOURS) + 1):
        assert len(re.findall(rf"--arm-{place}: #[0-9a-f]{{6}};", style)) == 3, place


def test_the_fonts_of_a_pdf_hold_the_letters_and_no_tables_of_layout(pictures_are_fine):
    with figure_style():
        from matplotlib.figure import Figure as Drawing

        drawn = Drawing()
        drawn.text(0.1, 0.5, "χ² fi ± 95 % CI")
        content = figure_bytes(drawn, "pdf")
    parts = [zlib.decompress(part) for part in re.findall(rb"/Filter /FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)]
    fonts = [part for part in parts if part[:4] == b"\x00\x01\x00\x00" and b"glyf" in part[:400]]
    assert fonts
    for font in fonts:
        tables = {font[12 + 16 * place : 16 + 16 * place] for place in range(int.from_bytes(font[4:6], "big"))}
        assert {b"glyf", b"loca", b"hmtx"} <= tables
        assert not {table.encode().ljust(4) for table in LAYOUT_TABLES} & tables
