"""What a run can come to, with the word for it in status.json and the exit code."""

from enum import Enum

from pipelines.run.exit_code import ExitCode


class Ending(Enum):
    """What a run came to; a run that is under way has come to nothing yet, and counts as failed if it goes no further."""

    UNDER_WAY = "under way"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    HELD = "held"  # a release is made and kept, and another one shown, to which somebody has rolled back
    STOPPED = "stopped"
    OUR_FAULT = "our fault"
    UNUSABLE_SETTINGS = "unusable settings"
    NOTHING_TO_READ = "nothing to read"
    ANOTHER_RUN = "another run"
    INTERRUPTED = "interrupted"

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a command that ends so."""
        return EXIT_CODES[self]

    @property
    def state(self) -> str:
        """The word for it in status.json: published, unchanged, held, stopped or failed."""
        return self.value if self in (Ending.PUBLISHED, Ending.UNCHANGED, Ending.HELD, Ending.STOPPED) else "failed"


EXIT_CODES = {
    Ending.UNDER_WAY: ExitCode.OUR_FAULT,
    Ending.PUBLISHED: ExitCode.DONE,
    Ending.UNCHANGED: ExitCode.DONE,
    Ending.HELD: ExitCode.DONE,
    Ending.STOPPED: ExitCode.STOPPED,
    Ending.OUR_FAULT: ExitCode.OUR_FAULT,
    Ending.UNUSABLE_SETTINGS: ExitCode.USAGE,
    Ending.NOTHING_TO_READ: ExitCode.NO_INPUT,
    Ending.ANOTHER_RUN: ExitCode.LOCKED,
    Ending.INTERRUPTED: ExitCode.INTERRUPTED,
}
