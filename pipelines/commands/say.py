"""Says why a command ends as it does, where it does not disturb what the command prints."""

import sys

from pipelines.run.exit_code import ExitCode
from pipelines.settings.visible import visible


def say(message: object, code: ExitCode) -> ExitCode:
    """Print a sentence on stderr and return the exit code that goes with it."""
    print(visible(str(message)), file=sys.stderr)
    return code
