"""A layer is built in the order that its SQL's own FROM clauses give, and from nothing else."""

import tempfile
from graphlib import CycleError
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.warehouse.build_order import build_order, tables_read
from pipelines.warehouse.build_tables import build_table, built_tables, load_macros, open_warehouse, table_types
from pipelines.warehouse.sql_files import SQL


@pytest.fixture(scope="module")
def connection():
    return open_warehouse()


def order(connection, folder, **selects):
    for name, select in selects.items():
        (folder / f"{name}.sql").write_text(select)
    return build_order(connection, folder, "cohort")


@pytest.mark.parametrize(
    ("select", "read"),
    [
        ("select 1 as a", set()),
        ("from accepted.labs", {"accepted.labs"}),
        ("with labs as (select * from accepted.labs) select * from labs", {"accepted.labs"}),  # a bare name is a CTE
        ("select * from cohort.a join cohort.b using (patient_id)", {"cohort.a", "cohort.b"}),
        ("select * from cohort.a asof join cohort.b on a.k = b.k and a.day >= b.day", {"cohort.a", "cohort.b"}),
        ("select * from cohort.a positional join cohort.b", {"cohort.a", "cohort.b"}),
        ("select (select max(x) from cohort.b) as x from cohort.a", {"cohort.a", "cohort.b"}),
        ("select * from cohort.a where x in (select x from cohort.b) and exists (from cohort.c)", {"cohort.a", "cohort.b", "cohort.c"}),
        ("select * from cohort.a union all select * from cohort.b", {"cohort.a", "cohort.b"}),
        ("select a.* from cohort.a as a, lateral (select * from cohort.b as b where b.k = a.k)", {"cohort.a", "cohort.b"}),
        ("-- a comment with from cohort.z\nselect 'from cohort.y' as text from cohort.a", {"cohort.a"}),
        ("select * from cohort.a qualify row_number() over (order by (select 1 from cohort.b)) = 1", {"cohort.a", "cohort.b"}),
    ],
)
def test_tables_that_a_select_reads(connection, select, read):
    assert tables_read(connection, select) == read


@pytest.mark.parametrize("text", ["selct 1", "create table x as select 1", "drop table cohort.a", "select 1; drop table cohort.a; x"])
def test_what_is_not_one_bare_select_is_refused(connection, text):
    with pytest.raises((ValueError, duckdb.Error)):
        tables_read(connection, text)


def test_tables_are_built_after_those_they_read(connection, tmp_path):
    assert order(
        connection,
        tmp_path,
        a="select * from cohort.z asof join cohort.m on z.k = m.k and z.day >= m.day",
        m="with a as (select * from cohort.z) select * from a join cohort.z using (k)",  # its CTE a is not the table a
        z="select * from accepted.labs",
    ) == ["z", "m", "a"]


def test_tables_without_order_are_built_by_name(connection, tmp_path):
    assert order(connection, tmp_path, c="select 1", a="select 2", b="select 3") == ["a", "b", "c"]


def test_tables_of_other_layers_give_no_order(connection, tmp_path):
    assert order(connection, tmp_path, a="select * from accepted.b", b="select * from cohort.a") == ["a", "b"]


@pytest.mark.parametrize(
    "selects", [{"a": "from cohort.a"}, {"a": "from cohort.b", "b": "from cohort.c", "c": "select * from cohort.d join cohort.a using (k)"}]
)
def test_tables_that_read_each_other_are_an_error_that_names_them(connection, tmp_path, selects):
    with pytest.raises(CycleError, match=r"\['cohort\.a'"):
        order(connection, tmp_path, **selects)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.permutations(["a", "b", "c", "d", "e"]), st.data())
def test_every_order_that_comes_out_can_be_built(names, data):
    selects = {
        name: " union all ".join(
            ["select 1 as x", *(f"from cohort.{before}" for before in data.draw(st.sets(st.sampled_from(names[:at]))))]
        )
        if at
        else "select 1 as x"
        for at, name in enumerate(names)
    }
    connection = duckdb.connect()
    connection.execute("create schema cohort")
    with tempfile.TemporaryDirectory() as folder:
        for table in order(connection, Path(folder), **selects):
            build_table(connection, Path(folder, f"{table}.sql"), "cohort")
    assert built_tables(connection, "cohort") == sorted(names)
    connection.close()


@pytest.mark.parametrize("layer", ["staging", "derived", "cohort"])
def test_layers_of_the_registry_have_an_order(connection, layer):
    tables = build_order(connection, SQL / layer, layer)
    assert sorted(tables) == sorted(path.stem for path in (SQL / layer).rglob("*.sql"))


def test_build_order_needs_no_table_to_exist(connection):
    assert built_tables(connection, "cohort") == []
    assert build_order(connection, SQL / "cohort", "cohort")[-1:] != []


def test_macros_wait_for_those_they_use():
    with open_warehouse() as connection:
        load_macros(connection, "spelling")
        load_macros(connection, "formulas")
        assert connection.execute("select fold(' ＡＳＴ ')").fetchall() == [("ast",)]


def test_macro_that_needs_what_nobody_makes_is_an_error(monkeypatch, tmp_path):
    (tmp_path / "macros" / "x").mkdir(parents=True)
    (tmp_path / "macros" / "x" / "a.sql").write_text("create macro a(t) as b(t);")
    monkeypatch.setattr("pipelines.warehouse.build_tables.SQL", tmp_path)
    with open_warehouse() as connection, pytest.raises(duckdb.CatalogException):
        load_macros(connection, "x")


def test_columns_of_a_table_come_in_their_order_with_their_types():
    with open_warehouse() as connection:
        connection.execute("create table cohort.t (b date, a double)")
        assert table_types(connection, "cohort", "t") == {"b": "DATE", "a": "DOUBLE"}
