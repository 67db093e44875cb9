"""An instant becomes the hospital's own day by its zone; without a zone it is refused, and a time without an offset is left alone."""

import polars as pl
import pytest

from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.raw.instants import read_instants, to_local
from pipelines.settings.sections import Table


def sheet(**columns):
    rows = pl.DataFrame({f"c{i}": texts for i, texts in enumerate(columns.values())}).with_row_index("source_row", 2)
    rows = rows.select(*(f"c{i}" for i in range(len(columns))), pl.col("source_row").cast(pl.Int64))
    return Sheet("a.csv", "", tuple(columns), rows, (), {}, "utf-8", shown="a.csv")


@pytest.mark.parametrize(
    ("written", "seoul"),
    [
        ("2024-01-30T15:00:00Z", "2024-01-31 00:00:00"),
        ("2024-01-30T14:59:59Z", "2024-01-30 23:59:59"),
        ("2024-01-30 15:00:00+00:00", "2024-01-31 00:00:00"),
        ("2024-02-28T00:00:00+09:00", "2024-02-28 00:00:00"),
        ("2024-02-28T00:00:00.000+0900", "2024-02-28 00:00:00"),
        ("2024-02-28T00:00:00.250+09", "2024-02-28 00:00:00.25"),
        ("2024-12-31T20:00:00-05:00", "2025-01-01 10:00:00"),
        ("2024-02-28T18:30-05:00", "2024-02-29 08:30:00"),
        ("2024/1/30 15:00 UTC", "2024-01-31 00:00:00"),
        ("20240130150000Z", "2024-01-31 00:00:00"),
        ("20240130T1500Z", "2024-01-31 00:00:00"),
        ("20240130150000.5-0600", "2024-01-31 06:00:00.5"),
        ("1960-05-01T00:00:00Z", "1960-05-01 09:30:00"),  # Seoul was at +08:30 then, and one hour ahead in summer
        ("2024-01-30T25:00:00Z", None),
        ("2024-02-30T15:00:00Z", None),
        ("9999-12-31T23:00:00Z", None),
        ("2024-01-30T15:00:00", None),
        ("2024-01-30", None),
        ("5-Mar-2022 13:20+09:00", None),
        ("20240130-0001", None),  # the number of a specimen
        ("2024-01-30Z", None),
    ],
)
def test_an_instant_in_seoul(written, seoul):
    assert to_local(written, "Asia/Seoul") == seoul


def test_summer_time_is_that_of_the_day():
    assert to_local("2024-07-01T22:30:00Z", "Europe/Berlin") == "2024-07-02 00:30:00"
    assert to_local("2024-01-01T22:30:00Z", "Europe/Berlin") == "2024-01-01 23:30:00"


def test_instants_are_converted_and_counted_and_nothing_else_is_touched():
    given = sheet(id=["1", "2", "3"], day=["2024-01-30T15:00:00Z", "2024-01-30T15:00:00", None], note=["at 15:00Z", None, "20240130-0001"])
    read = read_instants(given, "Asia/Seoul", frozenset({"id", "day"}))
    assert read.instants == 1
    assert read.rows.rows() == [
        ("1", "2024-01-31 00:00:00", "at 15:00Z", 2),
        ("2", "2024-01-30T15:00:00", None, 3),
        ("3", None, "20240130-0001", 4),
    ]


def test_an_offset_without_a_zone_is_refused():
    given = sheet(id=["1", "2"], day=["2024-01-30", "2024-01-30T15:00:00+09:00"])
    for words in (frozenset({"ID", "Day"}), frozenset()):
        with pytest.raises(UnreadableDrop, match=r'a\.csv, line 3: its times have an offset .* say timezone = "Asia/Seoul"'):
            read_instants(given, None, words)
    assert read_instants(given, None, frozenset({"id"})) is given  # nobody reads the column


@pytest.mark.parametrize("name", ["Seoul", "Asia/Soul", "+09:00", "../etc/passwd", ""])
def test_a_zone_has_a_name_of_the_world(name):
    with pytest.raises(ValueError, match="is no zone"):
        Table(files=["a.csv"], timezone=name)
    assert Table(files=["a.csv"], timezone="Asia/Seoul").timezone == "Asia/Seoul"
