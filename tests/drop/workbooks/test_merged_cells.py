"""A merged cell shows one text, in all of its rows; what lies under it is covered."""

import pytest

from pipelines.drop.workbooks.grid import Grid, UnreadableWorkbook
from pipelines.drop.workbooks.merged_cells import COVERED


def rows_of(cells, *merged):
    """Return the rows of a sheet that is drawn line by line, cells parted by |."""
    grid = Grid("labs")
    for i, line in enumerate(cells.split("\n"), 1):
        for j, text in enumerate(line.split("|"), 1):
            grid.put(i, j, text.strip())
    grid.merged += merged
    return [list(row[:-1]) for row in grid.to_frame().rows()]


@pytest.mark.parametrize(
    ("merged", "second", "third"),
    [
        (None, ["P1", "AST", "45", "U/L"], ["P1", None, "61", "U/L"]),
        ((2, 2, 3, 2), ["P1", "AST", "45", "U/L"], ["P1", "AST", "61", "U/L"]),  # one test for two rows
        ((2, 2, 2, 3), ["P1", "AST", COVERED, "U/L"], ["P1", None, "61", "U/L"]),
        ((2, 2, 3, 4), ["P1", "AST", COVERED, COVERED], ["P1", "AST", COVERED, COVERED]),
        ((2, 3, 3, 3), ["P1", "AST", "45", "U/L"], ["P1", None, COVERED, "U/L"]),
        ((2, 4, 3, 16_384), ["P1", "AST", "45", "U/L"], ["P1", None, "61", "U/L"]),
        ((5, 1, 9, 4), ["P1", "AST", "45", "U/L"], ["P1", None, "61", "U/L"]),
    ],
)
def test_what_lies_under_a_merged_cell_is_covered(merged, second, third):
    drawn = "patient|test|value|unit\nP1|AST|45|U/L\nP1||61|U/L"
    assert rows_of(drawn, *([merged] if merged else []))[1:] == [second, third]


def test_merged_cells_side_by_side_and_one_after_the_other_cover_their_own_cells_alone():
    merged = ((1, 1, 1, 2), (1, 3, 1, 4), (2, 1, 3, 2), (1, 1, 1, 2))
    assert rows_of("a|b|c|d\ne|f|g|h\n|i|j|k", *merged) == [
        ["a", COVERED, "c", COVERED],
        ["e", COVERED, "g", "h"],
        ["e", COVERED, "j", "k"],
    ]


@pytest.mark.parametrize("other", [(2, 1, 4, 1), (1, 1, 9, 1), (2, 1, 3, 3), (3, 1, 3, 2)])
def test_merged_cells_over_each_other_are_refused(other):
    with pytest.raises(UnreadableWorkbook, match="over each other"):
        rows_of("a|b|c\nd|e|f\ng|h|i", (1, 1, 3, 1) if other[3] == 1 else (1, 1, 3, 2), other)
