"""The same rules and rows in other libraries, as far as each can state them: pandera alone, Great Expectations on pandas, pointblank.

Each entry of LIBRARIES takes the warehouse and the rules, and returns the rules that it can state and a function that counts violations.
pandera and pointblank run on polars, which reads a rule's predicate as SQL where it calls none of the registry's macros.
"""

import logging
from collections.abc import Callable

import duckdb
import polars as pl

from expectations.lab_rules import SENTINELS
from expectations.staging.labs import RANGES
from schemas.rule import Rule
from tests.staging_of import AS_OF

Runs = tuple[list[Rule], Callable[[], int]]
OFFENDS = "select * from staging.labs"


def as_polars(rule: Rule) -> pl.Expr | None:
    """Return an expression that is true for a row that holds, or None if polars cannot state the rule."""
    if rule.not_null:
        return pl.col(rule.columns[0]).is_not_null()
    if rule.check is not None:
        check, column = rule.made_check(), pl.col(rule.columns[0])
        value = check.statistics["value"]
        return ((column == value) if check.name == "equal_to" else (column != value)).fill_null(True)
    if not rule.where:
        return None
    predicate = rule.filled(rule.where).replace("getvariable('as_of')", f"date '{AS_OF}'")
    try:
        return ~pl.sql_expr(predicate).fill_null(False)
    except pl.exceptions.PolarsError:
        return None


def _stated(rules: list[Rule]) -> dict[int, pl.Expr]:
    known = {number: as_polars(rule) for number, rule in enumerate(rules)}
    return {number: holds for number, holds in known.items() if holds is not None}


def pandera_alone(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Runs:
    """Validate the whole frame at once, a check of the frame per rule."""
    import pandera.errors
    import pandera.polars as pa
    from pandera.config import ValidationDepth, config_context

    stated = _stated(rules)
    checks = [pa.Check(lambda data, holds=holds: data.lazyframe.select(holds), name=f"rule_{number}") for number, holds in stated.items()]
    schema = pa.DataFrameSchema(checks=checks)

    def run() -> int:
        frame = connection.sql(OFFENDS).pl()
        try:
            with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
                schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            return error.failure_cases.height
        return 0

    return [rules[number] for number in stated], run


def pointblank_on_polars(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Runs:
    """Interrogate the frame, a step per rule; the offending rows are kept with each step, as it does by itself."""
    import pointblank

    stated = _stated(rules)

    def run() -> int:
        plan = pointblank.Validate(connection.sql(OFFENDS).pl())
        for holds in stated.values():
            plan = plan.col_vals_expr(expr=holds)
        return sum(plan.interrogate().n_failed().values())

    return [rules[number] for number in stated], run


def great_expectations_on_pandas(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Runs:
    """Validate a pandas frame, an expectation per rule and test; every row index is asked for."""
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    by_rule = {number: made for number, rule in enumerate(rules) if (made := _expectations(rule))}
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batches = context.data_sources.add_pandas("bench").add_dataframe_asset("labs").add_batch_definition_whole_dataframe("all")
    suite = gx.ExpectationSuite(name="labs", expectations=[one for made in by_rule.values() for one in made])
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row_key"]}

    def run() -> int:
        frame = connection.sql(OFFENDS).df()
        result = batches.get_batch(batch_parameters={"dataframe": frame}).validate(suite, result_format=wanted)
        return sum(int(one.result["unexpected_count"]) for one in result.results)

    return [rules[number] for number in by_rule], run


def _expectations(rule: Rule) -> list:
    import great_expectations.expectations as gxe
    from great_expectations.expectations.row_conditions import Column

    test = Column("test")
    if rule.not_null:
        return [gxe.ExpectColumnValuesToNotBeNull(column=rule.columns[0])]
    if rule.check is not None:
        check = rule.made_check()
        kind = gxe.ExpectColumnValuesToBeInSet if check.name == "equal_to" else gxe.ExpectColumnValuesToNotBeInSet
        return [kind(column=rule.columns[0], value_set=[check.statistics["value"]])]
    if rule.id in RANGES and rule.thresholds and rule.name.endswith(("_is_possible", "_is_usual")):
        made = []
        for each in RANGES[rule.id][0]:
            low, high = rule.thresholds[f"{each}_low"], rule.thresholds[f"{each}_high"]
            if rule.name.endswith("_is_possible"):
                among = test == each
            else:
                among = (test == each) & (Column("value_std") >= low) & (Column("value_std") <= high)
                low, high = rule.thresholds[f"{each}_soft_low"], rule.thresholds[f"{each}_soft_high"]
            made.append(gxe.ExpectColumnValuesToBeBetween(column="value_std", min_value=low, max_value=high, row_condition=among))
        return made
    if rule.id == "PT-001":
        return [gxe.ExpectColumnValuesToBeBetween(column="collected_date", max_value=f"{AS_OF}T00:00:00")]
    if rule.id == "CV-025":
        exact = Column("value_operator") == "="
        return [
            gxe.ExpectColumnValuesToNotBeInSet(column="value", value_set=list(numbers), row_condition=(test == each) & exact)
            for each, numbers in SENTINELS.items()
        ]
    if rule.id == "CR-003":
        return [gxe.ExpectCompoundColumnsToBeUnique(column_list=list(rule.columns), ignore_row_if="any_value_is_missing")]
    return []


LIBRARIES = {
    "pandera alone": pandera_alone,
    "Great Expectations on pandas": great_expectations_on_pandas,
    "pointblank on polars": pointblank_on_polars,
}
