"""The command `audit`: verdicts on a CSV of printed numbers, an exit code for programs, and a sentence where it cannot be read."""

import csv
import re

import pytest

from pipelines.__main__ import main
from tests.path_run import ROOT

GOOD = "id,kind,printed,given\nBCLC B,percent,12 (18.2),66\nTotal,total,66,57 9\n"


@pytest.fixture
def audit(tmp_path, capsys):
    def call(text: str | bytes, *more: str) -> tuple[int, str, str]:
        path = tmp_path / "printed.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main(["audit", str(path), *more])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def example_of_the_docs() -> tuple[str, str]:
    """Return the CSV that docs/statistician.md shows, and the verdicts that it shows below."""
    text = (ROOT / "docs" / "statistician.md").read_text(encoding="utf-8")
    blocks = [re.sub(r"(?m)^    ", "", block) for block in re.findall(r"(?:^    .*\n)+", text, flags=re.M)]
    (place,) = [place for place, block in enumerate(blocks) if block.startswith("id,kind,printed,given")]
    return blocks[place], blocks[place + 1]


def test_the_example_of_the_docs(audit):
    given, shown = example_of_the_docs()
    code, printed, _ = audit(given)
    assert code == 3
    assert printed.strip() == shown.strip()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,percent,12 (18.2),66", 0),  # 12 / 66 = 18.18 %
        ("A,percent,12 (18.1),66", 3),  # cut off
        ("A,percent,12 (28.2),66", 3),
        ("A,percent,a few,66", 2),
    ],
)
def test_the_exit_code_says_whether_all_follow(audit, row, code):
    assert audit(GOOD + row + "\n")[0] == code


def test_the_verdicts_are_readable_and_written(audit, tmp_path):
    code, printed, said = audit(GOOD, "--out", str(tmp_path / "verdicts.csv"))
    assert (code, said) == (0, "")
    assert "agrees     BCLC B: 12 (18.2)" in printed and "2 printed numbers: 2 agrees" in printed
    assert max(map(len, printed.splitlines())) <= 80
    with (tmp_path / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["id"], row["verdict"]) for row in csv.DictReader(file)] == [("BCLC B", "agrees"), ("Total", "agrees")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("id,kind,printed\nA,total,66\n", "row 1, column given: is missing"),
        ("id,kind,kind,printed,given\n", "row 1, column kind: stands there twice"),
        (GOOD + "A,total,1,234,66\n", "row 4, column given: the row has 5 cells"),
        (GOOD + "A,total,66\n", "row 4, column printed: the row has 3 cells"),
        (GOOD + "A,colour,red,\n", "row 4, column kind: "),
        (GOOD + "A,percent,12 13 (18),66\n", "row 4, column printed: "),
        (GOOD + "A,percent,12 (18.2),all\n", "row 4, column given: "),
        (GOOD + 'A,total,"66,57 9\n', "is no CSV"),
        ("id,kind,printed,given\n", "row 2: there is no printed number"),
        ("", "row 1, column id: is missing"),
        ("id,kind,printed,given\n병기,percent,12 (18.2),66\n".encode("cp949"), "is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named(audit, text, where):
    code, _, said = audit(text)
    assert code == 2
    assert "printed.csv" in said and where in said and len(said.splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["audit", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
