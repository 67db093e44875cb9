"""Births of six digits: of the hundred years that the settings name, and of none where they name none."""

import polars as pl
import pytest

from pipelines.raw.births import with_century

BIRTHS = {  # as written: read with births_from = 1920, and with 1950
    "560321": ("1956-03-21", "1956-03-21"),
    "200101": ("1920-01-01", "2020-01-01"),
    "191231": ("2019-12-31", "2019-12-31"),
    "49-05-06": ("1949-05-06", "2049-05-06"),  # after the day of the extract: asked about
    "1956-03-21": ("1956-03-21", "1956-03-21"),  # has its century
    "19560321": ("19560321", "19560321"),
    "561321": ("561321", "561321"),  # no month: unreadable, as it stands
    None: (None, None),
}


@pytest.mark.parametrize(("births_from", "at"), [(1920, 0), (1950, 1)])
def test_births_of_six_digits_are_of_the_hundred_years_that_are_named(births_from, at):
    cells = pl.DataFrame({"birth_date": list(BIRTHS)}, schema={"birth_date": pl.String})
    assert cells.select(with_century("birth_date", births_from))["birth_date"].to_list() == [read[at] for read in BIRTHS.values()]
