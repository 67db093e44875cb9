"""Makes staged laboratory rows for the benchmark: invented, about 3 % bad, the same for every engine."""

import datetime as dt

import duckdb

from tests.staging_of import AS_OF, open_raw

# A usual value in the standard unit of the test, and that unit.
DRAWN = {
    "AST": (45, "U/L"),
    "ALT": (40, "U/L"),
    "TBIL": (1.1, "mg/dL"),
    "DBIL": (0.4, "mg/dL"),
    "ALB": (3.8, "g/dL"),
    "PLT": (150, "10^3/uL"),
    "INR": (1.1, ""),
    "CREAT": (0.9, "mg/dL"),
    "HGB": (13, "g/dL"),
    "ANC": (3, "10^3/uL"),
    "WBC": (6, "10^3/uL"),
    "AFP": (400, "ng/mL"),
    "PIVKA": (60, "mAU/mL"),
}
TESTS = len(DRAWN)
ROWS_PER_PATIENT = 300
DAYS = (AS_OF - dt.date(2022, 1, 1)).days - 250


def open_bench(rows: int) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with `rows` staged laboratory rows of rows / 300 patients, a third of whom have died.

    Rows come in samples of one result per test. One sample in 500 repeats the numbers of an earlier one of the patient, one result in 500
    stands for another test of its sample, and one in 500 is in another unit than it says.
    """
    connection = open_raw({})
    connection.execute("select setseed(0.5)")
    patients = max(1, rows // ROWS_PER_PATIENT)
    _fill(
        connection,
        "patients",
        patients,
        patient_id="'P' || i",
        patient_id_status="'ok'",
        birth_date="date '1940-01-01' + (i % 9000)::int",
    )
    _fill(
        connection,
        "follow_up",
        patients,
        patient_id="'P' || i",
        vital_status="if(i % 3 = 0, 'DEAD', 'ALIVE')",
        death_date="if(i % 3 = 0, date '2024-06-01', null)",
        last_contact_date="date '2024-06-01'",
    )
    sample = f"(i // {TESTS})"
    position = f"((i + if(i % 500 = 0, 1, 0)) % {TESTS} + 1)"
    drawn_as = f"if({sample} % 499 = 0, {sample} - {patients}, {sample})"
    collected_at = f"timestamp '2022-01-01 06:00' + to_hours(({sample} * 7919 % {24 * DAYS})::int)"
    usual = ", ".join(str(value) for value, _ in DRAWN.values())
    _fill(
        connection,
        "labs",
        rows,
        patient_id=f"if(random() < 0.002, null, 'P' || ({sample} % {patients}))",
        patient_id_status="if(random() < 0.002, 'missing', 'ok')",
        source="'seoul'",
        test=f"([{', '.join(map(repr, DRAWN))}])[{position}]",
        test_status="if(random() < 0.003, 'unreadable', 'ok')",
        value_operator="'='",
        value_status="if(random() < 0.003, 'unreadable', 'ok')",
        unit=f"fold_unit(([{', '.join(repr(unit) for _, unit in DRAWN.values())}])[{position}])",
        unit_status="if(random() < 0.003, 'unreadable', 'ok')",
        lower_limit_status="if(random() < 0.002, 'missing', 'ok')",
        upper_limit_status="if(random() < 0.002, 'missing', 'ok')",
        collected_at_status="if(random() < 0.002, 'partial', 'ok')",
        specimen_id=f"'S' || {sample}",
        value_std=f"round(([{usual}])[{position}] * (0.8 + 0.4 * (hash({drawn_as}, {position}) % 10000) / 10000.0), 4) "
        "* if(random() < 0.002, 88.4, 1) * if(random() < 0.003, 3000, 1)",
        lower_limit_std="0.0",
        upper_limit_std="40.0",
        is_censored="false",
        has_identifier="random() < 0.0005",
        collected_at=collected_at,
        collected_date=f"if(random() < 0.002, date '2030-01-01', ({collected_at})::date)",
    )
    connection.execute("update staging.labs set value = value_std")
    connection.execute("insert into raw.labs by name select row_key, source_file, source_row, value::varchar as value from staging.labs")
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: int, **cells: str) -> None:
    listed = ", ".join(f"{cell} as {name}" for name, cell in cells.items())
    connection.execute(
        f"insert into staging.{table} by name select md5('{table}' || i) as row_key, 'drawn.csv' as source_file, i as source_row, {listed} "
        f"from range({rows}) as numbered(i)"
    )
