"""What the treatment did to a patient: adverse events, the blood counts behind them and the doses they cost."""

from dataclasses import dataclass, field
from random import Random

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.record import Record

BLOOD_COUNTS = {
    "ANC": ("Neutrophil count decreased", "neutropenia grade 3", "호중구감소 3등급", (0.52, 0.97)),
    "PLT": ("Platelet count decreased", "thrombocytopenia grade 3", "혈소판감소 3등급", (27, 48)),
}
COMPLAINTS = ("Nausea", "Vomiting", "Fatigue", "Abdominal pain", "Fever", "Mucositis oral", "Anorexia", "Diarrhea")


@dataclass
class Toxicity:
    """A patient's adverse events, lowest counts, and the reduction of each cycle (number -> ratio, reason)."""

    events: list[Record] = field(default_factory=list)
    low_counts: list[tuple[int, str, float]] = field(default_factory=list)
    reductions: dict[int, tuple[float, str]] = field(default_factory=dict)


def plan_toxicity(journey: Journey) -> Toxicity:
    """Return the toxicity of one patient; an event of grade 3 lowers the dose of every later cycle."""
    random = journey.random("toxicity")
    toxicity = Toxicity()
    for number, day in enumerate(journey.cycles, start=1):
        if random.random() < 0.5:
            complaint(journey, toxicity, day + random.randint(1, 5), random)
        following = journey.cycles[number] if number < len(journey.cycles) else None
        if following and not toxicity.reductions and random.random() < 0.25:
            low_count(journey, toxicity, day, number, random)
    if journey.ate_beva and random.random() < 0.4:
        toxicity.events.append(adverse_event(journey, "Hypertension", 2, (journey.ate_beva[0] + 10, journey.ate_beva[0] + 30)))
    return toxicity


def complaint(journey: Journey, toxicity: Toxicity, day: int, random: Random) -> None:
    """Add one event of grade 1 or 2, open-ended if the patient was not seen again."""
    if day <= journey.last_contact:
        end = day + random.randint(2, 12)
        toxicity.events.append(adverse_event(journey, random.choice(COMPLAINTS), random.randint(1, 2), (day, end)))


def low_count(journey: Journey, toxicity: Toxicity, day: int, number: int, random: Random) -> None:
    """Add a blood count of grade 3 after cycle `number`, and the reduction of the cycles after it."""
    test = random.choice(sorted(BLOOD_COUNTS))
    term, english, korean, limits = BLOOD_COUNTS[test]
    low_day = day + random.randint(9, 14)
    toxicity.low_counts.append((low_day, test, random.uniform(*limits)))
    toxicity.events.append(adverse_event(journey, term, 3, (low_day, low_day + random.randint(4, 8)), "DOSE_REDUCED"))
    ratio = random.choice((0.75, 0.8))
    reason = random.choice((english, korean, f"{english}\nafter cycle {number}"))
    toxicity.reductions = {later: (ratio, reason) for later in range(number + 1, len(journey.cycles) + 1)}


def adverse_event(journey: Journey, term: str, grade: int, days: tuple[int, int], action: str = "NONE") -> Record:
    """Return one row of table `adverse_events`; an end after the last contact was not seen."""
    start, end = days
    return {
        "patient_id": journey.number,
        "term": term,
        "grade": grade,
        "start_date": journey.date(start),
        "end_date": journey.date(end) if end <= journey.last_contact else None,
        "action": action,
    }
