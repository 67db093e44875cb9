"""A block of the drafted settings: its lines, and the questions among them that only the hospital can answer."""

import json
from dataclasses import dataclass, field

FEW_ROWS = 5  # a word that fewer rows have is not written outside the restricted zone: it may tell of one patient
MARK = "# QUESTION"


@dataclass
class Block:
    """The lines of one block, and how many questions they ask."""

    lines: list[str] = field(default_factory=list)
    questions: int = 0

    def say(self, line: str) -> None:
        """Add a line."""
        if line not in self.lines:
            self.lines.append(line)

    def ask(self, question: str, *answers: str) -> None:
        """Add a question, and lines that are an answer once they are completed and their # is taken away."""
        if f"{MARK} {question}" not in self.lines:
            self.lines += [f"{MARK} {question}", *(f"# {answer}" for answer in answers)]
            self.questions += 1


def as_toml(text: str) -> str:
    """Return a text as TOML writes it; JSON's strings are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
