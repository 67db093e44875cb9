"""What a patient was given: drugs by cycle and day, with doses by body size, and procedures."""

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.patients import body, body_surface
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


def administration_records(journey: Journey, toxicity: Toxicity) -> list[dict]:
    """Return the rows of table `drug_administrations`, in the order in which they were given."""
    rows = [administration(journey, day, "SORAFENIB", "ORAL", 800) for day in journey.sorafenib]
    weight = body(journey)[1]
    for number, day in enumerate(journey.ate_beva, start=1):
        bevacizumab = round(15 * weight / 10) * 10
        rows.append(administration(journey, day, "ATEZOLIZUMAB", "IV", 1200, cycle=number, day_no=1))
        rows.append(administration(journey, day, "BEVACIZUMAB", "IV", bevacizumab, cycle=number, day_no=1))
    surface = body_surface(journey)
    regimen = REGIMENS["FOLFOX" if journey.kind == "folfox" else "FP"]
    for number, start in enumerate(journey.cycles, start=1):
        ratio, reason = toxicity.reductions.get(number, (1.0, None))
        given = [(day_no, drug, per_m2) for drug, (per_m2, days) in regimen.items() for day_no in days]
        for day_no, drug, per_m2 in sorted(given):
            dose = rounded_dose(per_m2 * surface * ratio)
            rows.append(
                administration(
                    journey,
                    start + day_no - 1,
                    drug,
                    "HEPATIC_ARTERY",
                    dose,
                    cycle=number,
                    day_no=day_no,
                    surface=surface,
                    reason=reason,
                )
            )
    return rows


def administration(
    journey: Journey,
    day: int,
    drug: str,
    route: str,
    dose: float,
    *,
    cycle: int | None = None,
    day_no: int | None = None,
    surface: float | None = None,
    reason: str | None = None,
) -> dict:
    """Return one drug on one day, the dose in mg."""
    return {
        "patient_id": journey.number,
        "administration_date": journey.date(day),
        "drug": drug,
        "route": route,
        "cycle_no": cycle,
        "day_no": day_no,
        "dose": dose,
        "dose_unit": "mg",
        "bsa_m2": surface,
        "reduction_reason": reason,
    }


def rounded_dose(dose: float) -> int:
    """Return a dose in mg rounded to 10 mg, or to 5 mg where 10 mg would be off by more than 5 %."""
    coarse = round(dose / 10) * 10
    return coarse if abs(coarse / dose - 1) <= 0.05 else round(dose / 5) * 5


def procedure_records(journey: Journey) -> list[dict]:
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
