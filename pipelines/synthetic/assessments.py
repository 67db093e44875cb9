"""What is written at each clinic visit: performance status, liver function, stage, tumour burden, body size."""

from dataclasses import dataclass
from random import Random

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.liver import ASCITES, ENCEPHALOPATHY, LiverFunction, baseline_function, later_function
from pipelines.synthetic.patients import body
from pipelines.synthetic.record import Record


def function_by_day(journey: Journey) -> dict[int, LiverFunction]:
    """Return the liver function of every day on which a visit takes place."""
    random = journey.random("visits")
    baseline = baseline_function(journey)
    functions = {journey.visits[0]: baseline}
    functions.update({day: later_function(baseline, random) for day in journey.visits[1:]})
    if journey.early_visit is not None:
        functions[journey.early_visit] = LiverFunction(1, random.randint(1, 2), 1, 1, 1)
    return functions


@dataclass(frozen=True)
class Burden:
    """How many tumours a patient has, and how far they have grown into the portal vein."""

    count: int | str
    portal_vein: str


def assessment_records(journey: Journey) -> list[Record]:
    """Return the rows of table `assessments`; the first visit of the main course carries exactly the truth."""
    random = journey.random("assessments")
    count = tumour_count(journey, random)
    vein = f"Vp{random.randint(1, 4)}" if journey.truth.pvi else "N"
    burden = Burden(count, vein)
    return [visit_record(journey, day, function, burden, random) for day, function in sorted(function_by_day(journey).items())]


def visit_record(journey: Journey, day: int, function: LiverFunction, burden: Burden, random: Random) -> Record:
    """Return one visit; size and weight drift, stage and spread stay, so that no visit contradicts its own stage."""
    truth = journey.truth
    height, weight = body(journey)
    is_baseline = day == journey.visits[0]
    size = truth.size_cm if is_baseline else round(max(1.0, min(24.0, truth.size_cm * random.uniform(0.8, 1.1))), 1)
    if not is_baseline:
        weight = round(weight * random.uniform(0.98, 1.02), 1)
    return {
        "patient_id": journey.number,
        "assessment_date": journey.date(day),
        "ecog": truth.ecog,
        "ascites": ASCITES[function.ascites_points],
        "encephalopathy": ENCEPHALOPATHY[function.encephalopathy_points],
        "child_pugh_score": function.score,
        "child_pugh_class": function.child_pugh_class,
        "bclc": stage(journey, is_baseline),
        "etiology": truth.etiology,
        "largest_tumour_cm": size,
        "tumour_count": burden.count,
        "portal_vein_invasion": burden.portal_vein,
        "metastasis": "Y" if truth.mets else "N",
        "height_cm": height,
        "weight_kg": weight,
    }


def stage(journey: Journey, is_baseline: bool) -> str:
    """Return the BCLC stage: 0 or A by size for the cohort's `0/A`, and no contradiction before the baseline visit."""
    truth = journey.truth
    if truth.bclc == "0/A":
        return "0" if truth.tumor_number == "single" and truth.size_cm <= 2 else "A"
    if not is_baseline and truth.bclc == "D":
        return "C"
    return truth.bclc


def tumour_count(journey: Journey, random: Random) -> int | str:
    """Return the number of tumours, now and then in words."""
    if journey.truth.tumor_number == "single":
        return 1
    if journey.truth.bclc == "0/A":
        return random.randint(2, 3)
    return "multiple" if random.random() < 0.06 else random.randint(2, 9)
