"""With what a command ends: one list of exit codes, for people, schedulers and tests."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    OUR_FAULT = 1
    USAGE = 2  # the command line or the settings
    STOPPED = 3  # by the gate
    DIFFERS = 3  # audit: a printed number does not follow from the others
    NO_INPUT = 4  # nothing that can be read
    LOCKED = 75  # another run is at work; try again later
    INTERRUPTED = 130
