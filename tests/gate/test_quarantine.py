"""Parting: a row is accepted, quarantined with all its reasons, or an exact copy; and no row is lost."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.gate.check_rules import FINDINGS
from pipelines.gate.quarantine import check_row_conservation, count_rows, part_rows
from pipelines.warehouse.build_tables import open_warehouse
from pipelines.warehouse.table_files import layer_tables
from tests.small_drop import SmallDrop, put_faults_in, signals_kept
from tests.warehouse_of import frame_of

TABLES = ("patients", "procedures")
ORPHAN = "CR-002: the row's patient is not among the patients"
GOES_WITH_PATIENT = "CR-002: its row in patients was quarantined, and this row goes with it; the row itself may be good"
GOES_WITH_READ = "CR-007: its row in imaging_reads was quarantined, and this row goes with it; the row itself may be good"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A run on the small drop with faults in it; `lines` says where they are."""
    with signals_kept():
        drop = SmallDrop(tmp_path_factory.mktemp("part") / "hospital")
        drop.lines = put_faults_in(drop)
        assert drop.run() == 0
        yield drop


def reasons(faulty, table, fault):
    """Return the reasons for which the row of a fault is in quarantine."""
    rows = pl.read_parquet(faulty.data / "restricted" / "current" / "quarantine" / f"{table}.parquet")
    return rows.filter(pl.col("source_row") == faulty.lines[fault])["reasons"].to_list()


@pytest.mark.parametrize(
    ("table", "fault", "rules"),
    [
        ("patients", "patient_bad", ["CV-008", "CV-009"]),
        ("patients", "patient_one_way", ["CR-001"]),
        ("patients", "patient_other_way", ["CR-001"]),
        ("patients", "patient_of_tomorrow", ["PT-001"]),
        ("labs", "lab_all_bad", ["CR-002", "CV-009", "CV-013", "CV-016"]),
        ("labs", "lab_of_tomorrow", ["PT-001"]),
    ],
)
def test_row_is_quarantined_with_all_its_reasons(faulty, table, fault, rules):
    (said,) = reasons(faulty, table, fault)
    assert [reason.split(":")[0] for reason in said] == rules


def test_row_of_a_quarantined_parent_goes_with_it_and_says_so(faulty):
    assert reasons(faulty, "labs", "lab_of_bad_patient") == [[GOES_WITH_PATIENT]]
    assert reasons(faulty, "lesions", "lesion_of_bad_read") == [[GOES_WITH_READ]]


def test_row_of_nobody_says_something_else(faulty):
    assert reasons(faulty, "labs", "lab_of_nobody") == [[ORPHAN]]
    ((said,),) = reasons(faulty, "lesions", "lesion_of_no_read")
    assert said == "CR-007: no accepted read of this exam by this reader stands behind the lesion"


def test_row_without_a_patient_number_has_that_as_its_only_reason(faulty):
    ((said,),) = reasons(faulty, "labs", "lab_without_number")
    assert said.startswith("CV-007: ")


def test_exact_copies_are_counted_and_quarantine_nothing(faulty):
    assert faulty.status["tables"]["patients"] == {"read": 8, "accepted": 3, "quarantined": 4, "duplicates": 1}
    accepted = [row["source_row"] for row in faulty.rows("accepted/labs")]
    assert 2 in accepted and faulty.lines["lab_copy"] not in accepted, "the first of equal rows stays"


def test_rows_are_conserved(faulty):
    # labs: 6 good ones; bad patient, nobody, no number, formula, all bad, tomorrow and the ragged line; one copy
    assert faulty.status["tables"]["labs"] == {"read": 14, "accepted": 6, "quarantined": 7, "duplicates": 1}
    for counts in faulty.status["tables"].values():
        assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicates"]


def test_accepted_rows_are_in_no_quarantine(faulty):
    for table in layer_tables("staging"):
        quarantined = pl.read_parquet(faulty.data / "restricted" / "current" / "quarantine" / f"{table}.parquet")["row_key"]
        assert not set(quarantined) & {row["row_key"] for row in faulty.rows(f"accepted/{table}")}


def test_good_rows_stay_whatever_is_wrong_beside_them(faulty):
    assert faulty.status["cohort"] == {"n": 2, "arms": {"first_line": 2}}


def parted(**tables):
    """Part drawn staging tables, whose rows may name the rules they break; return {table: {row_key: zone}} and the counts."""
    connection = open_warehouse()
    connection.execute(FINDINGS)
    for table in TABLES:
        rows = tables.get(table, [])
        connection.register("drawn", frame_of(table, [{"source_file": "f", **row} for row, _ in rows]))
        connection.execute(f"create table staging.{table} as from drawn")
        connection.execute(f"create table raw.{table} as select row_key, source_file from drawn")
        for row, broken in rows:
            for rule, level in broken:
                cells = [rule, level, table, row["row_key"]]
                connection.execute("insert into findings values (?, ?, 'staging', ?, ?, [], 'because', 'a_rule', 'Mend it.', null)", cells)
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


@pytest.fixture(autouse=True, scope="module")
def two_tables(faulty):
    """Draw two tables only, after the run that needs all nine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.gate.quarantine.layer_tables", lambda layer: TABLES)
        yield


def patient(key, number, *broken):
    return {"row_key": key, "patient_id": number}, broken


def test_flag_keeps_a_row_and_reject_quarantines_it():
    zones, counts, _ = parted(patients=[patient("a", "P1", ("X", "flag")), patient("b", "P2", ("X", "flag"), ("Y", "reject"))])
    assert zones == {"patients": {"a": "accepted", "b": "quarantine"}}
    assert counts == {"patients": (2, 1, 1, 0)}


def test_stop_quarantines_no_row():
    assert parted(patients=[patient("a", "P1", ("X", "stop"))])[0] == {"patients": {"a": "accepted"}}


def test_row_that_is_lost_stops_the_run():
    _, _, connection = parted(patients=[patient("a", "P1"), patient("b", "P2")])
    connection.execute("delete from accepted.patients where row_key = 'b'")
    outcome = check_row_conservation(connection, count_rows(connection))
    assert (outcome.outcome, outcome.findings) == ("failed", 1) and outcome.stops.startswith("rows read are not rows accepted")
    assert connection.execute('select rule, level, "table", message from findings').fetchall() == [
        ("CC-010", "stop", "patients", "f: 2 rows read, but 1 accepted + 0 quarantined + 0 exact duplicates")
    ]


def test_row_that_is_made_up_stops_the_run():
    _, _, connection = parted(patients=[patient("a", "P1")])
    connection.execute("insert into accepted.patients select * from accepted.patients")
    assert check_row_conservation(connection, count_rows(connection)).outcome == "failed"


LEVELS = st.lists(st.tuples(st.sampled_from(["X", "Y"]), st.sampled_from(["reject", "flag"])), max_size=2)


@settings(max_examples=15, deadline=None)
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
