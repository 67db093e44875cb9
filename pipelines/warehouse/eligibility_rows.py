"""Makes the criteria of eligibility that a study asks, of those that the registry lists and those of its own, in the order of the flow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.settings.study import Study
from pipelines.settings.study_eligibility import CriterionChange, OwnCriterion, Value, listed_values
from pipelines.warehouse.eligibility_facts import known_facts
from pipelines.warehouse.index_treatments import index_treatment_rows, regimen_rows
from pipelines.warehouse.reference_files import listed_rows

LIST = "eligibility_criteria"
IN_WORDS = {
    "=": "{values}",
    "!=": "not {values}",
    "<=": "at most {values}",
    "<": "below {values}",
    ">=": "at least {values}",
    ">": "above {values}",
    "between": "{low} to {high}",
    "in": "{values}",
    "not_in": "not {values}",
    "known": "known",
}


@dataclass(frozen=True)
class Criterion:
    """One criterion as a study takes it: what it asks, in which words, and if it is off, why."""

    name: str
    description: str
    reason: str
    unknown_reason: str
    fact: str
    operator: str
    compared_with: tuple[str, ...] = ()
    numbers: tuple[float, ...] | None = None
    reason_fact: str | None = None
    waits_when: str | None = None
    passes_unknown: bool = False
    off_reason: str | None = None

    @property
    def limits(self) -> dict[str, float]:
        """The lowest and the highest number that it lets pass; {} of one that compares no two numbers."""
        return dict(zip(("low", "high"), self.numbers, strict=True)) if self.numbers and len(self.numbers) > 1 else {}


def criteria_of(study: Study) -> tuple[Criterion, ...]:
    """Return all criteria in their order, those that are off included."""
    words = _words_of(study)
    criteria = [
        _listed(row, study.eligibility.get(row["criterion"]), words) for row in sorted(listed_rows(LIST), key=lambda row: row["order_no"])
    ]
    for own in study.eligibility_criterion:
        names = [criterion.name for criterion in criteria]
        place = names.index(own.before) if own.before in names else names.index(own.after) + 1 if own.after in names else len(names)
        criteria.insert(place, _own(own))
    return tuple(criteria)


def criteria_off(study: Study) -> dict[str, str]:
    """Return the criteria that are off, each with the reason."""
    return {one.name: one.off_reason for one in criteria_of(study) if one.off_reason is not None}


def eligibility_rows(study: Study) -> Iterator[tuple]:
    """Yield the rows of the criteria, with their columns in the order of the table's schema."""
    step = 0
    for one in criteria_of(study):
        is_in_force = one.off_reason is None
        step += is_in_force
        yield (
            one.name,
            one.description,
            one.reason,
            one.unknown_reason,
            one.reason_fact,
            one.fact,
            one.operator,
            one.waits_when,
            one.off_reason,
            list(one.compared_with),
            None if one.numbers is None else list(one.numbers),
            step if is_in_force else None,
            one.passes_unknown,
            is_in_force,
        )


def _listed(row: Mapping[str, Any], change: CriterionChange | None, words: Mapping[str, Sequence[str]]) -> Criterion:
    values = listed_values(change.value) if change and change.value is not None else _values(row["compared_with"] or [], words)
    texts, numbers = _compared(row["fact"], values)
    said = {name: _in_words(row[name], texts, numbers, words) for name in ("description", "reason", "unknown_reason") if row[name]}
    needed = row["asked_with"]
    not_asked = f"the study names no {needed}" if needed and not words[needed] else None
    return Criterion(
        name=row["criterion"],
        description=said["description"],
        reason=said["reason"],
        unknown_reason=said.get("unknown_reason", said["reason"]),
        fact=row["fact"],
        operator=row["operator"],
        compared_with=texts,
        numbers=numbers,
        reason_fact=row["reason_fact"],
        waits_when=row["waits_when"],
        passes_unknown=row["unknown"] == "passes",
        off_reason=change.reason if change and change.off else not_asked,
    )


def _own(own: OwnCriterion) -> Criterion:
    fact = known_facts()[own.fact]
    texts, numbers = _compared(own.fact, listed_values(own.value))
    asked = tuple(str(value) for value in listed_values(own.value)) if numbers is None else texts
    unit = f" {fact.unit}" if fact.unit and numbers is not None else ""
    of_words = ":" if asked and numbers is None else ""
    said = own.description or f"{fact.label}{of_words} {IN_WORDS[own.operator]}{unit}"
    return Criterion(
        name=own.name,
        description=_in_words(said, asked, numbers, {}),
        reason=own.reason,
        unknown_reason=f"{fact.label} unknown",
        fact=fact.name,
        operator=own.operator,
        compared_with=texts,
        numbers=numbers,
        passes_unknown=own.unknown == "passes",
    )


def _compared(name: str, values: list[Value]) -> tuple[tuple[str, ...], tuple[float, ...] | None]:
    """Return what a fact is compared with as text, and as numbers where it is a number."""
    fact = known_facts()[name]
    texts = tuple(fact.texts(values))
    return texts, tuple(map(float, texts)) if fact.is_number and texts else None


def _values(written: Sequence[str], words: Mapping[str, Sequence[str]]) -> list[Value]:
    """Return what a list compares with; a name in braces stands for what the study says under it."""
    return [value for one in written for value in (words[one[1:-1]] if one.startswith("{") else (one,))]


def _in_words(text: str, values: Sequence[str], numbers: Sequence[float] | None, words: Mapping[str, Sequence[str]]) -> str:
    known = {name: " or ".join(said) for name, said in words.items()} | {"values": " or ".join(values)}
    if numbers is not None and len(numbers) > 1:
        known |= {"low": f"{numbers[0]:g}", "high": f"{numbers[1]:g}"}
    for name, said in known.items():
        text = text.replace(f"{{{name}}}", said)
    return text


def _words_of(study: Study) -> dict[str, tuple[str, ...]]:
    """Return what the study says, under the names that stand in braces in the list."""
    treatments = {treatment: label for treatment, label, *_ in index_treatment_rows(study)}
    regimens = list(regimen_rows(study))
    first, last = study.window or (None, None)
    end = min(day for day in (last, study.data_cutoff) if day) if last or study.data_cutoff else None
    return {
        "beginnings": tuple(beginning for _, _, beginning, *_ in index_treatment_rows(study)) or ("index treatment",),
        "treatments": tuple(sorted({treatments[treatment] for _, treatment, *_ in regimens if treatment in treatments})),
        "regimens": tuple(label for _, _, label, _ in regimens),
        "window": (first.isoformat() if first else "0001-01-01", end.isoformat()) if end else (),
    }
