"""One number of the results with all that must be known of it: where, of whom, in what unit, how made, on how many."""

from dataclasses import asdict, dataclass

from pipelines.report.in_print import WITHHELD


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

    def plain(self) -> dict[str, object]:
        """Return it for JSON and CSV: ten significant digits, as many as are the same on every machine."""
        fields = asdict(self)
        for key in ("value", "n"):
            if fields[key] is WITHHELD:
                fields |= {key: None, "note": "withheld"}
            elif isinstance(fields[key], float):
                fields[key] = float(f"{fields[key]:.10g}")
        return fields
