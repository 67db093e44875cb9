"""The study: what it asks of the registry, as data. Each subject is a section of its own; here they are one table of the settings."""

from pipelines.settings.study_arms import StudyArms
from pipelines.settings.study_criteria import StudyCriteria
from pipelines.settings.study_eligibility import StudyEligibility
from pipelines.settings.study_endpoints import StudyEndpoints
from pipelines.settings.study_regimens import StudyRegimens
from pipelines.settings.study_treatments import StudyTreatments
from pipelines.settings.study_variables import StudyVariables


class Study(StudyTreatments, StudyRegimens, StudyArms, StudyVariables, StudyCriteria, StudyEndpoints, StudyEligibility):
    """The table [study] of the settings."""
