"""Finds the columns of a table under the headers of an extract, or says which one is not there."""

from collections.abc import Collection

from pipelines.drop.faults import refuse_all
from pipelines.drop.sheet import Sheet, UnreadableDrop, fold_header
from pipelines.settings.sections import Source, Table
from pipelines.warehouse.table_files import header_words, table_columns

# Columns that name a person: dropped as the file is loaded, under any of these headers, and those that the settings add.
IDENTIFIERS = (
    "환자명", "성명", "이름", "환자이름", "주민번호", "주민등록번호", "전화번호", "휴대폰", "휴대전화", "연락처", "주소", "이메일",
    "name", "patient name", "full name", "first name", "last name", "phone", "phone number", "telephone", "mobile", "address",
    "email", "e-mail", "ssn", "rrn", "resident registration number", "national id",
)  # fmt: skip

WHY_ONE_CELL = {False: "is its delimiter a comma, a semicolon, a tab or |?", True: "is the table in a hidden sheet, which is not opened?"}


def identifier_headers(source: Source) -> set[str]:
    """Return the folded headers of the columns that are dropped because they name a person."""
    return {fold_header(header) for header in (*IDENTIFIERS, *source.identifiers)}


def known_headers(table: str, files: Table) -> dict[str, str]:
    """Return every folded header that means a column of the table, the registry's and the settings', with the column's name."""
    return header_words(table) | {fold_header(header): column for header, column in files.headers.items()}


def words_of_header(table: str, files: Table, source: Source) -> frozenset[str]:
    """Return every folded header that is known, whatever is read below it: by these the row of the header is found under a title."""
    others = (*files.wide, *files.parts, *files.deletes, *files.leave_out, *files.only)
    return frozenset(known_headers(table, files)) | {fold_header(header) for header in others} | identifier_headers(source)


def match_header(sheet: Sheet, table: str, files: Table, source: Source, not_asked: Collection[str] = frozenset()) -> dict[str, int]:
    """Return the position of each column of the table in the sheet; raise UnreadableDrop (CV-002) for lost and doubled ones.

    Headers of identifiers, headers that the settings map to "", and headers that nobody knows are passed over: their columns stay
    outside. A column is not lost that is required for a criterion of eligibility which the study does not ask (`not_asked`).
    """
    columns: dict[str, int] = {}
    faults: list[UnreadableDrop] = []
    known = known_headers(table, files)
    identifiers = identifier_headers(source)
    for position, header in enumerate(sheet.header):
        folded = fold_header(header)
        name = known.get(folded)
        if not name or folded in identifiers:
            continue
        if name in columns:
            faults.append(
                UnreadableDrop(
                    sheet.shown or sheet.file,
                    f"columns {columns[name] + 1} and {position + 1} are both {name}",
                    'take one out, or give its header the column "" in headers of registry.toml to leave it outside',
                    rule="CV-002",
                )
            )
        columns[name] = position
    needed = [column for column in table_columns(table) if column.required and not (column.criterion and column.criterion in not_asked)]
    lost = [column for column in needed if column.name not in columns]
    if lost:
        names = "; ".join(f"{column.name} ({', '.join(column.headers[:2])})" if column.headers else column.name for column in lost)
        alone = f", which is one cell ({WHY_ONE_CELL[sheet.encoding == 'workbook']})," if len(sheet.header) == 1 else ""
        faults.append(
            UnreadableDrop(
                (sheet.shown or sheet.file) + (f", sheet {sheet.name}" if sheet.name and sheet.name == files.sheet else ""),
                f"{table} needs {'a column' if len(lost) == 1 else 'columns'} that the header{alone} does not have: {names}",
                f"send the extract with it, or say in sources.….tables.{table} of registry.toml under which header it comes: "
                f'headers."…" = "{lost[0].name}"'
                + ("; a wrong encoding also looks so" if sheet.encoding not in ("utf-8", "workbook", "parquet", "") else ""),
                rule="CV-002",
            )
        )
    refuse_all(faults)
    return columns
