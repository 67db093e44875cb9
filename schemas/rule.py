"""What a rule is: one sentence about the data, with its level, its decision on NULL, and what a person should do.

A rule is stated once, in the schema or the suite of the table it guards. A rule about what one column may hold carries a pandera
`check`; a rule about rows carries the SQL predicate `where` (true for an offending row) or, if it needs more than its own row, a
whole `query` that selects the offending `row_key`s; a rule about a whole table, or about what the last release had, names a class of
Great Expectations and its arguments; a rule that is held before there are rows names the function that holds it, and one about the
registry's own SQL the test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from schemas.column_check import Check

Level = Literal["reject", "flag", "stop"]


class BrokenRule(Exception):
    """A rule could not be run: our fault, never the data's."""


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """When the findings of one rule say something of the whole drop: more than `min_count`, and more than `above_pct` % of what it saw.

    `of` is what is counted, rows or patients. At level `flag` a finding about the table asks; `stop` ends the run before statistics.
    """

    above_pct: float
    of: Literal["rows", "patients"] = "rows"
    level: Literal["flag", "stop"] = "flag"
    min_count: int = 5


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What a rule holds of the plans of the study's regimens: the rows of which all that `of` asks is true (schemas/planned_rows.py).

    Where no plan in force has such a row the rule is off.
    """

    of: tuple[Callable[[Mapping[str, Any]], bool], ...]
    in_words: str  # what no plan has, where the rule is off: "a dose by body surface"
    whose: Literal["index", "before", "both"] = "index"  # the index treatment's plans, those of treatments that arms ask about, or both
    tells: Literal["", "doses", "days", "intervals", "most_cycles", "regimens"] = ""  # what {plan} in message and action says of these rows


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the book. `columns` are what it reads; the message never holds a value.

    `{name}` of a threshold in `where`, `query`, `applies`, `shows`, `message` and `action` stands for the number in force, ` ({plan})` for
    what the regimens of the study plan.
    """

    id: str
    name: str
    level: Level
    category: str  # Kahn: conformance | completeness | plausibility, with its subcategory
    columns: tuple[str, ...]
    when_null: str
    message: str
    action: str
    citation: str
    check: Check | Callable[[Mapping[str, float]], Check] | None = None  # schemas: on the one column named; a function: of the thresholds
    not_null: bool = False  # schemas: the one column named must be filled
    where: str = ""  # expectations: predicate on the table, true for an offending row
    query: str = ""  # expectations: selects the offending row_key from {batch}
    expectation: tuple[str, dict[str, Any]] | None = None  # expectations: a class of Great Expectations, for a whole table
    limits: Mapping[str, str] = field(default_factory=dict)  # its arguments that each row of the table gives, in SQL; NULL: none
    whole: str = ""  # the limits are of all rows together, and the one finding has this name
    held_by: str = ""  # what holds a rule that no table can hold: a function, as module.function, or the program's tests, as tests.module
    parent_table: str = ""  # keys: the parent this row hangs on; a row whose parent is quarantined goes with it
    parent_key: tuple[str, ...] = field(default=())
    held_against: str = ""  # what of the patient each row is held against; where many contradict it, that is asked about once
    applies: str = ""  # predicate on the table: the rows that the rule can speak of, which are its denominator; blank: all rows
    thresholds: Mapping[str, float] = field(default_factory=dict)  # numbers that the settings may change, with the book's value
    variables: Mapping[str, str] = field(default_factory=dict)  # under which name (getvariable) other SQL reads one of the thresholds
    shows: str = ""  # SQL text on the offending row: the numbers and the arithmetic behind a finding; restricted, for it holds values
    explained_by: tuple[str, str] | None = (
        None  # a column that explains what is found, and of which rows (SQL); nobody sends it: asked once
    )
    escalation: Escalation | None = None
    protocol: Protocol | None = None  # a rule of some regimens: off where the study has none of them
    only_new: bool = False  # of level stop, by the settings: what the last release had already does not stop the run
    criterion: str = ""  # a rule about a criterion of eligibility: off with it, and held to its limits, which are thresholds low and high
    is_of_those_listed: bool = False  # it speaks only of whom the criterion as listed lets pass: off where a study asks other values
    plan: str = ""  # what {plan} stands for: filled in by the rules in force

    @property
    def asks_for_what_is_missing(self) -> bool:
        """Whether a finding of the rule asks for something that is not there, row by row."""
        return self.level == "flag" and self.category.startswith("completeness") and not self.expectation

    def on(self, *columns: str, **changes: Any) -> "Rule":
        """Return the same rule held to other columns of a table."""
        return replace(self, columns=columns, **changes)

    @property
    def is_held_by_tests(self) -> bool:
        """Whether the program's own tests hold the rule, so that no run has an outcome of it."""
        return self.held_by.startswith("tests.")

    @property
    def is_about_all(self) -> bool:
        """Whether the rule speaks of a table as a whole, also of one without rows; limits are given by rows that must be there."""
        return self.expectation is not None and not self.limits

    def filled(self, text: str) -> str:
        """Return a text of the rule with the thresholds and the plan in force in the place of their names."""
        for name, value in self.thresholds.items():
            text = text.replace(f"{{{name}}}", f"{value:.15g}")
        return text.replace(" ({plan})", f" ({self.plan})" if self.plan else "")

    def made_check(self) -> Any:
        """Return the pandera Check of the thresholds in force; None of a rule that no schema holds by one."""
        check = self.check(self.thresholds) if callable(self.check) else self.check
        return check.made() if check else None
