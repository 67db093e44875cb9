"""Takes hostile drops, each in a process of its own that is forked from a warm one, and measures time and memory.

Started as `python -m tests.drop.hostile.take`, it imports what a run needs, and for each line that it reads (a drop's command line as
JSON) it forks: the child takes the drop by the steps of a run until the gate has parted its rows, and writes what came of it. The first
process waits, ends a child that takes too long, and prints what it measured as one line of JSON.

Where the raw rows are to the letter those of the small drop, with ONE_MORE or without, the child stops before the gate: it would say the
same, for seconds, a hundred times. The kinds `baseline` and `one_row_more`, which go on, show that it accepts them.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.drop.hostile.drawn_rows import ONE_MORE, drawn_rows, patient_names

ROOM = 6 << 30  # address space of a child, so that a bomb is a failure of its test and of nothing else


def main() -> None:
    """Take one drop after the other."""
    import_all()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(measured(asked)), flush=True)


def import_all() -> None:
    """Import what a run needs as far as the gate; nothing is computed, for a thread would not live on in a fork."""
    import openpyxl  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    import pipelines.commands.ingest
    import pipelines.drop.read_file
    import pipelines.gate.check_rules
    import pipelines.gate.quarantine
    import pipelines.gate.self_test.canaries
    import pipelines.run.whole_path
    import pipelines.warehouse.reference_tables  # noqa: F401


def measured(asked: dict) -> dict:
    """Return how a child ended that took a drop, after how many seconds (also of the processor) and with how many megabytes at most."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(take(asked))
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() - begun > asked["seconds"]:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            break
        time.sleep(0.005)
    code = os.waitstatus_to_exitcode(status)
    worked = usage.ru_utime + usage.ru_stime
    return {"code": code, "seconds": time.monotonic() - begun, "worked": worked, "megabytes": usage.ru_maxrss / 1024}


def take(asked: dict) -> int:
    """Take a drop as far as the gate, in this process; write what it printed and what came of it."""
    report = Path(asked["report"])
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    with report.with_suffix(".err").open("w", encoding="utf-8", errors="replace") as err:
        os.dup2(err.fileno(), 2)
        os.dup2(err.fileno(), 1)
        try:
            report.write_text(json.dumps(what_comes(asked["arguments"], to_the_gate=asked["to_the_gate"])), encoding="utf-8")
        except BaseException:
            import traceback

            traceback.print_exc(file=err)
            return 1
    return 0


class FarEnough(Exception):
    """The rows are parted, and nothing further is looked at."""


def what_comes(arguments: list[str], *, to_the_gate: bool) -> dict:
    """Return what a run comes to: exit code and sentence, or the rows behind the gate; and what was not taken."""
    import duckdb

    from pipelines.__main__ import make_parser
    from pipelines.commands import ingest as command
    from pipelines.gate.self_test import canaries
    from pipelines.run import ingest, whole_path
    from pipelines.run.failure import explain
    from pipelines.run.layers import gate_rows, stage
    from pipelines.run.progress import Progress
    from pipelines.run.state import Summary
    from pipelines.settings.zones import open_zones
    from tests.conftest import connect_in_one_thread

    duckdb.connect = partial(connect_in_one_thread, duckdb.connect)
    canaries.plant_canaries = lambda sample, settings: None
    rows: dict = {}

    def look(layers):
        raw = raw_rows(layers.connection)
        if not to_the_gate and is_small_drop(raw, layers.connection):
            rows.update(accepted=raw, findings={})
            raise FarEnough
        return layers

    def keep(layers):
        rows.update(behind_the_gate(layers.connection))
        raise FarEnough

    whole_path.BEHIND_RAW = (look, stage, gate_rows, keep)
    options = make_parser().parse_args(arguments)
    zones, summary = open_zones(options.data), Summary()
    progress = Progress("lines", zones.out / "ingest.log")
    try:
        with contextlib.closing(ingest.ingest_drop(command._request(options, zones, progress), progress)) as path:
            for summary in path:  # noqa: B007 - the last one counts
                pass
    except FarEnough:
        pass
    except (Exception, KeyboardInterrupt) as error:
        failure = explain(error, zones.restricted / "logs", summary.stays)
        summary = replace(summary, ending=failure.ending, message=failure.message)
    is_refused = bool(summary.message)
    said = {"exit_code": int(summary.ending.exit_code) if is_refused else 0, "message": summary.message}
    return {**said, "not_taken": [f"{left['file']}: {left['why']}" for left in summary.not_taken], **rows}


def raw_rows(connection, condition: str = "true") -> dict:
    """Return rows of each table in the columns of its contract as they were sent, their patients by number again."""
    from pipelines.warehouse.table_files import raw_tables, table_columns

    number_of, found = patient_names(), {}
    for table in raw_tables():
        columns = ", ".join(column.name for column in table_columns(table))
        rows = connection.execute(f"select {columns} from raw.{table} where {condition.format(table=table)}").fetchall()
        found[table] = [[number_of.get(cell, cell) for cell in row] for row in rows]
    return found


def is_small_drop(raw: dict, connection) -> bool:
    """Say whether the raw rows are those of the small drop to the letter, or ONE_MORE, and no line could not be read."""
    (broken,) = connection.execute("select count(*) from raw.broken_rows").fetchone()
    drawn = {table: Counter(drawn_rows(table)) for table in raw}
    more = Counter(drawn_rows("labs", [ONE_MORE]))
    found = {table: Counter(map(tuple, rows)) for table, rows in raw.items()}
    return not broken and found in (drawn, drawn | {"labs": drawn["labs"] + more})


def behind_the_gate(connection) -> dict:
    """Return the accepted rows of each table, and the findings of level reject."""
    findings = connection.execute("""
        select rule, count(*) from (
            select rule, row_key from gate.findings where level = 'reject'
            union all
            select rule, source_file || source_row as row_key from raw.broken_rows
        ) group by rule
    """).fetchall()
    accepted = raw_rows(connection, "row_key in (select row_key from accepted.{table})")
    return {"accepted": accepted, "findings": dict(findings)}


if __name__ == "__main__":
    main()
