"""Faults of files: lines that cannot be decoded, and lines with too many or too few cells."""

from pipelines.synthetic.extract import PlantedLine
from pipelines.synthetic.layout import PATIENTS, lines_of
from pipelines.synthetic.patients import patient_record
from pipelines.synthetic.planting import Planter
from pipelines.synthetic.reconstructed import FAULTY, patient_number

NEVER_SEEN = FAULTY + 800_000  # a patient of whom nothing else is sent


def plant_in_files(planter: Planter) -> None:
    """Plant one undecodable line in CP949 and one in UTF-8, and ragged lines in four files."""
    living = planter.journeys["living"]
    patients = planter.table("patients")
    record = {**patient_record(living), "patient_id": patient_number(NEVER_SEEN)}
    (line,) = lines_of(PATIENTS, [record])
    planted = planter.insert(patients, line, "CV-005", {"dx_code": "C22.0?"})
    planted.raw = ",".join(planted).encode("cp949").replace(b"?", b"\xff")
    labs = [each for each in planter.extracts if each.table == "labs" and each.encoding == "utf-8-sig"]
    largest = max(labs, key=lambda each: len(each.lines))
    good = next(line for line in largest.lines if len(line) > 3 and line[0].isdigit() and line[3])
    planted = planter.insert(largest, list(good), "CV-005", {"specimen_id": "X?"})
    planted.raw = ",".join(planted).encode().replace(b"X?", b"X\xc3\x28")
    drugs = planter.table("drug_administrations")
    good = next(line for line in drugs.lines if line[0].isdigit())
    ragged(planter, drugs, [*good[:9], "감량", "보류"])
    procedures = planter.table("procedures")
    good = next(line for line in procedures.lines if line[0].isdigit())
    ragged(planter, procedures, [*good, "추가"])
    contacts = planter.table("follow_up")
    ragged(planter, contacts, [living.number, "2022년 6월 5일", "생존"])
    events = planter.table("adverse_events")
    ragged(planter, events, [None] * len(events.header)).raw = b'{"patient_id": "00000000", "term": "Nausea", '


def ragged(planter: Planter, extract, cells: list) -> PlantedLine:
    """Insert a line that does not have the cells of the header."""
    return planter.insert(extract, cells, "CV-028", {})
