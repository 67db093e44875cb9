"""Parting drawn rows: what a reject, a flag and a stop do to a row and to its children, and that rows which vanish are found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.gate.quarantine import check_row_conservation, count_rows, part_rows
from pipelines.warehouse.build_tables import open_warehouse
from tests.warehouse_of import frame_of

TABLES = ("patients", "procedures")


@pytest.fixture(autouse=True, scope="module")
def two_tables():
    """Draw two tables only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.gate.quarantine.layer_tables", lambda layer: TABLES)
        yield


def parted(**tables):
    """Part drawn staging tables, whose rows may name the rules they break; return {table: {row_key: zone}} and the counts."""
    connection = open_warehouse()
    for table in TABLES:
        rows = tables.get(table, [])
        connection.register("drawn", frame_of(table, [{"source_file": "f", **row} for row, _ in rows]))
        connection.execute(f"create table staging.{table} as from drawn")
        connection.execute(f"create table raw.{table} as select row_key, source_file from drawn")
        for row, broken in rows:
            for rule, level in broken:
                cells = [rule, level, table, row["row_key"]]
                connection.execute(
                    "insert into gate.findings values (?, ?, 'staging', ?, ?, [], 'because', 'a_rule', 'Mend it.', null)", cells
                )
    part_rows(connection)
    zones = {
        table: {
            key: zone
            for zone in ("accepted", "quarantine")
            for (key,) in connection.execute(f"select row_key from {zone}.{table}").fetchall()
        }
        for table in tables
    }
    return zones, {table: tuple(counts) for table, _, *counts in count_rows(connection)}, connection


def patient(key, number, *broken):
    return {"row_key": key, "patient_id": number}, broken


def test_flag_keeps_a_row_and_reject_quarantines_it():
    zones, counts, _ = parted(patients=[patient("a", "P1", ("X", "flag")), patient("b", "P2", ("X", "flag"), ("Y", "reject"))])
    assert zones == {"patients": {"a": "accepted", "b": "quarantine"}}
    assert counts == {"patients": (2, 1, 1, 0, 0)}


def test_stop_quarantines_no_row():
    assert parted(patients=[patient("a", "P1", ("X", "stop"))])[0] == {"patients": {"a": "accepted"}}


def test_row_that_is_lost_stops_the_run():
    _, _, connection = parted(patients=[patient("a", "P1"), patient("b", "P2")])
    connection.execute("delete from accepted.patients where row_key = 'b'")
    outcome = check_row_conservation(connection, count_rows(connection))
    assert (outcome.outcome, outcome.findings) == ("failed", 1) and outcome.stops.startswith("rows read are not rows accepted")
    assert connection.execute('select rule, level, "table", message from gate.findings').fetchall() == [
        ("CC-010", "stop", "patients", "f: 2 rows read, but 1 accepted + 0 quarantined + 0 exact duplicates")
    ]


def test_row_that_is_made_up_stops_the_run():
    _, _, connection = parted(patients=[patient("a", "P1")])
    connection.execute("insert into accepted.patients select * from accepted.patients")
    assert check_row_conservation(connection, count_rows(connection)).outcome == "failed"


LEVELS = st.lists(st.tuples(st.sampled_from(["X", "Y"]), st.sampled_from(["reject", "flag"])), max_size=2)


@pytest.mark.slow
@settings(max_examples=15)
@given(
    st.dictionaries(st.sampled_from("ABC"), LEVELS),
    st.lists(st.tuples(st.sampled_from("ABCD"), LEVELS), max_size=6),
    st.integers(0, 2),
)
def test_every_row_is_in_one_place_and_a_child_is_never_without_its_parent(parents, children, copies):
    drawn = {
        "patients": [patient(f"p{number}", number, *broken) for number, broken in parents.items()],
        "procedures": [patient(f"c{n}", number, *broken) for n, (number, broken) in enumerate(children)]
        + [patient(f"c0#{n + 2}", children[0][0]) for n in range(copies if children else 0)],
    }
    zones, counts, connection = parted(**drawn)
    for table, rows in drawn.items():
        originals = [row["row_key"] for row, _ in rows if "#" not in row["row_key"]]
        assert sorted(zones[table]) == sorted(originals)
        if rows:
            assert counts[table][0] == len(rows) == sum(counts[table][1:])
    accepted = {number for number in parents if zones["patients"][f"p{number}"] == "accepted"}
    for n, (number, broken) in enumerate(children):
        is_good = number in accepted and not any(level == "reject" for _, level in broken)
        assert zones["procedures"][f"c{n}"] == ("accepted" if is_good else "quarantine")
    connection.close()


@pytest.mark.parametrize(
    ("patients", "found"),
    [
        ([], [(None, "2 of 2 rows: the row's patient is not among the patients; no row of patients is sent")]),
        ([patient("a", "P3")], [(key, "the row's patient is not among the patients") for key in ("x", "y")]),
    ],
)
def test_rows_that_hang_on_a_table_which_is_not_sent_make_one_finding(patients, found):
    zones, _, connection = parted(patients=patients, procedures=[patient("x", "P1"), patient("y", "P2")])
    assert zones["procedures"] == {"x": "quarantine", "y": "quarantine"}
    assert connection.execute("select row_key, message from gate.findings order by all").fetchall() == found
    said = connection.execute("select distinct reasons from quarantine.procedures").fetchall()
    assert said == [(["CR-002: the row's patient is not among the patients"],)], "each row in quarantine says why"
