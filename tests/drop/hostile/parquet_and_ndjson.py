"""Parquet and NDJSON: damaged, odd types, bombs."""

import io

import polars as pl

from tests.drop.hostile.archives import LABS, instead_of_labs
from tests.drop.hostile.kind import kind


def labs_as_parquet():
    """Return the laboratory results as Parquet, all text."""
    buffer = io.BytesIO()
    pl.read_csv(LABS, infer_schema=False).write_parquet(buffer)
    return buffer.getvalue()


@kind("a Parquet file that is cut off is refused", refused="it is no whole Parquet file; send it again")
def pq_truncated(drop):
    instead_of_labs(drop, "labs.parquet", labs_as_parquet()[:-20])
