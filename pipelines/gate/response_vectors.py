"""Runs the published vectors of best and confirmed response through the registry's own SQL, before any cohort table is built.

The vectors (sql/reference/response_vectors.csv and response_answers.csv) are invented subjects: the days and responses of their exams,
already cut after the first progression, and the answer of admiralonco. They go through the same SQL files on a second warehouse.
"""

import duckdb
import polars as pl

from pipelines.gate.check_rules import Outcome, store_finding
from pipelines.warehouse.build_tables import SQL, build_table, load_macros, open_warehouse, table_file
from pipelines.warehouse.table_files import table_rules

PARAMETERS = ("confirm_days", "max_ne", "accept_sd", "sd_min_days", "control_non_cr_non_pd")
START = "date '2000-01-01'"
ANSWERS = {
    "confirmed_response": ("confirmed_response_date", "if(has_confirmed_response, 'Y', 'N')"),
    "confirmed_bor": ("confirmed_best_response_date", "confirmed_best_response"),
    "bor": ("best_response_date", "best_response"),
    "response": ("response_date", "if(has_response, 'Y', 'N')"),
    "clinical_benefit": ("disease_control_date", "if(has_disease_control, 'Y', 'N')"),
}


def check_response_vectors(connection: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Hold MR-018: return its outcome, and keep a finding if any vector differs."""
    (rule,) = (rule for rule in table_rules("cohort", "best_responses") if rule.held_by)
    expected = expected_answers()
    found = derive_answers()
    differing = [subject for subject, answer in expected.items() if found.get(subject) != answer]
    if differing:
        store_finding(connection, rule, "cohort", "best_responses")
    return [Outcome(rule, "cohort", "best_responses", "failed" if differing else "passed", len(expected), bool(differing))]


def expected_answers() -> dict[tuple[str, str], tuple[int | None, str]]:
    """Return {(vector, subject): (day, answer)} as published."""
    return {(vector, subject): (day, answer) for vector, subject, day, answer in _read("response_answers").rows()}


def derive_answers() -> dict[tuple[str, str], tuple[int | None, str]]:
    """Return {(vector, subject): (day, answer)} as the registry's SQL derives them."""
    with open_warehouse() as second:
        load_macros(second, "formulas")
        second.register("exams", _read("response_vectors"))
        second.register("parameters", _read("response_parameters"))
        second.register("subjects", _read("response_answers"))
        found = {}
        chosen = second.execute(f"select distinct {', '.join(PARAMETERS)} from parameters order by all").fetchall()
        for values in chosen:
            found |= _derive_with(second, dict(zip(PARAMETERS, values, strict=True)))
        return found


def _derive_with(second: duckdb.DuckDBPyConnection, values: dict[str, object]) -> dict[tuple[str, str], tuple[int | None, str]]:
    for name, value in values.items():
        second.execute(f"set variable {name} = $value", {"value": value})
    alike = " and ".join(f"{name} = getvariable('{name}')" for name in PARAMETERS)
    vectors = f"(select vector, function, missing_as_ne from parameters where {alike})"
    second.execute(
        "create or replace table cohort.index_dates as "
        f"select vector || ':' || subject as patient_id, {START} as index_date from subjects semi join {vectors} using (vector)"
    )
    second.execute(
        "create or replace table cohort.response_histories as "
        "select vector || ':' || subject as patient_id, concat_ws(':', vector, subject, day) as row_key, day::varchar as exam_id, "
        f"response, is_counted, {START} + day::integer as exam_date from exams semi join {vectors} using (vector)"
    )
    for table in ("confirmed_responses", "best_responses"):
        build_table(second, table_file("cohort", table), "cohort")
    dates = " ".join(f"when '{function}' then {date}" for function, (date, _) in ANSWERS.items())
    answers = " ".join(f"when '{function}' then {answer}" for function, (_, answer) in ANSWERS.items())
    rows = second.execute(
        f"""
        select vector, subject, (case function {dates} end) - {START} as day, case function {answers} end as answer, missing_as_ne
        from subjects inner join {vectors} using (vector)
        inner join cohort.best_responses on best_responses.patient_id = subjects.vector || ':' || subjects.subject
        """
    ).fetchall()
    return {
        (vector, subject): (day, "NE" if as_ne and answer == "MISSING" else answer)  # as cohort.outcomes does
        for vector, subject, day, answer, as_ne in rows
    }


def _read(name: str) -> pl.DataFrame:
    return pl.read_csv(SQL / "reference" / f"{name}.csv", schema_overrides={"subject": pl.String, "day": pl.Int64, "response": pl.String})
