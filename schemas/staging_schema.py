"""Makes the pandera schema of a staging table from its types and rules, so that all nine are made alike."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from schemas.rule import Rule

if TYPE_CHECKING:
    import pandera.polars as pa

PROVENANCE = {
    "row_key": pl.String,  # md5 of the row's content; an exact copy has "#2", "#3" … behind it
    "patient_id": pl.String,  # pseudonym
    "patient_id_status": pl.String,
    "source": pl.String,
    "source_file": pl.String,
    "sheet": pl.String,
    "source_row": pl.Int64,
    "has_identifier": pl.Boolean,
}
STATUS = pl.String  # of a parsed cell: ok | partial | unreadable | missing


def check_name(rule: Rule) -> str:
    """Return the name under which a rule's check runs in pandera; the level tells hard from soft limits."""
    return f"{rule.id}:{rule.level}"


@dataclass(frozen=True)
class TableSchema:
    """The columns of a table with their types, and the rules of which those that carry a check are held column by column."""

    types: Mapping[str, type[pl.DataType]]
    rules: tuple[Rule, ...]

    def made(self) -> "pa.DataFrameSchema":
        """Return the pandera schema that holds exactly `types` (strict) and the checks of `rules`.

        Every column is nullable unless a rule with `not_null` says otherwise: what NULL means is the rule's decision.
        """
        import pandera.polars as pa

        return pa.DataFrameSchema(
            {
                name: pa.Column(
                    dtype,
                    nullable=not any(rule.not_null and rule.columns == (name,) for rule in self.rules),
                    unique=name == "row_key",
                    checks=[_named_check(rule) for rule in self.rules if rule.check is not None and rule.columns == (name,)],
                )
                for name, dtype in self.types.items()
            },
            strict=True,
        )


def schema_of(types: Mapping[str, type[pl.DataType]], rules: Iterable[Rule]) -> TableSchema:
    """Return what a table must be, of which pandera's schema is made when the table is held to it."""
    return TableSchema(types, tuple(rules))


def _named_check(rule: Rule) -> "pa.Check":
    """Return the rule's check under the rule's name, which is how a failure case is led back to its rule."""
    check = copy(rule.made_check())
    check.error = check_name(rule)
    return check
