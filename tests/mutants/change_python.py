"""Changes Python one word at a time: comparisons, limits and boolean words; and what is changed in SQL, in its texts that are SQL."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.mutants.change_numbers import neighbours
from tests.mutants.change_sql import Change
from tests.mutants.change_sql import changes as changes_of_sql

COMPARISONS = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="], "~": [""]}
WORDS = {"and": "or", "or": "and", "any": "all", "all": "any", "True": "False", "False": "True"}
LAYOUT = (tokenize.NL, tokenize.COMMENT, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
IS_SQL = re.compile(r"\s*(select|with|create|insert|delete|update|from)\s.*\b(select|from|table|into|where|set)\b", re.S)
QUOTED = re.compile(r"([rfbu]*)('''|\"\"\"|'|\")", re.I)


def changes(source: str) -> Iterator[Change]:
    """Yield every change of a Python file."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    queries = _lines_of_sql(source)
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in LAYOUT]
    for place, token in enumerate(tokens[:-1]):
        before, after = tokens[place - 1].string if place else "", tokens[place + 1].string
        start = starts[token.start[0] - 1] + token.start[1]
        span = (start, start + len(token.string))
        if token.type == tokenize.OP:
            yield from ((span, other) for other in COMPARISONS.get(token.string, ()))
        elif token.type == tokenize.NUMBER and before not in ("[", ":"):  # which are places of a list
            yield from ((span, other) for other in neighbours(token.string))
        elif token.type == tokenize.NAME:
            yield from _of_name(token.string, span, before, after)
        elif token.type == tokenize.STRING and token.start[0] in queries:
            quote = QUOTED.match(token.string)
            inner = token.string[quote.end() : -len(quote.group(2))]
            for (first, last), other in changes_of_sql(inner):
                yield (start + quote.end() + first, start + quote.end() + last), other


def _of_name(name: str, span: tuple[int, int], before: str, after: str) -> Iterator[Change]:
    start, end = span
    is_flag = name in ("True", "False") and before == "=" and after in (",", ")")  # of a call: no limit and no condition
    is_method = name in ("any", "all") and (before == "." or after != "(")
    if name in WORDS and not is_flag and not is_method:
        yield span, WORDS[name]
    elif name == "not":
        yield (start, end + 1), ""
    elif name == "is" and after != "not":
        yield span, "is not"
    elif name == "in" and before != "not" and after not in ("range",):
        yield span, "not in"


def _lines_of_sql(source: str) -> set[int]:
    """Return the lines on which a text begins or goes on that is SQL; a docstring is none."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    lines: set[int] = set()
    for node in ast.walk(tree):
        if id(node) not in told and isinstance(node, ast.JoinedStr | ast.Constant) and IS_SQL.match(_text(node)):
            lines |= set(range(node.lineno, node.end_lineno + 1))
    return lines


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    """Return a text, what an f-string puts in as a name."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_text(part) if isinstance(part, ast.Constant) else "x" for part in node.values)
