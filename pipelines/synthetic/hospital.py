"""The synthetic hospital: writes invented patients' raw extracts, out of which the reconstructed cohort comes again."""

import csv
from pathlib import Path
from typing import Literal

from pipelines.synthetic.faulty_patients import known_kinds, planted_cases
from pipelines.synthetic.files import extracts_of
from pipelines.synthetic.nights import day_of, known_by
from pipelines.synthetic.reconstructed import patient_number
from pipelines.synthetic.records import Records, journeys_of, records_of
from pipelines.synthetic.write_extracts import Answer, write_extracts

__all__ = ["patient_number", "write_drop"]
MARKER = "Synthetic hospital: every patient in these files is invented; they say nothing about real patients.\n"


def write_drop(
    folder: Path | str,
    mode: Literal["clean", "dirty", "twin"] = "clean",
    patients: int = 100,
    seed: int = 20240731,
    night: int | None = None,
) -> None:
    """Write the drop into `folder`, made if need be; files of an earlier drop are overwritten.

    The first 100 patients are those of the reconstructed cohort (`patient_number(1)` is P001). Patient k is the same in
    a hospital of any size. A dirty drop has more patients, each with a fault of another kind, and the answers beside
    the folder, in `<folder>.answers.csv`; its twin has the same patients without their faults. A clean drop may be that of a `night`
    (from 1), which has what the hospital knew by then. The marker names the hospital: drops with the same are of one.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    by_number = {journey.number: records_of(journey) for journey in journeys_of(patients, seed)}
    for case in planted_cases(seed, known_kinds()) if mode != "clean" else ():
        by_number[case.journey.number] = case.records() if mode == "dirty" else records_of(case.journey)
    records = Records()
    for number in sorted(by_number):
        records.add(by_number[number] if night is None else known_by(by_number[number], day_of(night)))
    answers = write_extracts(folder, extracts_of(records))
    if mode == "dirty":
        write_answers(folder.with_name(f"{folder.name}.answers.csv"), answers)
    (folder / "SYNTHETIC.txt").write_text(f"{MARKER}This hospital: {mode}, {patients} patients, seed {seed}.\n", encoding="utf-8")


def write_answers(path: Path, answers: list[Answer]) -> None:
    """Write the answer key: where every fault stands, the rule that must find it, its kind and its patient's numbers.

    Of the rows that a kind has at one place, the rule must find one.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "sheet", "row", "rule", "kind", "place", "patients"))
        writer.writerows(sorted(answers))
