"""An invented hospital of 72 patients: writes the extracts of truth.csv for an index treatment, and takes them the whole path."""

import csv
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from tests.path_run import Outputs, run_path

HERE = Path(__file__).parent
FIRST_INDEX, AS_OF = dt.date(2022, 3, 7), dt.date(2025, 6, 30)
HEIGHT_CM, WEIGHT_KG, BSA_M2 = 170.0, 61.2, 1.70  # Mosteller: sqrt(170 * 61.2 / 3600) is 1.70
BEFORE = {"LENVATINIB": [("lenvatinib", "PO", 12.0)], "ATE_BEVA": [("atezolizumab", "IV", 1200.0), ("bevacizumab", "IV", 918.0)]}
COURSES = {  # by index treatment: (day, drug, route, dose)
    "FP": [(1, "5-FU", "HA", 850.0), (2, "5-FU", "HA", 850.0), (3, "5-FU", "HA", 850.0), (2, "cisplatin", "HA", 102.0)],
    "FOLFOX": [(1, "oxaliplatin", "HA", 144.5), (1, "leucovorin", "HA", 680.0), (1, "5-FU", "HA", 2380.0), (2, "5-FU", "HA", 2380.0)],
    "LENVATINIB": [(day, "lenvatinib", "PO", 12.0) for day in (1, 15, 29)],
}
SETTINGS = """\
[registry]
name = "Invented hospital"
as_of = 2025-06-30
patient_id_pattern = "[0-9]{8}"
tables_not_sent = {not_sent}

[identity]
key_file = "public"

[readers]
R1 = "reader"
R2 = "reader"
ADJ = "adjudicator"

[gate]
max_quarantined_pct = 100
min_rows_of_last_pct = 0

[report]
compare_with_paper = false

[sources.emr]

"""
TABLES = ("patients", "assessments", "labs", "drug_administrations", "procedures", "lesions", "imaging_reads", "follow_up")


@dataclass(frozen=True)
class Study:
    """A study of the hospital: its table [study], the treatment that every patient has as index treatment, and other settings."""

    name: str
    study: str  # empty: the settings are those of a file
    index: str = "HAIC"  # or LENVATINIB, or SURGERY
    has_therapy_before: bool = True
    settings: str = ""  # the whole text of the file


def truth() -> list[dict[str, str]]:
    """Return the invented patients."""
    with (HERE / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_of(folder: Path, study: Study) -> dict[tuple[str, str, str], float | None]:
    """Take the drop of a study the whole path and return every number that it printed, by analysis, name and group."""
    outputs = take(folder, study)
    assert outputs.exit_code == 0, outputs.status
    text = (outputs.data / "registry" / "current" / "results" / "statistics.json").read_text(encoding="utf-8")
    return {(one["analysis"], one["name"], one["group"]): one["value"] for one in json.loads(text)["numbers"]}


def take(folder: Path, study: Study) -> Outputs:
    """Write the drop and the settings of a study into a new folder, and ingest them."""
    drop = folder / "drop"
    drop.mkdir(parents=True)
    tables = {table: rows for table, rows in tables_of(study).items() if rows}
    for table, rows in tables.items():
        with (drop / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
    blocks = "".join(f'[sources.emr.tables.{table}]\nfiles = ["{table}.csv"]\n' for table in tables)
    not_sent = json.dumps(sorted({*TABLES, "adverse_events"} - tables.keys()))
    config = folder / "registry.toml"
    config.write_text(study.settings or SETTINGS.replace("{not_sent}", not_sent) + blocks + study.study, encoding="utf-8")
    return run_path(folder / "data", drop=drop, config=config)


def tables_of(study: Study) -> dict[str, list[dict[str, object]]]:
    """Return the extracts of all patients."""
    tables: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
    for place, patient in enumerate(truth()):
        for table, rows in _patient(study, patient, FIRST_INDEX + dt.timedelta(days=7 * (place % 60))).items():
            tables[table] += [{"patient_id": patient["patient"], **row} for row in rows]
    return tables


def _patient(study: Study, one: dict[str, str], index: dt.date) -> dict[str, list[dict[str, object]]]:
    def day(offset: int | str) -> str:
        return (index + dt.timedelta(days=int(offset))).isoformat()

    birthday = index.replace(year=index.year - int(one["age"]), day=1)
    is_dead = one["dead"] == "yes"
    labs = {"AST": (one["ast"], "U/L"), "TBIL": (one["bilirubin"], "mg/dL"), "ALB": (one["albumin"], "g/dL"), "AFP": (one["afp"], "ng/mL")}
    before = BEFORE.get(one["prior"], []) if study.has_therapy_before else []
    course = COURSES.get(one["regimen"] if study.index == "HAIC" else study.index, [])
    operation = [{"procedure_date": day(0), "procedure": "hepatectomy"}] if study.index == "SURGERY" else []
    return {
        "patients": [{"birth_date": birthday, "sex": one["sex"], "dx_code": "C22.0", "hcc_dx_date": day(-200)}],
        "assessments": [
            {
                "assessment_date": day(-2),
                "ecog": one["ecog"],
                "ascites": "none",
                "child_pugh_class": one["child_pugh"],
                "bclc": one["bclc"],
                "etiology": one["etiology"],
                "largest_tumour_cm": int(one["total_0"]) / 10,
                "tumour_count": 1,
                "portal_vein_invasion": one["pvi"],
                "metastasis": one["mets"],
                "height_cm": HEIGHT_CM,
                "weight_kg": WEIGHT_KG,
            }
        ],
        "labs": [{"test": test, "value": value, "unit": unit, "collected_at": day(-3)} for test, (value, unit) in labs.items()],
        "drug_administrations": [
            {"administration_date": day(at), "drug": drug, "route": route, "dose": dose, "dose_unit": "mg"}
            for at in (-120, -60)
            for drug, route, dose in before
        ]
        + [
            {"administration_date": day(at - 1), "drug": drug, "route": route, "cycle_no": 1, "day_no": at, "dose": dose}
            | {"dose_unit": "mg", "bsa_m2": BSA_M2}
            for at, drug, route, dose in course
        ],
        "procedures": [{"procedure_date": day(-210), "procedure": "PORT"}, *operation],
        **_exams(study, one, day),
        "follow_up": [
            {
                "last_contact_date": day(one["last_day"]),
                "vital_status": "DEAD" if is_dead else "ALIVE",
                "death_date": day(one["last_day"]) if is_dead else "",
            }
        ],
    }


def _exams(study: Study, one: dict[str, str], day) -> dict[str, list[dict[str, object]]]:
    """Return the reads and lesions of two readers who agree: baseline, day 40, and the exam that shows progression by a new lesion."""
    exams = [("E0", -5, one["viable_0"], one["total_0"], False), ("E1", 40, one["viable_1"], one["total_1"], False)]
    exams += [("E2", one["progression_day"], one["viable_1"], one["total_1"], True)] if one["progression_day"] else []
    reads, lesions = [], []
    for timepoint, (exam, at, viable, total, is_new) in enumerate(exams):
        response = "" if timepoint == 0 else "PD" if is_new else response_of(one)
        target = "" if timepoint == 0 else response_of(one)
        for reader in ("R1", "R2"):
            where = {"exam_id": exam, "exam_date": day(at), "reader_id": reader}
            reads.append(
                where
                | {"modality": "CT", "course": study.index, "timepoint": timepoint, "target_response": target}
                | {"non_target_response": "NA" if timepoint else "", "new_lesion": ("Y" if is_new else "N") if timepoint else ""}
                | {"overall_response": response, "sum_viable_mm": viable, "sum_total_mm": total}
            )
            lesions.append(
                where
                | {"lesion_id": "T1", "role": "TARGET", "organ": "LIVER", "viable_mm": viable, "total_mm": total}
                | {"arterial_enhancement": "Y" if int(viable) else "N"}
            )
            if is_new:
                new = {"lesion_id": "N1", "role": "NEW", "organ": "LIVER", "viable_mm": 20, "total_mm": 20, "arterial_enhancement": "Y"}
                lesions.append(where | new)
    return {"imaging_reads": reads, "lesions": lesions}


def response_of(one: dict[str, str]) -> str:
    """Return the target response by the change of the viable diameter from baseline, which the truth never lets grow by a fifth."""
    change = int(one["viable_1"]) / int(one["viable_0"]) - 1
    return "CR" if change == -1 else "PR" if change <= -0.3 else "SD"
