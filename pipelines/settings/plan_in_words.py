"""Says the plans in force: in the messages of rules, on their pages, and in the footnotes of the report."""

from collections.abc import Callable, Iterable, Sequence

from pipelines.settings.plans import PlannedDrug, plans_of
from pipelines.settings.study import Study
from pipelines.warehouse.reference_files import listed_rows

SUPERSCRIPT = str.maketrans({"2": "²"})


def say_doses(plans: Sequence[PlannedDrug]) -> str:
    """Return the doses of a day: fluorouracil 500 mg/m2, cisplatin 60 mg/m2."""
    return _by_regimen(plans, lambda row: f"{_drug(row)} {row['dose']:g} {row['dose_unit']}{_for_whom(row)}")


def say_days(plans: Sequence[PlannedDrug]) -> str:
    """Return the days of a cycle: fluorouracil on days 1 to 3, cisplatin on day 2."""
    return _by_regimen(plans, lambda row: f"{_drug(row)} on {_days(row)}")


def say_intervals(plans: Sequence[PlannedDrug]) -> str:
    """Return the days between two cycles: 21 to 56 days."""
    return _by_regimen(plans, lambda row: f"{row['least_interval_days']} to {row['most_interval_days']} days")


def say_most_cycles(plans: Sequence[PlannedDrug]) -> str:
    """Return the usual number of cycles: 14 cycles."""
    return _by_regimen(plans, lambda row: f"{row['most_cycles']} cycles")


def say_regimens(plans: Sequence[PlannedDrug]) -> str:
    """Return the regimens: atezolizumab and bevacizumab."""
    return ", ".join(dict.fromkeys(row["label"] for row in plans))


def say_nothing(plans: Sequence[PlannedDrug]) -> str:
    """Return nothing, for a rule whose text has no place for a plan."""
    return ""


TELLS: dict[str, Callable[[Sequence[PlannedDrug]], str]] = {
    "": say_nothing,
    "doses": say_doses,
    "days": say_days,
    "intervals": say_intervals,
    "most_cycles": say_most_cycles,
    "regimens": say_regimens,
}


def counted_plans(study: Study) -> list[PlannedDrug]:
    """Return the plans that cycles and doses of the index treatment are held against."""
    return [one for one in plans_of(study) if one.is_counted]


def say_planned_cycle(study: Study) -> str:
    """Return what a cycle has of each drug, as it is printed: fluorouracil 3 × 500 mg/m², cisplatin 60 mg/m²."""

    def said(row: PlannedDrug) -> str:
        times = f"{row['days']} × " if (row["days"] or 1) > 1 else ""
        each_day = " each day" if row["days"] is None else ""
        unit = row["dose_unit"].translate(SUPERSCRIPT)
        return f"{_drug(row)} {times}{row['dose']:g} {unit}{each_day}{_for_whom(row)}"

    return _by_regimen(counted_plans(study), said)


def say_late_after(study: Study) -> str:
    """Return after how many days a cycle is late: 42 days, or 42 days (fluorouracil and cisplatin) or 28 days (FOLFOX); else ""."""
    days = {row["label"]: row["late_after_days"] for row in counted_plans(study) if row["late_after_days"]}
    if len(set(days.values())) < 2:
        return next((f"{number} days" for number in days.values()), "")
    return " or ".join(f"{number} days ({label})" for label, number in days.items())


def drug_labels() -> dict[str, str]:
    """Return the name of each drug in print."""
    return {row["drug"]: row["label"] for row in listed_rows("drugs")}


def _by_regimen(plans: Iterable[PlannedDrug], say: Callable[[PlannedDrug], str]) -> str:
    """Join what is said of the rows; of several regimens that differ, each is named."""
    said: dict[str, list[str]] = {}
    for row in plans:
        said.setdefault(row["label"], []).append(say(row))
    texts = {label: ", ".join(dict.fromkeys(each)) for label, each in said.items()}
    if len(set(texts.values())) < 2:
        return next(iter(texts.values()), "")
    return "; ".join(f"{label}: {text}" for label, text in texts.items())


def _drug(row: PlannedDrug) -> str:
    return drug_labels()[row["drug"]].lower()


def _days(row: PlannedDrug) -> str:
    first, days = row["first_day"], row["days"]
    if days is None:
        return "every day"
    return f"day {first}" if days == 1 else f"days {first} to {first + days - 1}"


def _for_whom(row: PlannedDrug) -> str:
    return f" from {row['from_weight_kg']:g} kg on" if row["from_weight_kg"] else ""
