"""The error of a person who edits the settings or names folders: it ends a command with a sentence and never with a traceback."""


class UnusableSettings(Exception):
    """The settings cannot be used; the text says which key of which file, and what to do."""
