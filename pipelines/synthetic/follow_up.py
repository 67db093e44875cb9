"""How it ended: last contact, vital status, death; now and then with an earlier contact."""

from pipelines.synthetic.journey import Journey
from pipelines.synthetic.reconstructed import FAULTY
from pipelines.synthetic.record import Record

CAUSES = ("HCC progression", "간부전", "Hepatic failure", "Sepsis", "Variceal bleeding", "간암 진행")


def follow_up_records(journey: Journey) -> list[Record]:
    """Return the rows of table `follow_up`; the last one carries the end of the follow-up."""
    random = journey.random("follow_up")
    rows = []
    if journey.index < FAULTY and journey.last_contact > 120 and random.random() < 0.3:
        rows.append(contact(journey, journey.last_contact - random.randint(40, 80), None, None))
    rows.append(contact(journey, journey.last_contact, journey.death, random.choice(CAUSES)))
    return rows


def contact(journey: Journey, day: int, death: int | None, cause: str | None) -> Record:
    """Return one contact."""
    is_dead = death is not None
    return {
        "patient_id": journey.number,
        "last_contact_date": journey.date(day),
        "vital_status": "DEAD" if is_dead else "ALIVE",
        "death_date": journey.date(death) if is_dead else None,
        "death_cause": cause if is_dead else None,
    }
