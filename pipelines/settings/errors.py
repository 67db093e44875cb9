"""What ends a command with a sentence, because of the settings or a folder that was named, and never with a traceback."""


class UnusableSettings(Exception):
    """The settings cannot be used; the text says which key of which file, and what to do."""


class NothingToShow(UnusableSettings):
    """There is no release here, or not what its run has kept, of which something could be shown."""
