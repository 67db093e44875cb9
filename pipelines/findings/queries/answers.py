"""Takes the answers that come back: each row of a list that was filled in becomes a move of its query, or is refused with its reason.

The same file twice changes nothing. A row is refused, and the others are taken, where it answers nothing that is asked, does not say who
and when, or speaks of a value that is another one by now.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.findings.queries.overrides import cell_digest, row_digest
from pipelines.findings.queries.query_log import RIGHT, last_said
from pipelines.findings.queries.read_days import read_day
from pipelines.warehouse.table_files import table_columns

CORRECTED, VALUE, UNRESOLVED = "corrected in EMR", "correct value given", "cannot be resolved"
ANSWERS = {CORRECTED: "answered", VALUE: "answered", RIGHT: "accepted", UNRESOLVED: "accepted"}  # and the state that each makes
BLANK = "(blank)"  # the value of a cell that should hold nothing
KEPT = ("query_no", "identity", "rule", "layer", "table", "patient", "entity", "columns", "fingerprint")


@dataclass(frozen=True)
class Answer:
    """One row of a list that came back, as text; `place` is its row in the file."""

    place: int
    query_no: str
    fingerprint: str
    answer: str
    field: str
    value: str
    comment: str
    by: str
    day: str
    until: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of the rows: moves for the log, refused rows with the reason, and how many had been taken before or were left blank."""

    moves: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[Answer, str]] = field(default_factory=list)
    known: int = 0
    blank: int = 0


class Refused(Exception):
    """An answer that is not taken, and why, in words for who gave it."""


def take_answers(
    connection: duckdb.DuckDBPyConnection, answers: Iterable[Answer], log: Iterable[Mapping[str, Any]], today: dt.date
) -> Taken:
    """Return what becomes of the answers.

    `connection` has the queries of the last run as queries.queries and the rows as sent as raw.<table>.
    """
    asked = {row["query_no"]: row for row in connection.sql("from queries.queries").pl().to_dicts()}
    moves = list(log)
    taken = Taken()
    blank = known = 0
    for answer in answers:
        if not answer.answer and not answer.value:
            blank += 1
            continue
        try:
            move = _move(connection, answer, asked, today)
            if _is_known(move, moves):
                known += 1
                continue
            _refuse_second_answer(move, taken.moves)
            _refuse_other_value(move, [*last_said(moves), *taken.moves])
        except Refused as refused:
            taken.refused.append((answer, str(refused)))
            continue
        taken.moves.append(move)
    return Taken(taken.moves, taken.refused, known, blank)


def _move(connection: duckdb.DuckDBPyConnection, answer: Answer, asked: Mapping[str, Mapping[str, Any]], today: dt.date) -> dict[str, Any]:
    query = asked.get(answer.query_no)
    if query is None:
        raise Refused("no query of this number is open; it is closed by now, or the number is mistyped")
    if query["state"] == "closed":
        raise Refused("the query is closed by now: what it asked about passes")
    if answer.answer not in ANSWERS:
        raise Refused(f"the answer is none of the list: {', '.join(ANSWERS)}")
    if not answer.by:
        raise Refused("it does not say who answered")
    day, until = read_day(answer.day), read_day(answer.until)
    if day is None or day > today:
        raise Refused("it does not say when it was answered: a day such as 2024-03-31, not after today")
    if answer.until and (until is None or until < day):
        raise Refused("the day until which it holds is none, or lies before the answer")
    if answer.fingerprint != query["fingerprint"]:
        raise Refused("the value has changed since the list went out; look at it again in a new list")
    kept = {name: query[name] for name in KEPT}
    said = {"day": day, "made_by": answer.by, "answer": answer.answer, "comment": answer.comment or None}
    move = kept | said | {"state_from": query["state"], "state_to": ANSWERS[answer.answer], "why": answer.answer, "until_day": until}
    if answer.answer == VALUE:
        return move | _override(connection, answer, query)
    if answer.value:
        raise Refused(f"a value is given, and the answer is not: {VALUE}")
    if answer.answer == RIGHT and query["level"] == "reject" and not query["may_be_right"]:
        raise Refused("what cannot be read, or hangs on nothing, cannot be right as it is; give the correct value, or have it corrected")
    return move


def _override(connection: duckdb.DuckDBPyConnection, answer: Answer, query: Mapping[str, Any]) -> dict[str, Any]:
    """Return which cells of the row the values of an answer are for; of several, fields and values are parted by semicolons."""
    table, row_key = query["staged_table"], query["staged_row_key"]
    if not row_key:
        raise Refused("the query is about no single row of the extracts; have it corrected in the EMR, or answer the query of the row")
    if not answer.value:
        raise Refused(f"the correct value is missing; {BLANK} for a cell that should hold nothing")
    sent = [column.name for column in table_columns(table) if column.name != "patient_id" and not column.number_of]
    cells = _cells(answer)
    for field_name in cells:
        if field_name not in sent:
            raise Refused(f"the field is none of the table {table} that can be corrected here: {', '.join(sent)}")
    return {"staged_table": table, "cells": [_cell(connection, table, row_key, *cell) for cell in cells.items()]}


def _cells(answer: Answer) -> dict[str, str]:
    """Return the value of each field of an answer; where one field alone is named, semicolons belong to its value."""
    fields = [one.strip() for one in answer.field.split(";")]
    values = [one.strip() for one in answer.value.split(";")] if len(fields) > 1 else [answer.value]
    if len(fields) != len(values) or len(set(fields)) != len(fields):
        raise Refused(f"{len(fields)} fields are named and {len(values)} values given; part both by semicolons, each field once")
    return dict(zip(fields, ("" if value == BLANK else value for value in values), strict=True))


def _cell(connection: duckdb.DuckDBPyConnection, table: str, row_key: str, field_name: str, value: str) -> dict[str, Any]:
    """Return which cell a value is for, and by what it is found again tomorrow."""
    select = f"select {cell_digest(field_name)}, {row_digest(table, field_name)} from raw.{table} as r where row_key = ?"
    ((old, row),) = connection.execute(select, [row_key]).fetchall()
    return {"field": field_name, "new_value": value, "old_digest": old, "row_digest": row}


SAID = ("answer", "comment", "made_by", "day", "until_day", "cells", "fingerprint")


def _is_known(move: Mapping[str, Any], log: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether the last thing that a person said of the query is just this."""
    said = [one for one in last_said(log) if one["query_no"] == move["query_no"]]
    return bool(said) and all(said[0].get(name) == move.get(name) for name in SAID)


def _refuse_second_answer(move: Mapping[str, Any], moves: Iterable[Mapping[str, Any]]) -> None:
    """Raise Refused where the same file has answered the query already."""
    if any(one["query_no"] == move["query_no"] for one in moves):
        raise Refused("the query is answered twice in this file; leave one answer")


def _refuse_other_value(move: Mapping[str, Any], standing: Iterable[Mapping[str, Any]]) -> None:
    """Raise Refused where another query has given another value for the same cell, in this file or before."""
    given = {tuple(cell[:-1]): cell[-1] for cell in _given(move)}
    for one in standing:
        if one["query_no"] != move["query_no"] and any(given.get(tuple(cell[:-1]), cell[-1]) != cell[-1] for cell in _given(one)):
            raise Refused(f"{one['query_no']} gives another value for the same cell; answer one of the two otherwise")


def _given(move: Mapping[str, Any]) -> list[tuple]:
    """Return what tells the cells for which a move gives a value, and then that value."""
    of = ("field", "row_digest", "old_digest", "new_value")
    return [(move["staged_table"], move["patient"], *(cell[name] for name in of)) for cell in move.get("cells") or ()]
