"""Everything the hospital has on record: the rows of all nine tables, patient by patient."""

from dataclasses import dataclass, field, fields, replace
from datetime import timedelta

from pipelines.synthetic.assessments import assessment_records
from pipelines.synthetic.follow_up import follow_up_records
from pipelines.synthetic.imaging import imaging_records
from pipelines.synthetic.journey import Journey, plan_journey
from pipelines.synthetic.laboratory import Result, laboratory_results
from pipelines.synthetic.patients import patient_record
from pipelines.synthetic.reconstructed import SCREENED_OUT, STILL_SEEN, Truth, patient_number, truth_of, unremarkable_truth
from pipelines.synthetic.record import Record
from pipelines.synthetic.toxicity import plan_toxicity
from pipelines.synthetic.treatment import administration_records, procedure_records

SCREENED_OUT_KINDS = (
    "tace_only",
    "ate_beva_only",
    "sorafenib_first",
    "folfox",
    "ate_beva_only",
    "tace_only",
    "folfox",
    "sorafenib_first",
    "folfox",
    "ate_beva_only",
    "tace_only",
    "sorafenib_first",
)


@dataclass
class Records:
    """The rows of the nine tables."""

    patients: list[Record] = field(default_factory=list)
    assessments: list[Record] = field(default_factory=list)
    labs: list[Result] = field(default_factory=list)
    drug_administrations: list[Record] = field(default_factory=list)
    procedures: list[Record] = field(default_factory=list)
    lesions: list[Record] = field(default_factory=list)
    imaging_reads: list[Record] = field(default_factory=list)
    follow_up: list[Record] = field(default_factory=list)
    adverse_events: list[Record] = field(default_factory=list)

    def add(self, other: "Records") -> None:
        """Add the rows of another record."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))


def records_of(journey: Journey) -> Records:
    """Return the record of one patient."""
    toxicity = plan_toxicity(journey)
    reads, lesions = imaging_records(journey)
    return Records(
        patients=[patient_record(journey)],
        assessments=assessment_records(journey),
        labs=laboratory_results(journey, toxicity),
        drug_administrations=administration_records(journey, toxicity),
        procedures=procedure_records(journey),
        lesions=lesions,
        imaging_reads=reads,
        follow_up=follow_up_records(journey),
        adverse_events=toxicity.events,
    )


def screened_out(patients: int) -> list[tuple[int, str]]:
    """Return index and kind of the patients who do not qualify: twelve, or twelve in a hundred of a larger hospital."""
    count = max(len(SCREENED_OUT_KINDS), patients * len(SCREENED_OUT_KINDS) // 100)
    return [(SCREENED_OUT + place, SCREENED_OUT_KINDS[place % len(SCREENED_OUT_KINDS)]) for place in range(1, count + 1)]


def truth_of_screened_out(index: int, kind: str, seed: int) -> Truth:
    """Return what is true of a patient who does not qualify; who lives after chemoembolisation alone is still seen."""
    truth = unremarkable_truth(index, seed, is_dead=index % 2 == 0)
    return replace(truth, haic_start=STILL_SEEN - timedelta(truth.os_days)) if kind == "tace_only" and not truth.is_dead else truth


def journeys_of(patients: int, seed: int) -> list[Journey]:
    """Return the journeys of `patients` who qualify and of those who do not, in the order of their numbers."""
    journeys = [plan_journey(index, seed, truth_of(index, seed)) for index in range(1, patients + 1)]
    journeys += [plan_journey(index, seed, truth_of_screened_out(index, kind, seed), kind) for index, kind in screened_out(patients)]
    return sorted(journeys, key=lambda journey: patient_number(journey.index))
