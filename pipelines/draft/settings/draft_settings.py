"""Writes the first settings of a hospital from its drop: what could be found out, and as questions what could not."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.draft.settings.births import births_outside
from pipelines.draft.settings.block import FEW_ROWS, MARK, Block, as_toml
from pipelines.draft.settings.how_written import by_source
from pipelines.draft.settings.match_shapes import ShapeMatch, match_shape
from pipelines.draft.settings.match_zeros import width_of_numbers, without_their_zeros
from pipelines.draft.settings.read_drop import DropSheet, ReadDrop, without_numbers
from pipelines.draft.settings.readings import Readings
from pipelines.draft.settings.sheet_columns import SheetColumn, find_patient_column, names_a_person, pattern_of, sheet_columns
from pipelines.draft.settings.table_block import table_block
from pipelines.draft.settings.table_draft import TableDraft, draft_tables
from pipelines.raw.deidentify import MISSING
from pipelines.raw.patient_numbers import SETTING
from pipelines.warehouse.table_files import ROOT, raw_tables

STUDY = ROOT / "examples" / "neutral.toml"


@dataclass(frozen=True)
class SettingsDraft:
    """The text of the settings, how many questions they ask, and what they were drafted from."""

    text: str
    questions: int
    tables: tuple[TableDraft, ...]
    shape: ShapeMatch | None
    sheets: tuple[tuple[DropSheet, tuple[SheetColumn, ...]], ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The tables that the drop fills, by their own columns or by SQL that knows its sheet."""
        return tuple(sorted({draft.table for draft in self.tables} | set(self.shape.tables if self.shape else ())))


def draft_settings(drop: ReadDrop, today: dt.date, readings: Readings, beside: Path = ROOT) -> SettingsDraft:
    """Return the settings for a drop, which will stand in the folder `beside`.

    No cell of a patient is in them: words only that at least five rows have, and names of readers.
    """
    columns = [sheet_columns(one.sheet, sorted(MISSING)) for one in drop.sheets]
    patients = {place: at for place, at in find_patient_column(columns).items() if not _has_no_header(columns[place], at)}
    shape = match_shape(drop.sheets, columns, patients, readings, beside)
    tables = [] if shape else draft_tables(drop.sheets, columns, patients, readings)
    numbers = {number for draft in tables for number in draft.patient.numbers} | (set(shape.patient.numbers) if shape else set())
    width = width_of_numbers(numbers)
    numbers = {number.zfill(width) for number in numbers} if width else numbers
    filled = {draft.table for draft in tables} | set(shape.tables if shape else ())
    head = _registry_block(sorted(numbers), filled, _newest_day(tables, today, readings) or today, shape is not None)
    of_table = {table: [draft for draft in tables if draft.table == table] for table in raw_tables()}
    placed_in = [(source, group) for drafts in of_table.values() if drafts for source, group in by_source(drafts, readings)]
    blocks = [_persons_block(source, placed_in) for source in dict.fromkeys(source for source, _ in placed_in)]
    blocks += [table_block(group, readings, source, _zeros_block(group, width, tables)) for source, group in placed_in]
    blocks += [shape.block()] if shape else []
    placed = [draft.drop_sheet for draft in tables] + ([shape.drop_sheet, *shape.others] if shape else [])
    rest = _rest_block(drop, placed, patients)
    parts = [head, _study_blocks(), _readers_block(tables), *blocks, rest]
    questions = sum(part.questions for part in parts)
    opening = [
        "# Drafted from the extracts. What could be found out is said; what only the hospital can say is asked.",
        f'# {questions} questions: look for "{MARK.removeprefix("# ")}". A line below one is its answer: complete it and take its # away.',
        "# docs/data_manager.md explains the settings, docs/shapes.md those that change a shape, docs/study.md those of the study.",
    ]
    text = "\n\n".join("\n".join(lines) for lines in (opening, *(part.lines for part in parts)) if lines) + "\n"
    return SettingsDraft(text, questions, tuple(tables), shape, tuple(zip(drop.sheets, map(tuple, columns), strict=True)))


def _registry_block(numbers: Sequence[str], filled: set[str], as_of: dt.date, is_shaped: bool) -> Block:
    block = Block(["[registry]", 'name = "Our hospital"'])
    block.ask("until which day are the extracts complete? The newest day in them is written, or today; a later one may be right")
    block.say(f"as_of = {as_of}")
    pattern = pattern_of(numbers) if numbers else ".+"
    block.say(f"patient_id_pattern = '{pattern}'  # what a patient number looks like, from first to last character")
    if is_shaped:
        block.ask(
            "are there intervals in the place of days (12 weeks after treatment)? Then no day is one of the calendar:",
            "has_real_dates = false",
        )
    absent = [table for table in raw_tables() if table not in filled]
    if absent:
        block.ask("does the hospital not send these tables? Take out those that it sends, and write their blocks below")
    block.say(f"tables_not_sent = [{', '.join(f'{chr(34)}{table}{chr(34)}' for table in absent)}]")
    return block


def _newest_day(tables: Sequence[TableDraft], today: dt.date, readings: Readings) -> dt.date | None:
    days = [
        readings.days(one.texts, match.reading.date_orders[0])[1]
        for draft in tables
        for one in draft.columns
        if (match := draft.matches.get(one.position)) and match.reading.date_orders
    ]
    return max((day for day in days if day and day <= today), default=None)


def _study_blocks() -> Block:
    """Return the study of examples/neutral.toml, which asks for what any liver centre reports."""
    text = STUDY.read_text(encoding="utf-8")
    study = text[text.index("[study]") : text.index("[readers]")].strip()
    others = text[text.index("[response]") : text.index("# One CSV file")].strip()
    block = Block()
    block.ask("what does the study ask? What any liver centre reports is written; docs/study.md shows arms, endpoints and covariates")
    block.lines += [*study.splitlines(), "", *others.splitlines()]
    return block


def _readers_block(tables: Sequence[TableDraft]) -> Block:
    names: dict[str, int] = {}
    for draft in tables:
        for one in draft.columns:
            match = draft.matches.get(one.position)
            if match and match.column.is_reader:
                for name, rows in one.counted:
                    plain = unicodedata.normalize("NFKC", name).strip()
                    names[plain] = names.get(plain, 0) + rows
    roster = {name.upper(): name for name, rows in names.items() if rows >= FEW_ROWS}
    block = Block(["[readers]"])
    if len(roster) > 2:
        block.ask('who of these decides where readers differ? Call that one "adjudicator"')
    elif not roster:
        block.ask("who reads the scans? Write the names as they stand in the extracts")
    for name in roster.values() if roster else ["R1"]:
        block.say(f'"{name}" = "reader"')
    return block


def _zeros_block(group: Sequence[TableDraft], width: int, tables: Sequence[TableDraft]) -> Block:
    """Ask whether numbers that are shorter than the others lost the zeros in front of them."""
    block = Block()
    for draft in group if width else ():
        others = [other.patient.numbers for other in tables if other.drop_sheet is not draft.drop_sheet]
        short, known = without_their_zeros(draft.patient.numbers, width, others)
        if short:
            name = without_numbers(draft.drop_sheet.sheet.file)
            block.ask(
                f"{short} patient numbers of {name} have fewer digits than {width}, and {known} of them stand in other files with zeros "
                "in front. Did a spreadsheet take them away? This puts them back; without it these rows belong to nobody:"
            )
    if block.lines:
        block.lines.append(f"# {SETTING} = {width}")
    return block


def _persons_block(source: str, placed_in: Sequence[tuple[str, list[TableDraft]]]) -> Block:
    """Ask whether columns that look so name a person; those of the registry's own list are dropped and not asked about."""
    groups = [draft for of_source, group in placed_in if of_source == source for draft in group]
    outside = [one.header for draft in groups for one in draft.outside if one not in births_outside(draft)]
    headers = sorted({header for header in outside if names_a_person(header)})
    if not headers:
        return Block()
    block = Block([f"[sources.{source}]"])
    block.ask(
        "do these columns name a person? Then they are dropped as the files are read:",
        f"identifiers = [{', '.join(map(as_toml, headers))}]",
    )
    return block


def _rest_block(drop: ReadDrop, placed: Sequence[DropSheet], patients: dict[int, int]) -> Block:
    """Ask about what fills no table: sheets without a patient number or a header, and files that cannot be read."""
    block = Block()
    for place, one in enumerate(drop.sheets):
        if any(one is other for other in placed):
            continue
        name = without_numbers(one.sheet.file) + (f", sheet {one.sheet.name}" if one.sheet.name else "")
        why = "its columns fit no table"
        if _has_a_title(one):
            why = "its first line is a title; write its block with the headers of the line below, and a run finds that line by them"
        elif place not in patients:
            why = "no column of it has the patient numbers of the other files, or its first line is no header"
        block.ask(f"what is {name}? It is not read: {why}")
    for sentence in drop.unread:
        block.ask(f"a file cannot be read: {sentence}")
    return block


def _has_no_header(columns: Sequence[SheetColumn], patient_at: int) -> bool:
    """Say whether what stands for the header is a row of data, whose cells must not be written down."""
    patient = next(one for one in columns if one.position == patient_at)
    return bool(re.fullmatch(pattern_of(sorted(patient.numbers)), patient.header.strip().upper()))


def _has_a_title(one: DropSheet) -> bool:
    """Say whether the line that stands for the header fills so few cells of a broad sheet that it is a title."""
    return len(one.sheet.header) > 2 and sum(map(bool, one.sheet.header)) == 1
