"""The laboratory tests of the registry, as sql/reference/lab_tests.csv lists them, and which limit of normal a CTCAE grade needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from schemas.code_book import listed_rows

Range = tuple[float, float]
LIMITS_OF_NORMAL = {"lower_limit": "lower", "upper_limit": "upper"}  # what a band is a multiple of, and the limit that it needs


@dataclass(frozen=True, kw_only=True)
class LabTest:
    """One test in its standard unit: beyond `hard` it is no result of this test, beyond `soft` an unusual one."""

    test: str
    label: str
    name: str
    unit: str
    words: tuple[str, ...]  # what means it in an extract, LOINC codes among them
    is_qualitative: bool  # its results may be words: positive, negative
    may_be_zero: bool
    hard: Range | None
    soft: Range | None
    range_rule: str  # the rule that holds the range
    sentinels: tuple[float, ...]  # numbers that systems write for "unknown", where they are no ordinary result that its range would refuse
    caps: tuple[float, ...]  # upper limits of its assays
    patients_column: str  # of cohort.patients, for the tests that stand there

    @property
    def in_a_sentence(self) -> str:
        """Return the label as it stands inside a sentence: INR, but albumin."""
        return self.label if self.label[1:2] != self.label[1:2].lower() else self.label[:1].lower() + self.label[1:]

    @property
    def in_full(self) -> str:
        """Return the full name as it begins a sentence."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def label_with_unit(self) -> str:
        """Return the label as a table prints it: "Albumin (g/dL)"."""
        unit = self.unit.replace("uL", "µL")
        return f"{self.label} ({unit})" if unit else self.label


@cache
def lab_tests() -> dict[str, LabTest]:
    """Return every test of the list by its code, in the order of the list."""
    return {row["test"]: _test(row) for row in listed_rows("lab_tests")}


def tests_with(has: Callable[[LabTest], object]) -> tuple[str, ...]:
    """Return the codes of the tests of which something is true."""
    return tuple(code for code, test in lab_tests().items() if has(test))


def tests_by_range_rule() -> dict[str, tuple[str, ...]]:
    """Return the tests whose range each rule holds, by the number of the rule."""
    rules = sorted({test.range_rule for test in lab_tests().values() if test.hard})
    return {rule: tests_with(lambda test, rule=rule: test.range_rule == rule) for rule in rules}


def tests_of_patients() -> tuple[LabTest, ...]:
    """Return the tests that have a column in cohort.patients."""
    return tuple(test for test in lab_tests().values() if test.patients_column)


def code_book_of_tests() -> dict[str, tuple[str, ...]]:
    """Return the code book of the tests: what means each of them in an extract."""
    return {code: test.words for code, test in lab_tests().items()}


@cache
def tests_told_by_unit(apart: float) -> tuple[str, ...]:
    """Return the tests with a usual range of which two units lie so far apart that the number alone tells them from each other."""
    factors: dict[str, list[float]] = {}
    for row in listed_rows("lab_units"):
        factors.setdefault(row["test"], []).append(float(row["factor"]))
    return tests_with(lambda test: test.soft and max(factors[test.test]) >= apart * min(factors[test.test]))


@cache
def limits_for_grades() -> dict[str, tuple[str, ...]]:
    """Return the limits of normal, lower or upper, that CTCAE grades of each test need; tests that need none are left out."""
    needed = {(row["test"], LIMITS_OF_NORMAL[row["basis"]]): None for row in listed_rows("ctcae_bands") if row["basis"] in LIMITS_OF_NORMAL}
    return {test: tuple(side for other, side in needed if other == test) for test, _ in needed}


@cache
def clinical_grades() -> tuple[tuple[str, int], ...]:
    """Return each test with a grade that is a clinical judgement, for which no number stands."""
    return tuple(dict.fromkeys((row["test"], int(row["grade"])) for row in listed_rows("ctcae_bands") if row["basis"] == "clinical"))


def _test(row: dict[str, str]) -> LabTest:
    return LabTest(
        test=row["test"],
        label=row["label"],
        name=row["name"],
        unit=row["unit"],
        words=(*_listed(row["words"]), *_listed(row["loinc"])),
        is_qualitative=row["is_qualitative"] == "yes",
        may_be_zero=row["may_be_zero"] == "yes",
        hard=_range(row["hard_low"], row["hard_high"]),
        soft=_range(row["soft_low"], row["soft_high"]),
        range_rule=row["range_rule"],
        sentinels=tuple(map(_number, _listed(row["sentinels"]))),
        caps=tuple(map(_number, _listed(row["caps"]))),
        patients_column=row["patients_column"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def _range(low: str, high: str) -> Range | None:
    return (float(low), float(high)) if low else None


def _number(written: str) -> float:
    return float(written) if "." in written else int(written)
