"""The command `refresh`: the same as `ingest`, for a scheduler, which reads one JSON object per step."""

from pipelines.commands.command import Command
from pipelines.commands.ingest import add_arguments, run

COMMAND = Command("the same, unattended: one JSON object per step", add_arguments, run)
