"""Which files the hospital sends, and the blank lines, repeated headers and totals that its systems leave in them."""

from pipelines.synthetic.extract import Extract, Raw
from pipelines.synthetic.laboratory_files import laboratory_extracts
from pipelines.synthetic.layout import (
    ADVERSE_EVENTS,
    ASSESSMENTS,
    DRUG_ADMINISTRATIONS,
    FOLLOW_UP,
    IMAGING_READS,
    LESIONS,
    LESIONS_OF_A_YEAR,
    PATIENTS,
    PROCEDURES,
    Column,
    empty_extract,
    lines_of,
)
from pipelines.synthetic.record import Record
from pipelines.synthetic.records import Records

PARQUET_YEAR = 2024  # the radiology system sends the lesions of this year's exams as Parquet


def extracts_of(records: Records) -> list[Extract]:
    """Return all extracts of the hospital, in the order in which they are written."""
    late = [row for row in records.lesions if is_late(row)]
    early = [row for row in records.lesions if not is_late(row)]
    extracts = [
        filled(PATIENTS, records.patients, "patients.csv", "patients", encoding="cp949"),
        sheet(ASSESSMENTS, records.assessments, "assessments.xlsx", "assessments", "외래평가"),
        *laboratory_extracts(records.labs),
        filled(
            DRUG_ADMINISTRATIONS,
            records.drug_administrations,
            "drug_administrations.csv",
            "drug_administrations",
            delimiter=";",
        ),
        filled(PROCEDURES, records.procedures, "procedures.tsv", "procedures", delimiter="\t"),
        sheet(IMAGING_READS, records.imaging_reads, "imaging.xlsx", "imaging_reads", "판독"),
        sheet(LESIONS, early, "imaging.xlsx", "lesions", "병변"),
        filled(FOLLOW_UP, records.follow_up, "follow_up.zip", "follow_up", member="follow_up.csv"),
    ]
    events = empty_extract("adverse_events.ndjson", "adverse_events", "ndjson", ADVERSE_EVENTS)
    events.lines = lines_of(ADVERSE_EVENTS, records.adverse_events)
    extracts.append(events)
    if late:
        parquet = empty_extract(f"lesions_{PARQUET_YEAR}.parquet", "lesions", "parquet", LESIONS_OF_A_YEAR)
        parquet.lines = lines_of(LESIONS_OF_A_YEAR, late)
        extracts.append(parquet)
    for extract in extracts:
        add_furniture(extract)
    return extracts


def is_late(row: dict) -> bool:
    """Say whether a lesion stands in the Parquet file, which holds no text in the place of a number or a date."""
    return not any(isinstance(cell, Raw) for cell in row.values()) and row["exam_date"].year >= PARQUET_YEAR


def filled(layout: list[Column], records: list[Record], file: str, table: str, **more: str) -> Extract:
    """Return a text extract with its records."""
    extract = empty_extract(file, table, "delimited", layout, **more)
    extract.lines = lines_of(layout, records)
    return extract


def sheet(layout: list[Column], records: list[Record], file: str, table: str, name: str) -> Extract:
    """Return one sheet of a workbook with its records."""
    extract = empty_extract(file, table, "sheet", layout, sheet=name)
    extract.lines = lines_of(layout, records)
    return extract


def add_furniture(extract: Extract) -> None:
    """Add what is no record: a blank line, the header again at a page break, totals at the end."""
    width = len(extract.header)
    lines, middle = extract.lines, len(extract.lines) // 2
    if extract.file == "labs_2023.csv.gz":
        lines.insert(middle, list(extract.header))
    if extract.file in ("labs_2024.csv.gz", "assessments.xlsx", "drug_administrations.csv"):
        lines.insert(middle, [""] * width)
    if extract.table == "patients":
        lines.append(["합계", f"{len(lines)}명", *[""] * (width - 2)])
    if extract.table == "procedures":
        lines.insert(middle, ["소계", "", "", f"{middle}건"])
        lines.append(["합계", "", "", f"{len(lines) - 1}건"])
