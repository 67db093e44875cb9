"""Takes all kinds of hostile drops in one run, and writes down what came of them and what they took: `make hostile MEASURE=1`.

docs/hostile.md prints the numbers of the last such run (measured.json); the test holds the limits whenever it runs.
"""

import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from tests.drop.hostile.all_kinds import MEASURED, PAGE, hostile_page, kinds
from tests.drop.hostile.warm import warm_process
from tests.small_drop import SmallDrop


def main() -> None:
    """Take every kind, print each line as it comes, and write the numbers of all."""
    outcomes: Counter[str] = Counter()
    most: dict[str, tuple[float, str]] = {"megabytes": (0, ""), "worked": (0, "")}
    with warm_process() as take:
        for kind in kinds():
            folder = Path(tempfile.mkdtemp())
            drop = SmallDrop(folder / "hospital")
            kind.build(drop)
            measured, came, _ = take(kind, drop)
            outcomes[outcome_of(measured, came)] += 1
            for what in most:
                most[what] = max(most[what], (round(measured[what], 1), kind.name))
            print(f"{kind.name}: {outcome_of(measured, came)}, {measured['megabytes']:.0f} MB, {measured['worked']:.1f} s", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    MEASURED.write_text(json.dumps({"outcomes": outcomes, **most}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(hostile_page(), encoding="utf-8")
    print(json.dumps({"outcomes": outcomes, **most}))


def outcome_of(measured: dict, came: dict) -> str:
    """Return one of the three outcomes, or what else a process came to."""
    if measured["code"] or not came:
        return f"ended with {measured['code']}"
    return "refused" if came["message"] else "quarantined" if came["findings"] else "read"


if __name__ == "__main__":
    main()
