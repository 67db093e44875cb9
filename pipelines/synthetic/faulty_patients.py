"""Patients who exist only in a dirty drop: each carries one kind of fault, so that no fault touches the cohort."""

from dataclasses import replace
from datetime import date, timedelta

from pipelines.synthetic.journey import Journey, plan_journey
from pipelines.synthetic.reconstructed import FAULTY, unremarkable_truth

# The part each plays, whether the patient dies, and how the patient was treated
PARTS = {
    "living": (False, "tace_only"),  # carries most faulty rows
    "dead": (True, "tace_only"),  # carries rows later than the death
    "sex unknown": (False, "tace_only"),
    "two rows": (False, "tace_only"),
    "born on no day": (False, "tace_only"),
    "other cancer": (False, "tace_only"),
    "no sex": (False, "tace_only"),
    "alive with a death": (False, "tace_only"),
    "seen after death": (True, "tace_only"),
    "dead on no day": (True, "tace_only"),
    "cycle missing": (False, "sorafenib_first"),
    "no birth date": (False, "tace_only"),
    "no progression": (False, "ate_beva_without_progression"),
}


def faulty_journeys(seed: int) -> dict[str, Journey]:
    """Return the journeys of these patients by the part they play; all of them begin in 2022."""
    journeys = {}
    for place, (part, (is_dead, kind)) in enumerate(PARTS.items(), start=1):
        index = FAULTY + place
        truth = unremarkable_truth(index, seed, is_dead=is_dead)
        start = date(2022, 4, 4) + timedelta(9 * place)
        journeys[part] = plan_journey(index, seed, replace(truth, haic_start=start), kind)
    return journeys
