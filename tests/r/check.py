"""Makes the golden values again with this machine's R and compares: with those stored, and with the analysis. `python -m tests.r.check`.

Those of the studies by data alone are made again, too; that the whole path prints them is for tests/study.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines.synthetic.reconstructed import COHORT_FILE
from tests.r.golden_values import HERE, relative_error
from tests.r.hcc_tace_seg import SCRIPT, STORED, WORKBOOK, read_sheet

SAME = 1e-9  # of two versions of R: the last digits may differ
STUDIES = HERE.parent / "study"
SCRIPTS = (  # the script, what it reads, the values as they are stored
    (HERE / "golden.R", COHORT_FILE, HERE / "golden.csv"),
    (HERE / "further.R", COHORT_FILE, HERE / "further.csv"),
    (HERE / "competing.R", COHORT_FILE, HERE / "competing.csv"),
    (HERE / "requested.R", COHORT_FILE, HERE / "requested.csv"),
    (HERE / "imputed.R", COHORT_FILE, HERE / "imputed.csv"),
    (HERE / "degenerate.R", HERE / "degenerate_cohorts.csv", HERE / "degenerate.csv"),
    (STUDIES / "studies.R", STUDIES / "truth.csv", STUDIES / "golden.csv"),
    (HERE / "added_lab_test.R", STUDIES / "magnesium.csv", STUDIES / "magnesium_golden.csv"),
)


PACKAGES = {"competing.R": "cmprsk", "imputed.R": "mice"}  # what a script needs beside survival


def main() -> int:
    """Return 0 if all agrees, or if there is no R here."""
    if not shutil.which("Rscript"):
        print("R is not installed on this machine: the stored golden values stand, and make test compares with them.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        are_same = [_makes_the_same(*script, Path(folder)) for script in SCRIPTS]
        are_same.append(_published_patients_are_the_same(Path(folder)))
        tests = [sys.executable, "-m", "pytest", "-q", "tests/analysis/test_golden.py", "tests/analysis/test_further_golden.py",
                 "tests/analysis/test_missing_values.py", "tests/analysis/test_degenerate_cohorts.py"]  # fmt: skip
        compared = subprocess.run(tests, env=os.environ | {"GOLDEN_FOLDER": folder}, cwd=HERE.parent.parent)
    return compared.returncode if all(are_same) else 1


def _makes_the_same(script: Path, data: Path, stored: Path, folder: Path) -> bool:
    """Run a script, which writes one file, or several into the folder; say whether its values are those that are stored."""
    if (package := PACKAGES.get(script.name)) and not _has(package):
        print(f"{script.name}: R has no {package} on this machine; the stored values stand.")
        shutil.copy(stored, folder / stored.name)
        return True
    fresh = folder / stored.name if stored.parent == HERE else folder / f"{script.stem}.csv"
    done = subprocess.run(["Rscript", script, data, folder if stored.parent == HERE else fresh], capture_output=True, text=True)
    if done.returncode:
        print(f"R could not make the values of {script.name}: {done.stderr.strip()}")
        return False
    before, after = _values(stored), _values(fresh)
    different = [" ".join(key) for key, value in before.items() if relative_error(after.get(key), value) > SAME]
    print(f"{script.name}: {len(before):,} stored values, {len(different)} of them differ from R's of today")
    if different:
        print("\n".join(different[:20]))
    return not different


def _has(package: str) -> bool:
    return not subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True).returncode


def _published_patients_are_the_same(folder: Path) -> bool:
    """Say whether R still makes the values of HCC-TACE-Seg, whose data are not part of the project: without them they stand."""
    if not WORKBOOK.is_file():
        print(f"{SCRIPT.name}: the published data are not at {WORKBOOK.parent} (or in HCC_TACE_SEG): its stored values stand")
        return True
    sheet = folder / "sheet.csv"
    read_sheet().write_csv(sheet)
    return _makes_the_same(SCRIPT, sheet, STORED, folder)


def _values(path: Path) -> dict[tuple[str, ...], float | None]:
    """Return the values, which stand in the last column, by all others; those of the versions of R are no values."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {tuple(key): None if value in ("NA", "NaN", "Inf") else float(value) for *key, value in rows if key[0] != "versions"}


if __name__ == "__main__":
    sys.exit(main())
