"""Patient numbers without the zeros in front of them: put back where the settings say so, else asked about, and the patients wait."""

import polars as pl
import pytest

from pipelines.drop.inventory import inventory_drop
from pipelines.raw.load_drop import load_drop
from pipelines.raw.patient_numbers import with_zeros, without_zeros
from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.build_tables import open_warehouse
from tests.small_drop import KEY, TABLES, SmallDrop, text_of

WIDTH = "patient_number_width = 8"
DEATHS = "patient_id,death_date\n2,2023-09-30\n"  # a spreadsheet took 00000002 for a number
SEEN = "patient_id,last_contact_date\n00000001,2024-01-31\n00000002,2023-09-30\n00000003,2024-02-28\n"
JOINED = """files = ["follow_up*"]
joined = ["deaths.csv"]
parts.death_date = ["{death_date}{vital_status=DEAD}", "{vital_status=ALIVE}"]
"""


@pytest.mark.parametrize(
    ("number", "as_read"),
    [
        ("561907", "00561907"),
        ("00561907", "00561907"),
        ("123456789", "123456789"),  # longer: it stays, and is asked about by its pattern
        (" ５６1907 ", "00561907"),
        ("A61907", "A61907"),
        ("0", "0"),  # no number of a patient
        ("561907.0", "561907.0"),
        (None, None),
    ],
)
def test_zeros_are_put_in_front_of_numbers_of_digits_alone(number, as_read):
    assert with_zeros(pl.Series([number], dtype=pl.String), 8).to_list() == [as_read]


@pytest.mark.parametrize(("number", "core"), [("00561907", "561907"), ("561907", "561907"), ("000", ""), ("", ""), ("A01", "")])
def test_what_two_numbers_have_in_common_but_for_zeros(number, core):
    assert without_zeros(number) == core


def taken(tmp_path, setting: str = "", **tables: str) -> SmallDrop:
    """Take the small drop whose list of deaths stands beside the contacts, under numbers without their zeros."""
    drop = SmallDrop(tmp_path / "hospital", follow_up=SEEN, **tables)
    drop.write("deaths", DEATHS)
    drop.set('files = ["follow_up*"]\n', JOINED)
    if setting:
        drop.set("[sources.emr.tables.follow_up]\n", f"[sources.emr.tables.follow_up]\n{setting}\n")
    assert drop.run() == 0
    return drop


@pytest.mark.slow
def test_the_dead_of_a_list_without_zeros_are_never_alive(tmp_path):
    drop = taken(tmp_path)
    assert [row["patient_id"] for row in drop.rows("accepted/follow_up") if row["vital_status"] != "ALIVE"] == []
    assert len(drop.rows("accepted/follow_up")) == 2  # 00000001 and 00000003: of 00000002 nobody says that she lives
    assert len(drop.rows("cohort/patients")) == 1  # she waits
    found = {(one["rule"], one["table"]): one for one in drop.findings()}
    assert "1 rows stand under 1 patient numbers that no patient has" in found["CV-034", "follow_up"]["message"]
    assert f"say {WIDTH} in [sources.emr.tables.follow_up]" in found["CV-034", "follow_up"]["message"]
    assert found["CV-034", "numbers_without_zeros"]["patient"]  # by name
    assert found["CR-012", "deaths_of_nobody"]["arithmetic"] == "1 of 2 rows that tell of a death belong to no patient who is sent"


@pytest.mark.slow
def test_zeros_that_the_settings_put_back_find_the_dead(tmp_path):
    drop = taken(tmp_path, WIDTH)
    states = sorted(row["vital_status"] for row in drop.rows("accepted/follow_up"))
    assert states == ["ALIVE", "ALIVE", "DEAD"]
    assert len(drop.rows("cohort/patients")) == 2
    assert {"CV-034", "CR-012", "CV-007"} & {one["rule"] for one in drop.findings()} == set()


def said_of(drop: SmallDrop) -> list[tuple[str, str]]:
    """Load a drop and return what is said of numbers without their zeros, by table."""
    settings = load_settings(drop.config)
    with open_warehouse() as connection:
        load_drop(connection, inventory_drop(drop.drop, settings), settings, bytes.fromhex(KEY))
        return connection.execute("select \"table\", message from raw.unknown_headers where rule = 'CV-034'").fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("table", [table for table in TABLES if table != "patients"])
def test_rows_of_any_table_without_zeros_are_said_once_for_each_file(tmp_path, table):
    (said,) = said_of(SmallDrop(tmp_path / "hospital", **{table: text_of(table).replace("00000001,", "1,")}))
    assert said[0] == table and f"{WIDTH} in [sources.emr.tables.{table}]" in said[1]


@pytest.mark.slow
def test_patients_without_zeros_are_those_whose_settings_are_named(tmp_path):
    said = said_of(SmallDrop(tmp_path / "hospital", patients=text_of("patients").replace("00000001,", "1,")))
    assert {table for table, _ in said} == {table for table in TABLES if "00000001" in TABLES[table]} - {"patients"}
    assert all(f"{WIDTH} in [sources.emr.tables.patients]" in message for _, message in said)
