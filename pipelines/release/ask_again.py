"""Asks the tables of a release again by its own suites: Great Expectations loads them from their JSON and validates the Parquet files."""

import json
from collections.abc import Iterator
from pathlib import Path

import great_expectations as gx

from pipelines.gate.expectation_engine import open_datasource, validate
from pipelines.release.write_suites import FOLDER
from pipelines.warehouse.build_tables import open_warehouse, put_select, quoted


def ask_again(release: Path) -> Iterator[tuple[str, str, str, str, bool]]:
    """Yield (layer, table, number and name of the rule, whether it holds) for each rule that the released tables answer by themselves.

    Raises ValueError where one cannot be judged.
    """
    connection = open_warehouse()
    for path in sorted(release.glob("*/*.parquet")):
        put_select(connection, f"{path.parent.name}.{path.stem}", f"select * from read_parquet({quoted(path)})", kind="view")
    datasource = open_datasource(connection)
    for layer in ("accepted", "cohort"):
        for path in sorted((release / FOLDER / layer).glob("*.json")):
            suite = gx.ExpectationSuite(**json.loads(path.read_text(encoding="utf-8")))
            for meta, holds, fault in validate(datasource, layer, path.stem, suite):
                if fault:
                    raise ValueError(f"{layer}.{path.stem}: {meta['rule']} ({meta['name']}) could not be judged")
                yield layer, path.stem, meta["rule"], meta["name"], holds
