"""Makes staged laboratory rows for the benchmark: invented, about 3 % bad, the same for every engine."""

import datetime as dt

import duckdb

from tests.staging_of import AS_OF, open_raw

USUAL = "AST=45 ALT=40 TBIL=1.1 ALB=3.8 PLT=150 INR=1.1 CREAT=0.9 HGB=13 ANC=3 WBC=6 AFP=400 PIVKA=60"
DRAWN = {each.split("=")[0]: float(each.split("=")[1]) for each in USUAL.split(" ")}  # test: a usual value in its standard unit
ROWS_PER_PATIENT = 300


def open_bench(rows: int) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with `rows` staged laboratory rows of rows / 300 patients, a third of whom have died."""
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
    tests = ", ".join(f"'{test}'" for test in DRAWN)
    usual = ", ".join(str(value) for value in DRAWN.values())
    days = (AS_OF - dt.date(2022, 1, 1)).days - 250
    _fill(
        connection,
        "labs",
        rows,
        patient_id=f"if(random() < 0.002, null, 'P' || (i % {patients}))",
        patient_id_status="if(random() < 0.002, 'missing', 'ok')",
        test=f"([{tests}])[i % {len(DRAWN)} + 1]",
        test_status="if(random() < 0.003, 'unreadable', 'ok')",
        value_operator="'='",
        value_status="if(random() < 0.003, 'unreadable', 'ok')",
        unit="'u/l'",
        unit_status="if(random() < 0.003, 'unreadable', 'ok')",
        lower_limit_status="'ok'",
        upper_limit_status="'ok'",
        collected_at_status="if(random() < 0.002, 'partial', 'ok')",
        specimen_id=f"'S' || (i // {len(DRAWN)})",
        value_std=f"([{usual}])[i % {len(DRAWN)} + 1] * (0.8 + 0.4 * random()) * if(random() < 0.015, 3000, 1)",
        lower_limit_std="0.0",
        upper_limit_std="40.0",
        is_censored="false",
        has_identifier="random() < 0.0005",
        collected_at=f"timestamp '2022-01-01 06:00' + to_hours((i // {len(DRAWN)} * 7919 % {24 * days})::int)",
        collected_date=f"if(random() < 0.002, date '2030-01-01', (timestamp '2022-01-01 06:00' + "
        f"to_hours((i // {len(DRAWN)} * 7919 % {24 * days})::int))::date)",
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
