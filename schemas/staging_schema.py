"""Makes the pandera schema of a staging table from its types and rules, so that all nine are made alike."""

from collections.abc import Iterable
from copy import copy

import pandera.polars as pa
import polars as pl

from schemas.rule import Rule

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


def named_check(rule: Rule) -> pa.Check:
    """Return the rule's check under the rule's name, which is how a failure case is led back to its rule."""
    check = copy(rule.made_check())
    check.error = check_name(rule)
    return check


def schema_of(types: dict[str, pl.DataType], rules: Iterable[Rule]) -> pa.DataFrameSchema:
    """Return the schema that holds exactly `types` (strict) and, column by column, the checks of `rules`.

    Every column is nullable unless a rule with `not_null` says otherwise: what NULL means is the rule's decision.
    """
    held = list(rules)
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                dtype,
                nullable=not any(rule.not_null and rule.columns == (name,) for rule in held),
                unique=name == "row_key",
                checks=[named_check(rule) for rule in held if rule.check is not None and rule.columns == (name,)],
            )
            for name, dtype in types.items()
        },
        strict=True,
    )
