"""The report stays readable: the primary analysis first, all else in an appendix with contents, of which a setting chooses parts."""

import pytest

from pipelines.report.build_document import build_document
from pipelines.report.document import Contents, Figure, Table
from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import RESULTS, settings_with, statistics_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def document():
    return build_document(statistics_of(reconstructed_patients()), settings_with(), RESULTS)


def numbered(section):
    return [(block.number, block.title, block.name) for block in section.blocks if isinstance(block, Table | Figure)]


def test_what_is_no_primary_analysis_stands_behind_the_methods(document):
    anchors = [section.anchor for section in document.sections]
    assert anchors[: anchors.index("methods") + 1] == ["flow", "baseline", "response", "survival", "cox", "safety", "methods"]
    before = document.sections[: anchors.index("appendix")]
    assert {block.role for section in before for block in section.blocks if isinstance(block, Table | Figure)} == {"primary"}
    behind = [section for section in document.sections if section.is_appendix]
    assert {block.role for section in behind for block in section.blocks if isinstance(block, Table | Figure)} == {"sensitivity"}


def test_its_contents_name_every_table_and_figure_as_it_is_numbered(document):
    (appendix,) = (section for section in document.sections if section.anchor == "appendix")
    (contents,) = (block for block in appendix.blocks if isinstance(block, Contents))
    parts = [section for section in document.sections if section.is_appendix]
    assert contents.entries == tuple((section.title, tuple(numbered(section))) for section in parts)
    numbers = [number for _, entries in contents.entries for number, _, _ in entries if number.startswith("Table")]
    assert numbers == sorted(numbers, key=lambda number: int(number.removeprefix("Table S")))


@pytest.mark.parametrize(
    ("left_out", "table"),
    [("response", "response_differences"), ("survival", "survival_further"), ("competing_events", "competing_risks")],
)
def test_the_settings_choose_what_is_made(left_out, table):
    every = ["readers", "response", "survival", "competing_events", "cox_models"]
    settings = settings_with(analysis={"further": [name for name in every if name != left_out]}, study={"confounders": [], "subgroups": []})
    document = build_document(statistics_of(reconstructed_patients(), settings), settings, RESULTS)
    names = {one.name for one in document.blocks(Table)}
    assert table not in names and {"response_differences", "survival_further", "competing_risks"} - names == {table}
