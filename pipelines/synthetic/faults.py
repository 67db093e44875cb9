"""Makes a drop dirty: plants every kind of fault once or more, and marks the rows that go with a row that is set aside."""

from pipelines.synthetic.extract import Extract
from pipelines.synthetic.faults_in_files import plant_in_files
from pipelines.synthetic.faults_in_imaging import plant_in_lesions, plant_in_reads
from pipelines.synthetic.faults_in_people import (
    follow_the_rejected,
    plant_in_follow_up,
    plant_in_patients,
    plant_orphans,
)
from pipelines.synthetic.faults_in_treatment import plant_in_drugs, plant_in_procedures_and_events
from pipelines.synthetic.faults_in_values import plant_in_labs, plant_in_visits
from pipelines.synthetic.journey import Journey
from pipelines.synthetic.planting import Planter


def plant_faults(extracts: list[Extract], faulty: dict[str, Journey], cohort: list[Journey], seed: int) -> None:
    """Plant all faults in the extracts; `faulty` are the patients who carry them, by the part they play."""
    planter = Planter(extracts, faulty, cohort, seed)
    rejected = plant_in_patients(planter)
    plant_in_follow_up(planter)
    plant_orphans(planter)
    plant_in_labs(planter)
    plant_in_visits(planter)
    plant_in_drugs(planter)
    plant_in_procedures_and_events(planter)
    plant_in_reads(planter)
    plant_in_lesions(planter)
    plant_in_files(planter)
    follow_the_rejected(planter, rejected)
