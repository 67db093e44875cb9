"""The last good release together with what its run has kept in the restricted zone: rows as sent, quarantined rows, findings."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.findings.queries.build_queries import CORRECTED_CELLS
from pipelines.release.published import find_release
from pipelines.settings.errors import NothingToShow
from pipelines.settings.study import Study
from pipelines.warehouse.read_roles import roles_without_table
from pipelines.warehouse.table_files import table_of
from schemas.role import CRITERIA, ELIGIBILITY, OF_STATISTICS, Role


@dataclass(frozen=True)
class Released:
    """Tables by name; every one has row_key, and all but counts have patient_id."""

    release: Path
    run: Path

    @property
    def inputs(self) -> dict:
        """What the release was made of."""
        return json.loads((self.release / "manifest.json").read_text(encoding="utf-8"))["inputs"]

    @property
    def findings(self) -> pl.DataFrame:
        """All findings of the run."""
        return pl.read_parquet(self.run / "findings.parquet")

    @property
    def corrected_cells(self) -> pl.DataFrame:
        """The raw cells in which a value stands that a person gave; none of a run that kept none."""
        path = self.run / CORRECTED_CELLS
        columns = dict.fromkeys(("table", "row_key", "field", "new_value", "query_no", "made_by"), pl.String) | {"day": pl.Date}
        return pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema=columns)

    @cached_property
    def study(self) -> Study:
        """The study of the settings with which the release was made."""
        from pipelines.run.rebuild import load_settings_of_run

        return load_settings_of_run(self.run.parents[2], self.run.name).study

    def of_role(self, role: Role) -> pl.DataFrame:
        """Return the table of the cohort that has a role, in the order of its keys."""
        return self.cohort(table_of(role))

    def cohort(self, table: str) -> pl.DataFrame:
        """Return a cohort table in the order of its keys."""
        return pl.read_parquet(self.release / "cohort" / f"{table}.parquet").sort("row_key")

    def accepted(self, table: str) -> pl.DataFrame:
        """Return the accepted rows of a table."""
        return pl.read_parquet(self.release / "accepted" / f"{table}.parquet").sort("row_key")

    def raw(self, table: str) -> pl.DataFrame:
        """Return the rows of a table as they were sent."""
        return pl.read_parquet(self.run / "raw" / f"{table}.parquet").sort("source_file", "sheet", "source_row")

    def quarantine(self, table: str) -> pl.DataFrame:
        """Return the rows of a table that were quarantined."""
        return pl.read_parquet(self.run / "quarantine" / f"{table}.parquet").sort("row_key")


def open_release(data: Path) -> Released:
    """Return the last good release; raise NothingToShow if there is none, or if the restricted zone cannot be read."""
    if missing := roles_without_table((*OF_STATISTICS, ELIGIBILITY, CRITERIA)):
        raise NothingToShow(f"{data}: no number can be traced: this registry has no table of the {missing[0].name}")
    release = find_release(data)
    restricted = data / "restricted"
    if not os.access(restricted, os.R_OK | os.X_OK):
        raise NothingToShow(f"{restricted}: rows are traced in the restricted zone only, and you may not read it, or it is not here")
    run = restricted / "runs" / release.name
    if not (run / "raw").is_dir() or not (run / "findings.parquet").is_file():
        raise NothingToShow(f"{run}: the rows that the release was made of are not here any more; run `python -m pipelines ingest --force`")
    return Released(release, run)
