"""The settings for which the examples of rules are drawn, as the steps of a run take them: validated, and with the book's thresholds."""

from pipelines.settings.rules_in_force import AS_WRITTEN
from pipelines.settings.sections import Settings
from pipelines.settings.study import Study
from pipelines.warehouse.variables import threshold_variables
from schemas.examples import settings as drawn

AS_OF = drawn.AS_OF
STAGING = Settings.model_validate(drawn.STAGING)
PAPER = getattr(drawn, "PAPER", {}) | threshold_variables(AS_WRITTEN)
COHORT = getattr(drawn, "COHORT", {}) | threshold_variables(AS_WRITTEN)
READERS = getattr(drawn, "READERS", {})
STUDY = Study.model_validate(getattr(drawn, "STUDY", {}))
