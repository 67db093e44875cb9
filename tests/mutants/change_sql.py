"""Changes SQL one word at a time: comparisons, limits and boolean words; comments and texts in quotes stay as they are."""

import re
from collections.abc import Iterator

from tests.mutants.change_numbers import neighbours

Change = tuple[tuple[int, int], str]  # the places between which the text changes, and what stands there then
TOKEN = re.compile(
    r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|\{\w*\}|\d+\.\d+|\d+|[A-Za-z_]\w*|<=|>=|<>|!=|==|=>|:=|::|->|\S",
)
COMPARISONS = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "=": ["<>"], "<>": ["="], "!=": ["="]}
WORDS = {"and": "or", "or": "and", "true": "false", "false": "true", "bool_and": "bool_or", "bool_or": "bool_and"}


def changes(sql: str) -> Iterator[Change]:
    """Yield every change of a text in SQL."""
    tokens = [match for match in TOKEN.finditer(sql) if not match.group().startswith("--")]
    words = ["", *(match.group().lower() for match in tokens), ""]
    open_betweens = 0
    for place, match in enumerate(tokens, start=1):
        before, word, after = words[place - 1 : place + 2]
        if word == "and" and open_betweens:  # the second half of "between … and …"
            open_betweens -= 1
        elif word in COMPARISONS:
            yield from ((match.span(), other) for other in COMPARISONS[word])
        elif word in WORDS:
            yield match.span(), WORDS[word]
        elif word == "not":
            yield (match.start(), re.compile(r"\s*").match(sql, match.end()).end()), ""
        elif word == "is" and after == "null":
            yield match.span(), "is not"
        elif word in ("in", "like", "between", "exists") and before != "not":
            yield match.span(), f"not {word}"
        elif re.fullmatch(r"\d+(\.\d+)?", word) and not _is_no_limit(words, place):
            yield from ((match.span(), other) for other in neighbours(word))
        open_betweens += word == "between"


def _is_no_limit(words: list[str], place: int) -> bool:
    """Return whether a number is the number of digits of round(), which guards last bits, or what a subquery of exists() selects."""
    if words[place - 1] == "select":
        return True
    depth = 0
    for at in range(place - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(words[at], 0)
        if depth < 0:
            return words[at - 1] == "round" and words[place - 1] == "," and words[place + 1] == ")"
    return False
