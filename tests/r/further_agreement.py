"""The golden values of further.csv beside the analysis's own. `python -m tests.r.further_agreement` prints the largest errors."""

import csv
from collections import defaultdict
from functools import cache

import polars as pl

from pipelines.analysis.firth import fit_firth
from pipelines.analysis.partial_likelihood import Observed
from tests.r.golden_values import FOLDER, HERE, public_data, relative_error

CASES = HERE.parent / "analysis" / "cases"


@cache
def further() -> dict[tuple[str, str], dict[str, float | None]]:
    """Return (data set, quantity) -> place -> R's value; None is NA."""
    values = defaultdict(dict)
    with (FOLDER / "further.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["data"] != "versions":
                values[row["data"], row["quantity"]][row["place"]] = None if row["value"] in ("NA", "NaN") else float(row["value"])
    return dict(values)


@cache
def of_firth(data: str) -> dict[str, object]:
    if data == "monotone":
        names, frame = ["z"], pl.DataFrame({"z": [1.0] * 4 + [0.0] * 4, "time": range(1, 9), "event": [True] * 8})
    elif data == "ovarian":
        names, frame = ["rx", "age"], public_data("ovarian").rename({"futime": "time", "fustat": "event"})
    else:
        names, frame = ["B", "x"], pl.read_csv(CASES / f"{data}.csv").rename({"os_days": "time", "os_event": "event"})
    observed = Observed(frame["time"].to_numpy().astype(float), frame["event"].to_numpy().astype(bool), frame.select(names).to_numpy())
    return dict(zip(names, fit_firth(observed, range(len(names))).values(), strict=True))


OWN = {"firth": lambda data, quantity, place: getattr(of_firth(data)[place], quantity.removeprefix("firth_"))}


def own_value(data: str, quantity: str, place: str) -> float | None:
    """Return the analysis's own value of one row."""
    return OWN[quantity.partition("_")[0]](data, quantity, place)


@cache
def errors() -> dict[tuple[str, str], tuple[float, str, int]]:
    """Return (quantity, data set) -> the largest relative error, where it is, and how many values were compared."""
    found = {}
    for (data, quantity), places in further().items():
        worst = max((relative_error(own_value(data, quantity, place), expected), place) for place, expected in places.items())
        found[quantity, data] = (*worst, len(places))
    return found


if __name__ == "__main__":
    for (quantity, data), (error, place, count) in errors().items():
        print(f"{quantity:32}{data:24}{count:6} values   {error:.1e}  {place}")
