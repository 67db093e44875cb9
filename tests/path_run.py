"""Runs the whole path in this process, as the command line does, and hands back what came out."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.__main__ import main
from pipelines.raw.key_file import OPEN_KEY
from pipelines.raw.pseudonyms import pseudonymise
from pipelines.run.exit_code import ExitCode

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outputs:
    """The data folder of one run."""

    data: Path
    exit_code: int

    @property
    def status(self) -> dict:
        return json.loads((self.data / "out" / "status.json").read_text(encoding="utf-8"))

    @property
    def findings(self) -> pl.DataFrame:
        return pl.read_parquet(self.data / "restricted" / "current" / "findings.parquet")

    def cohort(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(self.data / "registry" / "current" / "cohort" / f"{table}.parquet")

    def check(self, table: str) -> pl.DataFrame:
        """Return a table of the cohort that only rules read, which is kept beside the findings."""
        return pl.read_parquet(self.data / "restricted" / "current" / "checks" / f"{table}.parquet")

    def accepted(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(self.data / "registry" / "current" / "accepted" / f"{table}.parquet")


def run_path(data: Path, *, drop: Path | None = None, config: Path | str = ROOT / "registry.toml", command: str = "ingest") -> Outputs:
    """Ingest a drop (without one the synthetic hospital's) into a data folder."""
    arguments = [command, "--data", str(data), "--config", str(config)] + (["--drop", str(drop)] if drop else [])
    return Outputs(data, only_slowly(main(arguments)))


def only_slowly(exit_code: int) -> int:
    """Return the exit code of a run; one that came as far as the gate belongs into a test that is marked slow."""
    assert exit_code not in (ExitCode.DONE, ExitCode.STOPPED) or os.environ.get("TEST_IS_SLOW") != "no", (
        "mark this test with @pytest.mark.slow"
    )
    return exit_code


def pseudonyms(numbers: list[str], key: bytes = OPEN_KEY) -> list[str]:
    """Return the pseudonyms of patient numbers under a key; the open one is that of synthetic drops."""
    return pseudonymise(pl.Series(numbers), key, ".+")["patient_id"].to_list()
