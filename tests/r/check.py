"""Makes the golden values again with this machine's R and compares: with those stored, and with the analysis. `python -m tests.r.check`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines.synthetic.reconstructed import COHORT_FILE
from tests.r.golden_values import HERE, golden, relative_error

SAME = 1e-9  # of two versions of R: the last digits may differ


def main() -> int:
    """Return 0 if all agrees, or if there is no R here."""
    if not shutil.which("Rscript"):
        print("R is not installed on this machine: the stored golden values stand, and make test compares with them.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["Rscript", HERE / "golden.R", COHORT_FILE, folder], capture_output=True, text=True)
        if done.returncode:
            print(f"R could not make the golden values: {done.stderr.strip()}")
            return 1
        stored, fresh = golden(HERE), golden(Path(folder))
        for name in ("R", "survival"):
            print(f"{name}: stored with {', '.join(stored['versions', name])}, here {', '.join(fresh['versions', name])}")
        different = [
            f"{data} {quantity} {place}"
            for (data, quantity), places in stored.items()
            if data != "versions"
            for place, value in places.items()
            if relative_error(fresh.get((data, quantity), {}).get(place), value) > SAME
        ]
        print(f"{sum(map(len, stored.values())):,} stored values, {len(different)} of them differ from R's of today")
        if different:
            print("\n".join(different[:20]))
        tests = [sys.executable, "-m", "pytest", "-q", "tests/analysis/test_golden.py"]
        compared = subprocess.run(tests, env=os.environ | {"GOLDEN_FOLDER": folder}, cwd=HERE.parent.parent)
    return 1 if different else compared.returncode


if __name__ == "__main__":
    sys.exit(main())
