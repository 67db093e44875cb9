"""Reads tables by what they are to the engine, from a warehouse or from a release."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl

from pipelines.warehouse.table_files import table_of
from schemas.role import Role


def roles_without_table(roles: Iterable[Role]) -> list[Role]:
    """Return the roles that no table of this registry has."""
    return [one for one in roles if not table_of(one)]


def read_roles(connection: duckdb.DuckDBPyConnection, roles: Iterable[Role]) -> dict[Role, pl.DataFrame]:
    """Return the table of each role, in the order of its rows' keys."""
    return {one: connection.sql(f"select * from {one.layer}.{table_of(one)} order by row_key").pl() for one in roles}


def read_released_roles(release: Path, roles: Iterable[Role]) -> dict[Role, pl.DataFrame]:
    """Return the table of each role as a release holds it, in the order of its rows' keys."""
    return {one: pl.read_parquet(release / one.layer / f"{table_of(one)}.parquet").sort("row_key") for one in roles}
