"""One number of the results with all that must be known of it: where, of whom, in what unit, how made, on how many."""

from dataclasses import asdict, dataclass
from typing import Any

from pipelines.report.in_print import SUPPRESSED


@dataclass(frozen=True)
class Number:
    """One number. `n` is on how many patients it stands; a value of None does not exist, and `note` may say why."""

    analysis: str
    name: str
    group: str
    value: float | int | None
    unit: str
    method: str
    n: int | None
    role: str
    note: str = ""

    def plain(self, digits: int = 10) -> dict[str, Any]:
        """Return it for JSON and CSV: ten significant digits are as many as are the same on every machine.

        With fewer digits, times are rounded as they are printed: a median is the day of one patient.
        """
        fields = asdict(self)
        for key in ("value", "n"):
            if fields[key] is SUPPRESSED:
                fields |= {key: None, "note": "suppressed"}
            elif isinstance(fields[key], float):
                is_time = digits < 10 and self.unit == "months"
                fields[key] = round(fields[key], 1) if is_time else float(f"{fields[key]:.{digits}g}")
        return fields
