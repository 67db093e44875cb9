"""A row of one of the hospital's tables, before it is written in the words of a file: the value of each column by its name."""

from typing import Any

Record = dict[str, Any]
