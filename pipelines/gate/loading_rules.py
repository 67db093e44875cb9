"""What became of the rules that loading and the settings hold: those that stop have passed if the run came this far; others are counted."""

import duckdb

from pipelines.gate.check_rules import Outcome
from pipelines.raw.load_sheets import Loaded
from pipelines.settings.rules_in_force import rules_held_by
from schemas.raw.drop import (
    DAY_NUMBERS_HAVE_A_FIRST_DAY,
    DECIMAL_MARK_IS_ONE,
    EVERY_ROW_IS_SOMEWHERE,
    HEADER_IS_KNOWN,
    LAST_ROW_IS_WHOLE,
    LINE_FITS_ITS_HEADER,
    LINE_IS_DATA,
    LINE_IS_TEXT,
    NAME_HOLDS_NO_IDENTIFIER,
    NUMBERS_HAVE_THEIR_ZEROS,
    RULES,
)


def conclude_loading(connection: duckdb.DuckDBPyConnection, loaded: Loaded, readers: int) -> list[Outcome]:
    """Return an outcome for each rule that loading holds, and for the one that the settings hold: `readers` are those of the roster."""
    counts = dict(connection.execute("select rule, count(*) from raw.broken_rows group by rule").fetchall())
    counts |= dict(connection.execute("select rule, count(*) from raw.unknown_headers group by rule").fetchall())
    files, rows = len(loaded.sheets), loaded.count("read")
    counted_out = sum(loaded.count(kind) for kind in ("blank", "repeated_header", "subtotal", "footer"))
    seen = {
        HEADER_IS_KNOWN.name: (files, counts.get(HEADER_IS_KNOWN.id, 0)),
        NAME_HOLDS_NO_IDENTIFIER.name: (files, counts.get(NAME_HOLDS_NO_IDENTIFIER.id, 0)),
        LINE_IS_TEXT.name: (rows, counts.get(LINE_IS_TEXT.id, 0)),
        LINE_FITS_ITS_HEADER.name: (rows, counts.get(LINE_FITS_ITS_HEADER.id, 0)),
        LAST_ROW_IS_WHOLE.name: (files, counts.get(LAST_ROW_IS_WHOLE.id, 0)),
        DECIMAL_MARK_IS_ONE.name: (files, counts.get(DECIMAL_MARK_IS_ONE.id, 0)),
        DAY_NUMBERS_HAVE_A_FIRST_DAY.name: (files, counts.get(DAY_NUMBERS_HAVE_A_FIRST_DAY.id, 0)),
        NUMBERS_HAVE_THEIR_ZEROS.name: (files, counts.get(NUMBERS_HAVE_THEIR_ZEROS.id, 0)),
        LINE_IS_DATA.name: (counted_out, 0),  # they are left out and counted, which is no question to anybody
    }
    outcomes = []
    for rule in RULES:
        if rule is not EVERY_ROW_IS_SOMEWHERE:  # of which pipelines/gate/quarantine.py speaks, once the rows are parted
            of, findings = seen.get(rule.name, (files, 0))
            ended = "failed" if findings else "passed" if of else "not applicable"
            outcomes.append(Outcome(rule, "raw", "drop", ended, of, findings))
    for layer, table, rule in rules_held_by("settings.sections.Settings"):
        outcomes.append(Outcome(rule, layer, table, "passed" if readers else "not applicable", readers, 0))
    return outcomes
