"""Plants a canary per rule in a copy of the drop: a case that breaks the rule, which the same gate must find, or the rule is in error.

The copy is a second warehouse with the raw rows of some of the drop's patients. The canaries are breaking cases of the examples; they
stand beside these rows as patients of their own, from sources of their own with the registry's own code books, and all is staged and
checked by the rules as the book writes them, with the settings and on the day for which the examples are drawn.

Rules of the later layers are held to cases drawn into the tables they guard: no rows of the drop stand beside them, for the cohort is
not yet built when the canaries are, and what a rule says of a whole table would be diluted by rows that are not its case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from pipelines.gate.self_test.draw_cases import (
    PLANS_ARE_PLAIN,
    Case,
    change_staged,
    open_later_layers,
    put_typed,
    put_typed_tables,
    raw_rows,
    row_key,
    set_variables,
    typed_rows,
)
from pipelines.gate.self_test.draw_cases import put_raw as draw_raw
from pipelines.gate.self_test.example_settings import AS_OF, COHORT, READERS, STAGING
from pipelines.gate.self_test.read_examples import name_of, read_examples
from pipelines.raw.load_sheets import raw_types
from pipelines.settings.sections import Settings
from pipelines.warehouse.build_tables import build_layers, open_warehouse
from pipelines.warehouse.reference_tables import build_reference
from pipelines.warehouse.table_files import layer_tables, raw_tables, table_of, table_rules
from schemas.role import PATIENTS

if TYPE_CHECKING:
    from pipelines.gate.check_rules import Outcome

SAMPLED = 20  # patients
LAYERS = ("staging", "quarantine", "cohort")
NOT_CAUGHT, NO_CANARY = "its canary was not caught", "it has no canary"
Name = tuple[str, str, str, str, tuple[str, ...]]  # layer, table, and the rule's number, name and columns


@dataclass(frozen=True)
class Canary:
    """A case that breaks a rule; `number` names its rows."""

    rule: Name
    number: int
    case: Case
    alone: bool
    settings: Mapping[str, Any]

    @property
    def table(self) -> str:
        """The table that the rule guards."""
        return self.rule[1]

    @property
    def keys(self) -> set[str]:
        """The rows of this table at which it must be found."""
        rows = self.case[self.table]
        return {row_key(self.number, self.table, place, row) for place, row in enumerate(rows) if not row.get("is_fine")}


@dataclass(frozen=True)
class Planted:
    """The warehouses in which the canaries of each layer stand."""

    warehouses: dict[str, duckdb.DuckDBPyConnection]
    canaries: dict[str, list[Canary]]


def draw_canaries(layer: str) -> list[Canary]:
    """Return one canary for every rule of a layer that has an example."""
    drawn = {}
    for table in layer_tables(layer):
        names = {name_of(rule): (layer, table, rule.id, rule.name, rule.columns) for rule in table_rules(layer, table) if not rule.held_by}
        for example in read_examples(layer, table):
            name = names.get(name_of(example))
            if name and name not in drawn and example.breaking:
                drawn[name] = Canary(name, len(drawn), example.breaking[0], example.alone, example.settings)
    return list(drawn.values())


def sample_drop(connection: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """Return the raw rows of the first patients of the drop, by their pseudonyms; none where the registry has no table of patients."""
    home = table_of(PATIENTS)
    first = (
        f"select distinct patient_id from raw.{home} where patient_id is not null order by patient_id limit {SAMPLED}" if home else "null"
    )
    return {
        table: connection.sql(f"select * from raw.{table} where patient_id in ({first}) order by row_key").pl() for table in raw_tables()
    }


def plant_canaries(sample: Mapping[str, pl.DataFrame], settings: Settings) -> Planted:
    """Draw all canaries and stage those that are raw rows, beside the sampled rows of the drop."""
    canaries = {layer: draw_canaries(layer) for layer in LAYERS}
    staging = open_warehouse()
    staging.execute(PLANS_ARE_PLAIN)
    build_reference(staging, _with_sources(STAGING, settings), AS_OF)
    tables, staged = raw_rows((each.number, each.case) for each in canaries["staging"])
    for table in raw_tables():
        draw_raw(staging, table, tables.get(table, []))
        staging.execute(f"update raw.{table} set source = 'canaries of ' || source")
        columns = [column for column in raw_types(table) if column in sample[table].columns]
        staging.register("sample", sample[table].select(columns))
        staging.execute(f"insert into raw.{table} by name select * from sample")
        staging.unregister("sample")
    build_layers(staging, "staging")
    change_staged(staging, staged)
    build_layers(staging, "derived")
    warehouses = {"staging": staging}
    for layer in ("quarantine", "cohort"):
        warehouses[layer] = open_later_layers(COHORT, READERS)
        put_typed_tables(warehouses[layer], typed_rows(layer, ((each.number, each.case) for each in canaries[layer] if not each.alone)))
    return Planted(warehouses, canaries)


def _with_sources(examples: Settings, settings: Settings) -> Settings:
    own = {f"canaries of {name}": source for name, source in examples.sources.items()}
    return examples.model_copy(update={"sources": {**settings.sources, **own}})


def find_canaries(planted: Planted) -> dict[Name, str]:
    """Run the gate on the canaries and return for each rule that has one whether it was caught."""
    caught: dict[Name, str] = {}
    for layer, connection in planted.warehouses.items():
        caught |= _find_together(connection, layer, [each for each in planted.canaries[layer] if not each.alone])
        caught |= _find_alone(connection, layer, [each for each in planted.canaries[layer] if each.alone])
        connection.close()
    return caught


def hold_canaries(outcomes: Iterable["Outcome"], caught: Mapping[Name, str]) -> list["Outcome"]:
    """Return the outcomes with what became of each canary: a rule that did not catch its own is in error, whatever it found besides."""
    held = []
    for one in outcomes:
        if one.rule.held_by:
            held.append(one)
            continue
        canary = caught.get(_name(one), "none")
        if canary == "caught":
            held.append(replace(one, canary=canary))
        else:
            fault = one.fault or (NO_CANARY if canary == "none" else NOT_CAUGHT)
            held.append(replace(one, outcome="error", canary=canary, fault=fault))
    return held


def say_errors(faults: Mapping[str, str]) -> str:
    """Say which rules could not be run, and which were run and cannot be trusted; why the first could not is for the restricted log."""
    named = {why: ", ".join(rule for rule, its in faults.items() if its == why) for why in (NOT_CAUGHT, NO_CANARY)}
    could_not = ", ".join(rule for rule, why in faults.items() if why not in named)
    said = [f"{could_not} could not be run; all other rules were"] if could_not else []
    return "; ".join(said + [f"{rules}: {why}" for why, rules in named.items() if rules])


def _find_together(connection: duckdb.DuckDBPyConnection, layer: str, canaries: list[Canary]) -> dict[Name, str]:
    """Find the canaries that stand side by side."""
    from pipelines.gate.check_rules import check_layer
    from pipelines.gate.quarantine import part_rows
    from pipelines.settings.rules_in_force import rules_in_force

    book = rules_in_force({})
    outcomes = check_layer(connection, layer, book=book)
    if layer == "staging":
        outcomes += part_rows(connection, book)
    return _caught(connection, canaries, outcomes)


def _find_alone(connection: duckdb.DuckDBPyConnection, layer: str, canaries: list[Canary]) -> dict[Name, str]:
    """Find one after the other the canaries that need empty tables for themselves, each with its settings."""
    from pipelines.gate.check_rules import judge
    from pipelines.gate.expectation_engine import open_datasource
    from pipelines.gate.offending_rows import see_rules
    from pipelines.settings.rules_in_force import rules_in_force

    if not canaries:
        return {}
    book, datasource, outcomes = rules_in_force({}), open_datasource(connection), []
    connection.execute("delete from gate.findings")
    connection.execute("delete from gate.offending")
    put_typed_tables(connection, {})
    for each in canaries:
        usual = {name: connection.execute(f"select getvariable('{name}')").fetchall()[0][0] for name in each.settings}
        rows = typed_rows(layer, [(each.number, each.case)])
        set_variables(connection, each.settings)
        for name in rows:
            put_typed(connection, name, rows[name])
        seen = see_rules(connection, layer, each.table, book.rules(layer, each.table))
        own = [one for one in seen if one.rule.name == each.rule[3]]
        outcomes += judge(connection, datasource, own, book.schema(layer, each.table))
        for name in rows:
            put_typed(connection, name, [])
        set_variables(connection, usual)
    return _caught(connection, canaries, outcomes)


def _caught(connection: duckdb.DuckDBPyConnection, canaries: Iterable[Canary], outcomes: Iterable["Outcome"]) -> dict[Name, str]:
    """Say of each canary whether its rule failed at its rows; of a rule about a whole table, whether it failed."""
    failed = {_name(one) for one in outcomes if one.outcome == "failed"}
    found: dict[Name, set[str | None]] = {}
    for layer, table, rule, name, columns, key in connection.execute(
        'select layer, "table", rule, name, columns, row_key from gate.findings'
    ).fetchall():
        found.setdefault((layer, table, rule, name, tuple(columns)), set()).add(key)
    caught = {}
    for each in canaries:
        rows = found.get(each.rule, set())
        is_there = (bool(each.keys) and each.keys <= rows) or (each.alone and len(rows) == 1)  # the one of the whole table
        caught[each.rule] = "caught" if each.rule in failed and is_there else "not caught"
    return caught


def _name(one: "Outcome") -> Name:
    return one.layer, one.table, one.rule.id, one.rule.name, tuple(one.rule.columns)
