"""One small change of one file, and all those of a file that can be read again afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.mutants import change_python, change_sql


@dataclass(frozen=True)
class Mutant:
    """A change of one word; `start` and `end` are places in the text of the file."""

    file: str
    start: int
    end: int
    before: str
    after: str
    line: int
    code: str  # the line as it stands, without the spaces around it

    def applied_to(self, text: str) -> str:
        """Return the text of the file with the change."""
        return text[: self.start] + self.after + text[self.end :]

    def __str__(self) -> str:
        """Say where and what, as a reader of the file would look for it."""
        return f"{self.file}:{self.line}: {self.before.strip()} -> {self.after or 'nothing'}, in: {self.code}"


def mutants_of(root: Path, file: str) -> list[Mutant]:
    """Return the changes of a file after which it can still be parsed."""
    text = (root / file).read_text(encoding="utf-8")
    is_sql = file.endswith(".sql")
    found = []
    for (start, end), after in dict.fromkeys(change_sql.changes(text) if is_sql else change_python.changes(text)):
        line = text.count("\n", 0, start) + 1
        mutant = Mutant(file, start, end, text[start:end], after, line, text.splitlines()[line - 1].strip())
        if can_be_parsed(mutant.applied_to(text), is_sql=is_sql):
            found.append(mutant)
    return found


def can_be_parsed(text: str, *, is_sql: bool) -> bool:
    """Return whether DuckDB, or Python, can take the text of a file apart."""
    try:
        duckdb.extract_statements(text) if is_sql else compile(text, "mutant", "exec")
    except (duckdb.ParserException, SyntaxError):
        return False
    return True


def files_below(root: Path, folders: Iterable[str]) -> list[str]:
    """Return the files of these folders (or the files themselves) that can be changed, by name."""
    found: set[Path] = set()
    for name in folders:
        path = root / name
        found |= {path} if path.is_file() else {*path.rglob("*.sql"), *path.rglob("*.py")}
    return sorted(path.relative_to(root).as_posix() for path in found if path.stem != "__init__")
