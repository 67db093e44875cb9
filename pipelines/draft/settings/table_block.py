"""Writes the block of one table in the drafted settings: files, headers, shapes, and the questions that only the hospital can answer."""

import difflib
import re
from collections.abc import Iterator, Sequence

from pipelines.draft.settings.births import ask_about_births, births_outside
from pipelines.draft.settings.block import FEW_ROWS, MARK, Block, as_toml
from pipelines.draft.settings.how_written import COMMA, DAYS, LEAST_DAYS, HowWritten, how_written, split_joined
from pipelines.draft.settings.match_forms import is_said
from pipelines.draft.settings.match_headers import likeness
from pipelines.draft.settings.read_drop import without_numbers
from pipelines.draft.settings.readings import MARKS, Readings
from pipelines.draft.settings.sheet_columns import SheetColumn, names_a_person
from pipelines.draft.settings.table_draft import TableDraft
from pipelines.draft.settings.unread_cells import ask_about_unread_cells
from pipelines.settings.table_names import UNANSWERED
from pipelines.settings.text_template import read_template
from pipelines.warehouse.table_files import header_words, table_columns
from schemas.code_book import listed_rows
from schemas.column import PATIENT_ID, Column

UNSURE = "are these headers the columns that are written"
SHORT_WORD = 4  # of shorter words another letter makes another word: bone, none


def table_block(drafts: Sequence[TableDraft], readings: Readings, source: str, asked_first: Block) -> Block:
    """Return the block of a table that these sheets of a source fill; `asked_first` are questions about its files."""
    block = Block([f"[sources.{source}.tables.{drafts[0].table}]"])
    main, joined = split_joined(drafts)
    block.say(f"files = {_listed(patterns_of([draft.drop_sheet.sheet.file for draft in main]))}")
    if joined:
        block.say(f"joined = {_listed(patterns_of([draft.drop_sheet.sheet.file for draft in joined]))}  # by the patient number")
    chosen = sorted({draft.drop_sheet.chosen for draft in main} - {""})
    if len(chosen) == 1:
        block.say(f"sheet = {as_toml(chosen[0])}")
    elif chosen:
        block.ask(f"{', '.join(map(as_toml, chosen))} are sheets of this table; only one can be read:", f"sheet = {as_toml(chosen[0])}")
    block.lines += asked_first.lines
    block.questions += asked_first.questions
    _say_how_written(block, how_written(drafts, readings), {draft.drop_sheet.encoding for draft in drafts})
    for draft in drafts:
        _say_headers(block, draft, readings)
        _say_tests(block, draft)
        _ask_twins(block, draft)
        _say_forms(block, draft, readings)
        _say_units(block, draft)
    _ask_codes(block, drafts, readings)
    for draft in drafts:
        _ask_groups(block, draft, readings)
        ask_about_unread_cells(block, draft, readings)
    filled = {name for draft in drafts for name in draft.filled}
    for column in table_columns(drafts[0].table):
        if column.required and column.name not in filled and column.is_day_of_birth:
            if any(births_outside(draft) for draft in drafts):
                continue
            block.ask(f"no column is {column.name} ({column.meaning}). Under which header does it come?", f'headers."…" = "{column.name}"')
        elif column.required and column.name not in filled and differs_by_row(column):
            made = "" if column.kind == "date" else "; what is made of other columns is a matter of the hospital's own SQL (docs/shapes.md)"
            block.ask(
                f"no column is {column.name} ({column.meaning}), and it differs from row to row. Under which header does it come{made}?",
                f'headers."…" = "{column.name}"',
            )
        elif column.required and column.name not in filled:
            words = f" ({', '.join(column.codes)})" if column.codes else ""
            block.ask(
                f"no column is {column.name} ({column.meaning}). If it is the same in every row, say it{words}:",
                f'given.{column.name} = "{UNANSWERED}"',
            )
    return block


def differs_by_row(column: Column) -> bool:
    """Say whether a column cannot be the same in every row: a day, a measurement, the number of an exam, a lesion or a specimen."""
    return column.kind not in ("text", "code") or bool(column.number_of)


def patterns_of(files: Sequence[str]) -> list[str]:
    """Return patterns for these files and their like of other days: a number that looks like a date or a year stands for any."""
    shapes: dict[str, list[str]] = {}
    for file in files:
        shapes.setdefault(re.sub(r"\d+", "*", file), []).append(file)
    patterns = []
    for shape, alike in shapes.items():
        dated = re.sub(r"(19|20)\d\d([-_.]?\d\d([-_.]?\d\d)?)?", "*", alike[0])
        patterns.append(shape if len(set(alike)) > 1 else without_numbers(dated))
    return sorted(set(patterns))


def _say_how_written(block: Block, written: HowWritten, encodings: set[str]) -> None:
    """Say encoding, order of dates and decimal mark; ask where the dates may be read in two orders, or the files differ."""
    for encoding in sorted(encodings - {""}):
        block.ask("is this the encoding? The file's bytes leave it open, and some of its words would be others in another:")
        block.say(f"encoding = {as_toml(encoding)}")
    orders = written.orders
    if orders is not None and not orders:
        block.ask("the dates of these columns or files are not all in one order; a table's block has one:", 'date_order = "dmy"')
    elif orders and {"dmy", "mdy"} <= orders and "ymd" not in orders:
        block.ask("are these dates day first (dmy) or month first (mdy)? No day is beyond 12:", 'date_order = "dmy"')
    elif orders and "ymd" not in orders:
        block.say(f'date_order = "{min(orders)}"')
    if written.marks == {*MARKS}:
        block.ask("some results have a decimal comma and others a point; a table's block has one mark:", 'decimal_mark = ","')
    elif COMMA in written.marks:
        block.say(f'decimal_mark = "{COMMA}"')


def _say_headers(block: Block, draft: TableDraft, readings: Readings) -> None:
    known = header_words(draft.table)
    if known.get(draft.patient.folded) != PATIENT_ID.name:
        block.say(f"headers.{as_toml(draft.patient.header)} = {as_toml(PATIENT_ID.name)}  # the numbers that the other files have, too")
    sure: list[str] = []
    unsure: list[str] = []
    for one in draft.columns:
        match = draft.matches.get(one.position)
        if not match or known.get(one.folded) == match.column.name:
            continue
        line = f"headers.{as_toml(one.header)} = {as_toml(match.column.name)}"
        next_best = f"; next {match.runner_up} {match.runner_up_score:.2f}" if match.runner_up else ""
        (sure if match.is_sure else unsure).append(f"{line}  # {match.score:.2f}{next_best}")
    for line in sure:
        block.say(line)
    if unsure:
        is_first = not any(line.startswith(f"{MARK} {UNSURE}") for line in block.lines)
        block.ask(f"{UNSURE}{'' if is_first else ', and these'}? Correct or delete the lines that are wrong; 1.00 would be certain:")
        for line in unsure:
            block.say(line)
    alone = []
    births = births_outside(draft)
    ask_about_births(block, draft)
    for one in draft.outside:
        if names_a_person(one.header) or one in births:
            continue
        like = _columns_like(one, draft, readings)
        if like:
            answers = [f"headers.{as_toml(one.header)} = {as_toml(name)}" for name in like]
            block.ask(f"what is {as_toml(one.header)}? Nothing reads it, and without an answer it stays outside:", *answers)
        else:
            alone.append(one)
    if alone:
        answers = [f'headers.{as_toml(one.header)} = ""' for one in alone]
        block.ask(
            f"nothing reads these columns of {draft.table}; name the registry's for those that it should, the others may stay outside:",
            *answers,
        )


def _columns_like(one: SheetColumn, draft: TableDraft, readings: Readings) -> list[str]:
    """Return up to two columns of the table, not filled yet, that are most like a header.

    A day or a number that must be there is among them where only the cells are like it.
    """
    free = [column for column in table_columns(draft.table) if column.name not in draft.filled]
    scores = {
        column.name: max(likeness(one.plain, name) for name in (column.name, *column.headers))
        for column in free
        if column.kind == "text" or readings.as_column(one.texts, draft.table, column).share >= 0.5
    }
    by_words = sorted((name for name, score in scores.items() if score >= 0.3), key=lambda name: -scores[name])
    lacking = [column for column in draft.missing if column.kind in DAYS or (column.kind == "number" and not one.holds_days)]
    by_cells = [column.name for column in lacking if readings.as_column(one.texts, draft.table, column).share >= LEAST_DAYS]
    return list(dict.fromkeys((*by_words, *by_cells)))[:2]


def _say_tests(block: Block, draft: TableDraft) -> None:
    for test in draft.tests:
        unit = f", unit = {as_toml(test.unit)}" if test.unit else ""
        line = f"wide.{as_toml(test.header)} = {{ test = {as_toml(test.test)}{unit} }}"
        if test.choices:
            line = f"wide.{as_toml(test.header)} = {{ test = {as_toml(test.test)}, unit = {as_toml(test.choices[0])} }}"
            own = f'; where it is none of these, units.{test.test} = {{ "…" = factor }} says how many {test.choices[0]} it is'
            block.ask(f"in which unit are the results of {as_toml(test.header)}: {', '.join(test.choices)}{own}?", line)
        else:
            block.say(line)


def _ask_twins(block: Block, draft: TableDraft) -> None:
    lines = [f"wide.{as_toml(twin.header)} = {{ is = {as_toml(twin.column)}, … = {as_toml(twin.label)} }}" for twin in draft.twins]
    if lines:
        block.ask("what do these columns stand for, that differ by a number? Name the column of the label in the place of …:", *lines)


def _say_forms(block: Block, draft: TableDraft, readings: Readings) -> None:
    columns = {column.name: column for column in table_columns(draft.table)}
    kinds = {name: column.kind for name, column in columns.items()}
    for position, forms in draft.forms.items():
        one = next(one for one in draft.columns if one.position == position)
        written = f"parts.{as_toml(one.header)} = {_listed(forms)}"
        if is_said(one, draft.table, forms):
            block.say(written)
        else:
            block.ask(f"is {as_toml(one.header)} what is written? Its texts have this form, and neither header nor words say so:", written)
        said = [set(read_template(form, kinds).columns) for form in forms]
        for name in sorted(set.union(*said) - set.intersection(*said)):
            if columns[name].required:
                silent = [form for form, names in zip(forms, said, strict=True) if name not in names]
                words = f" ({', '.join(columns[name].codes)})" if columns[name].codes else ""
                block.ask(
                    f"which {name} have texts of the form {', '.join(map(as_toml, silent))}{words}? Add {{{name}=…}} to the form above"
                )
        left = draft.unfit[position]
        if left:
            rows = dict(one.counted)
            shown = [re.sub(r"\d+", "9", text) for text in left if rows[text] >= FEW_ROWS]
            rest = len(left) - len(shown)
            like = f", such as {', '.join(as_toml(text) for text in dict.fromkeys(shown))}" if shown else ""
            hidden = f" ({rest} of them in restricted/profile.html only)" if rest else ""
            block.ask(f"{len(left)} texts of {as_toml(one.header)} have no form above{like}{hidden}; add theirs to the list of forms")


def _say_units(block: Block, draft: TableDraft) -> None:
    """Say the unit that a header gives its lengths or weights, where the column has another."""
    columns = {column.name: column for column in table_columns(draft.table)}
    for one in draft.columns:
        match = draft.matches.get(one.position)
        names = ({match.column.name} if match else set()) | (draft.filled_by_forms(one.position) if one.position in draft.forms else set())
        names |= {twin.column for twin in draft.twins if twin.header == one.header}
        for name in sorted(names):
            unit = columns[name].unit
            if one.unit and unit and one.unit.lower() != unit:
                written = {row["written"] for row in listed_rows("measure_units") if row["unit"] == unit}
                if one.unit.lower() in written:
                    block.say(f"unit_of.{name} = {as_toml(one.unit.lower())}")


def _ask_codes(block: Block, drafts: Sequence[TableDraft], readings: Readings) -> None:
    """Ask what the words mean that no code book knows; those of few rows are counted only."""
    words: dict[str, dict[str, int]] = {}
    columns: dict[str, Column] = {column.name: column for column in table_columns(drafts[0].table)}
    for draft in drafts:
        for name, text, rows in _coded_texts(draft):
            words.setdefault(name, {})
            words[name][text] = words[name].get(text, 0) + rows
    for name, counted in words.items():
        unknown = set(counted) - readings.known_words(sorted(counted), drafts[0].table, columns[name])
        shown = [word for word in sorted(unknown, key=lambda word: (-counted[word], word)) if counted[word] >= FEW_ROWS]
        hidden = len(unknown) - len(shown)
        few = f"; {hidden} more, of few rows each, stand in restricted/profile.html" if hidden else ""
        if unknown:
            shown = shown or ["as in the profile"]
            book = ", ".join(f"{as_toml(word)} = {as_toml(_code_like(word, columns[name]))}" for word in shown)
            meaning = f'{", ".join(columns[name].codes)}; "" for a missing value'
            block.ask(f"what do these words of {name} mean ({meaning}){few}?", f"codes.{name} = {{ {book} }}")


def _ask_groups(block: Block, draft: TableDraft, readings: Readings) -> None:
    """Ask what the words of a text are in groups, where the table groups it, no column is the group, and some words are known only."""
    columns = {column.name: column for column in table_columns(draft.table)}
    for one in draft.columns:
        match = draft.matches.get(one.position)
        group = columns.get(f"{match.column.name}_group") if match and match.column.kind == "text" else None
        if not match or not group or group.name in draft.filled:
            continue
        unknown = set(one.texts) - readings.known_words(one.texts, draft.table, group)
        if unknown and len(unknown) < len(one.texts):
            shown = [text for text, rows in one.counted if text in unknown and rows >= FEW_ROWS] or ["as in the profile"]
            book = ", ".join(f"{as_toml(word)} = {as_toml(_code_like(word, group))}" for word in shown)
            block.ask(
                f"{len(unknown)} words of {as_toml(one.header)} are of no {group.name}, which is left blank for them; what are they "
                f"({', '.join(group.codes)})?",
                f"codes.{match.column.name} = {{ {book} }}",
            )


def _coded_texts(draft: TableDraft) -> Iterator[tuple[str, str, int]]:
    """Yield (column, word, rows) of all columns with a code book, those in texts with named parts too."""
    columns = {column.name: column for column in table_columns(draft.table)}
    kinds = {name: column.kind for name, column in columns.items()}
    for one in draft.columns:
        match = draft.matches.get(one.position)
        if match and match.column.codes:
            yield from ((match.column.name, text, rows) for text, rows in one.counted)
        templates = [read_template(form, kinds) for form in draft.forms.get(one.position, ())]
        for text, rows in one.counted if templates else ():
            read = next((found for template in templates if (found := template.read(text)) is not None), [])
            yield from ((name, word, rows) for row in read for name, word in row.items() if columns[name].codes and word)


def _code_like(word: str, column: Column) -> str:
    """Return the code whose words are most like a word; where none is, the mark of a question that is not answered."""
    spellings = {spelling.casefold(): code for code, written in column.codes.items() for spelling in (code, *written)}
    tokens = set(re.findall(r"\w+", word.casefold()))
    inside = [code for spelling, code in spellings.items() if len(spelling) >= 2 and spelling in tokens]
    if len(set(inside)) == 1:
        return inside[0]
    close = difflib.get_close_matches(word.casefold(), [spelling for spelling in spellings if len(spelling) > SHORT_WORD], n=1, cutoff=0.8)
    return spellings[close[0]] if close else UNANSWERED


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(as_toml, texts))}]" if len(texts) != 1 else f"[{as_toml(texts[0])}]"
