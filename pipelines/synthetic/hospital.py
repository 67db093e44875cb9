"""The synthetic hospital: writes invented patients' raw extracts, out of which the reconstructed cohort comes again."""

import csv
from pathlib import Path
from typing import Literal

from pipelines.synthetic.faults import plant_faults
from pipelines.synthetic.faulty_patients import faulty_journeys
from pipelines.synthetic.files import extracts_of
from pipelines.synthetic.reconstructed import patient_number
from pipelines.synthetic.records import Records, journeys_of
from pipelines.synthetic.write_extracts import Answer, write_extracts

__all__ = ["patient_number", "write_drop"]
MARKER = "Synthetic hospital: every patient in these files is invented; they say nothing about real patients.\n"


def write_drop(folder: Path | str, mode: Literal["clean", "dirty"] = "clean", patients: int = 100, seed: int = 20240731) -> None:
    """Write the drop into `folder`, made if need be; files of an earlier drop are overwritten.

    The first 100 patients are those of the reconstructed cohort (`patient_number(1)` is P001). Patient k is the same in
    a hospital of any size. A dirty drop has the same patients, faults among their rows, and the answers beside the
    folder, in `<folder>.answers.csv`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    journeys = journeys_of(patients, seed)
    faulty = faulty_journeys(seed) if mode == "dirty" else {}
    records = Records()
    for journey in sorted([*journeys, *faulty.values()], key=lambda journey: journey.number):
        records.add(journey)
    extracts = extracts_of(records)
    if mode == "dirty":
        plant_faults(extracts, faulty, [each for each in journeys if each.kind == "cohort"], seed)
    answers = write_extracts(folder, extracts)
    if mode == "dirty":
        write_answers(folder.with_name(f"{folder.name}.answers.csv"), answers)
    (folder / "SYNTHETIC.txt").write_text(MARKER, encoding="utf-8")


def write_answers(path: Path, answers: list[Answer]) -> None:
    """Write the answer key: where every fault stands, the rule that must find it, and whether it was planted or follows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "sheet", "row", "rule", "why"))
        writer.writerows(sorted(answers))
