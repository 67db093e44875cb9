"""What a patient was given: drugs by cycle and day, with doses by body size, and procedures."""

from dataclasses import dataclass

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.patients import body, body_surface
from pipelines.synthetic.record import Record
from pipelines.synthetic.toxicity import Toxicity

REGIMENS = {  # drug -> mg/m2, days of the cycle
    "FP": {"FLUOROURACIL": (500, (1, 2, 3)), "CISPLATIN": (60, (2,))},
    "FOLFOX": {"FLUOROURACIL": (500, (1, 2, 3)), "OXALIPLATIN": (85, (1,)), "LEUCOVORIN": (200, (1,))},
}
DETAILS = {
    "TACE": ("right hepatic artery, lipiodol and doxorubicin", "좌간동맥, 리피오돌", "DEB-TACE, segment 6"),
    "SURGERY": ("right hepatectomy", "S6 분절절제술"),
    "RADIOTHERAPY": ("SBRT 45 Gy in 5 fractions", "PTV 50 Gy, 10 fractions"),
    "PORT": ("우측 대퇴동맥 경유", "right femoral approach"),
}


@dataclass(frozen=True)
class Dose:
    """A drug, how it was given, and how much."""

    drug: str
    route: str
    mg: float


@dataclass(frozen=True)
class CycleDay:
    """A day of a cycle; the body surface by which it was dosed, and why it was less than planned."""

    cycle: int | None = None
    day_no: int | None = None
    surface: float | None = None
    reason: str | None = None


def administration_records(journey: Journey, toxicity: Toxicity) -> list[Record]:
    """Return the rows of table `drug_administrations`, in the order in which they were given."""
    rows = [administration(journey, day, Dose("SORAFENIB", "ORAL", 800), CycleDay()) for day in journey.sorafenib]
    weight = body(journey)[1]
    for number, day in enumerate(journey.ate_beva, start=1):
        bevacizumab = round(15 * weight / 10) * 10
        rows.append(administration(journey, day, Dose("ATEZOLIZUMAB", "IV", 1200), CycleDay(number, 1)))
        rows.append(administration(journey, day, Dose("BEVACIZUMAB", "IV", bevacizumab), CycleDay(number, 1)))
    surface = body_surface(journey)
    regimen = REGIMENS["FOLFOX" if journey.kind == "folfox" else "FP"]
    for number, start in enumerate(journey.cycles, start=1):
        ratio, reason = toxicity.reductions.get(number, (1.0, None))
        given = [(day_no, drug, per_m2) for drug, (per_m2, days) in regimen.items() for day_no in days]
        for day_no, drug, per_m2 in sorted(given):
            dose = Dose(drug, "HEPATIC_ARTERY", rounded_dose(per_m2 * surface * ratio))
            rows.append(administration(journey, start + day_no - 1, dose, CycleDay(number, day_no, surface, reason)))
    return rows


def administration(journey: Journey, day: int, dose: Dose, in_cycle: CycleDay) -> Record:
    """Return one drug on one day, the dose in mg."""
    return {
        "patient_id": journey.number,
        "administration_date": journey.date(day),
        "drug": dose.drug,
        "route": dose.route,
        "cycle_no": in_cycle.cycle,
        "day_no": in_cycle.day_no,
        "dose": dose.mg,
        "dose_unit": "mg",
        "bsa_m2": in_cycle.surface,
        "reduction_reason": in_cycle.reason,
    }


def rounded_dose(dose: float) -> int:
    """Return a dose in mg rounded to 10 mg, or to 5 mg where 10 mg would be off by more than 5 %."""
    coarse = round(dose / 10) * 10
    return coarse if abs(coarse / dose - 1) <= 0.05 else round(dose / 5) * 5


def procedure_records(journey: Journey) -> list[Record]:
    """Return the rows of table `procedures`."""
    random = journey.random("procedures")
    return [
        {
            "patient_id": journey.number,
            "procedure_date": journey.date(day),
            "procedure": procedure,
            "detail": random.choice(DETAILS[procedure]),
        }
        for day, procedure in sorted(journey.procedures)
    ]
