"""The settings of operations: what is kept of the drops, how much room a run must find, and what is told to other programs."""

from pydantic import Field

from pipelines.settings.section import Section


class Operations(Section):
    """What changes no result: extracts kept as sent, room on the disk, and files for programs that watch the runs."""

    keep_extracts: bool = False
    least_free_mb: int = Field(default=500, ge=0)
    metrics_file: str = ""  # of Prometheus' textfile collector
    lineage_file: str = ""  # events of OpenLineage, one on a line
