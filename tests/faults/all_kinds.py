"""All kinds of fault that a dirty drop holds, table by table; faults of a whole drop stand in drop_faults.py."""

from types import ModuleType

from pipelines.synthetic.fault import Kind
from tests.faults.kinds import (
    adverse_events,
    assessments,
    cells,
    doses,
    follow_up,
    imaging_reads,
    infusions,
    lab_results,
    lab_units,
    lesions,
    lines,
    patients,
    readers,
    responses,
)


def kinds_of(module: ModuleType) -> tuple[Kind, ...]:
    """Return the kinds of fault of a module, in its own order."""
    return (*(value for value in vars(module).values() if isinstance(value, Kind)), *getattr(module, "KINDS", ()))


MODULES = (
    patients,
    assessments,
    lab_units,
    lab_results,
    infusions,
    doses,
    imaging_reads,
    responses,
    lesions,
    readers,
    follow_up,
    adverse_events,
    lines,
    cells,
)
KINDS = tuple(kind for module in MODULES for kind in kinds_of(module))
