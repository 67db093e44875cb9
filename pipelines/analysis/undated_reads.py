"""Reads with a recorded response and no day: how many there are, and the rates of each reader with those whose order is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.analysis.group_tests import CountTest
from pipelines.analysis.response_sets import ResponseSet
from pipelines.analysis.response_table import RESPONSES, ResponseTable, table_of_best, tables_by_reader

READ = ("patient_id", "reader_id", "response")


@dataclass(frozen=True)
class UndatedReads:
    """Such reads of the cohort's index treatment, of how many patients, and how many count for their reader; Table 2 of each reader who has
    any that count, with them."""

    reads: int
    patients: int
    counted: int
    readers: tuple[ResponseTable, ...]


def fit_undated_reads(
    patients: pl.DataFrame, dated: pl.DataFrame, undated: pl.DataFrame, counts_test: CountTest, sets: Sequence[ResponseSet]
) -> UndatedReads | None:
    """Return what they come to, or None without any.

    `dated` are the counted dated reads of each reader (counted_reads), `undated` the rows of cohort.undated_reads.
    """
    own = undated.filter(pl.col("is_index_course")).join(patients.select("patient_id"), on="patient_id", how="semi")
    if own.is_empty():
        return None
    counted = own.filter(pl.col("is_counted") & (pl.col("reader_role") == "reader"))
    best = best_with_undated(dated, counted)
    readers = sorted(set(counted["reader_id"]))
    tables = tables_by_reader(patients, best.filter(pl.col("reader_id").is_in(readers)))
    return UndatedReads(
        reads=own.height,
        patients=own["patient_id"].n_unique(),
        counted=counted.height,
        readers=tuple(
            table_of_best(frame, f"best response by reader {reader}, undated reads too", counts_test, sets) for reader, frame in tables
        ),
    )


def best_with_undated(dated: pl.DataFrame, undated: pl.DataFrame) -> pl.DataFrame:
    """Return the best response of each patient with each reader (patient_id, reader_id, best) of dated and undated reads together.

    As after a dated progression, nothing counts after an undated one: no dated read on or after the first dated exam behind it, and no
    undated read with a larger number.
    """
    progressions = (
        undated.filter(pl.col("response") == "PD")
        .sort("timepoint")
        .unique(["patient_id", "reader_id"], keep="first")
        .select("patient_id", "reader_id", pd_timepoint="timepoint", pd_before_date="before_date")
    )
    on = ["patient_id", "reader_id"]
    earlier = dated.join(progressions, on=on, how="left").filter((pl.col("exam_date") < pl.col("pd_before_date")).fill_null(True))
    first = undated.join(progressions, on=on, how="left").filter((pl.col("timepoint") <= pl.col("pd_timepoint")).fill_null(True))
    rank = pl.col("response").replace_strict(RESPONSES, range(len(RESPONSES)), default=len(RESPONSES))
    return (
        pl.concat([earlier.select(READ), first.select(READ)])
        .sort("patient_id", "reader_id", rank)
        .unique(on, keep="first", maintain_order=True)
        .select("patient_id", "reader_id", best="response")
    )
