"""What a row of a plan may have, by which a rule says of which plans it speaks; a row is one of sql/reference/regimens.csv in force."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


def dose_by_surface(row: Row) -> bool:
    """Whether the dose is by the body surface."""
    return row["dose_unit"] == "mg/m2"


def dose_by_weight(row: Row) -> bool:
    """Whether the dose is by the body weight."""
    return row["dose_unit"] == "mg/kg"


def flat_dose(row: Row) -> bool:
    """Whether the dose is the same for everybody, or for everybody of some weight."""
    return row["dose_unit"] == "mg"


def one_day(row: Row) -> bool:
    """Whether the drug is given once in a cycle."""
    return row["days"] == 1


def several_days(row: Row) -> bool:
    """Whether the drug is given on several days of a cycle."""
    return (row["days"] or 0) > 1


def days(row: Row) -> bool:
    """Whether the drug has days of a cycle, and is not given every day."""
    return row["days"] is not None


def interval(row: Row) -> bool:
    """Whether the next cycle is due within an interval."""
    return row["least_interval_days"] is not None and row["most_interval_days"] is not None


def most_cycles(row: Row) -> bool:
    """Whether there is a usual number of cycles."""
    return row["most_cycles"] is not None


def daily_labs(row: Row) -> bool:
    """Whether each day of a cycle has laboratory tests."""
    return bool(row["has_daily_labs"])


def body_size(row: Row) -> bool:
    """Whether the dose depends on the size of the body."""
    return not flat_dose(row) or row["from_weight_kg"] is not None


def needed_drug(row: Row) -> bool:
    """Whether without the drug it would be no cycle of this regimen."""
    return bool(row["is_needed"])
