"""The plausible ranges of laboratory tests in their standard units, as sql/reference/lab_ranges.csv has them."""

import csv
from pathlib import Path

_FILE = Path(__file__).parents[1] / "sql" / "reference" / "lab_ranges.csv"
_ROWS = list(csv.DictReader(_FILE.open(encoding="utf-8")))
HARD = {row["test"]: (float(row["hard_low"]), float(row["hard_high"])) for row in _ROWS}  # outside: no result of this test
SOFT = {row["test"]: (float(row["soft_low"]), float(row["soft_high"])) for row in _ROWS}  # outside: possible, but unusual
