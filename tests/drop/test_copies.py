"""A file sent twice and a copy's name: rows count once, and of two that differ nobody takes one in silence."""

import pytest

from pipelines.drop.copies import Repeats, original_name
from pipelines.drop.inventory import list_files, take_inventory
from pipelines.drop.read_file import read_file
from pipelines.drop.sheet import UnreadableDrop

ROWS = [f"{number:08},AST,{number % 40 + 20}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("labs (1).csv", "labs"),
        ("labs(12).csv", "labs"),
        ("labs (1) (1).csv.gz", "labs"),
        ("Labs - Copy.csv", "labs"),
        ("labs - Copy (2).csv", "labs"),
        ("labs copy 2.csv", "labs"),
        ("labs_copy.xlsx", "labs"),
        ("Copy of labs.csv", "labs"),
        ("Copy (2) of labs.csv", "labs"),
        ("labs - 복사본.csv", "labs"),
        ("labs - 복사본 (2).csv", "labs"),
        ("labs의 사본.csv", "labs"),
        ("사본 - labs.csv", "labs"),
        ("2023/labs (1).csv", "2023/labs"),
        ("labs_backup.csv", "labs"),
        ("labs (old).csv", "labs"),
        ("labs-old2.csv", "labs"),
        ("labs_백업.xlsx", "labs"),
        ("labs_수정본.csv", "labs"),
        ("labs_final_v2.csv", "labs"),
        ("labs_v2.csv", "labs"),
        ("threshold.csv", "threshold"),
        ("final.csv", "final"),
        ("labs_1.csv", "labs_1"),  # a name of its own
        ("labs 2023.csv", "labs 2023"),
        ("photocopy.csv", "photocopy"),
        ("(1).csv", "(1)"),
    ],
)
def test_the_marks_of_a_copy_are_known(name, original):
    assert original_name(name) == original


def files_with(folder, rows_of):
    """Write files of rows and return them as the files of one table."""
    for name, rows in rows_of.items():
        (folder / name).write_text("\n".join(["patient_id,test,value", *rows]) + "\n", encoding="utf-8")
    return list_files(take_inventory(folder, ["*"]), ["*"])


def what_is_said(files):
    """Return what is said of each file, as a table reads them."""
    repeats = Repeats(files)
    return {
        file.name: repeats.same_bytes(file, file.read_bytes()) or repeats.same_rows(file, read_file(file))
        for file in files
    }  # fmt: skip


def test_of_two_files_of_the_same_bytes_the_second_is_not_read(tmp_path):
    said = what_is_said(files_with(tmp_path, {"labs_a.csv": ROWS, "labs_b.csv": ROWS}))
    assert said == {"labs_a.csv": "", "labs_b.csv": "it holds the same bytes as * (file 1)"}


def test_a_copy_with_the_same_rows_in_another_order_is_not_taken(tmp_path):
    said = what_is_said(files_with(tmp_path, {"labs (1).csv": ROWS[::-1], "labs.csv": ROWS}))
    assert said == {"labs (1).csv": "", "labs.csv": "it is a copy of * (file 1), with the same rows"}


@pytest.mark.parametrize(
    ("name", "of_ten", "is_refused"),
    [
        ("labs - Copy.csv", 9, True),
        ("labs - Copy.csv", 6, True),
        ("labs - Copy.csv", 5, False),  # half of them: another export under a number of the browser
        ("labs - Copy.csv", 0, False),
        ("labs_2.csv", 9, False),  # extracts that grow from month to month have names of their own
    ],
)
def test_a_copy_that_has_most_rows_of_the_other_and_not_all_is_refused(tmp_path, name, of_ten, is_refused):
    changed = [row.replace("AST", "ALT") for row in ROWS[of_ten:]]
    files = files_with(tmp_path, {"labs.csv": ROWS, name: ROWS[:of_ten] + changed})
    if is_refused:
        wrong = rf"called a copy of \* \(file 1\), and {of_ten} of its 10 rows are the same; leave in the drop the one that is right"
        with pytest.raises(UnreadableDrop, match=wrong):
            what_is_said(files)
    else:
        assert set(what_is_said(files).values()) == {""}


def test_a_shorter_copy_is_refused_too(tmp_path):
    """Which rows were taken out, and why, is in neither of them."""
    with pytest.raises(UnreadableDrop, match="4 of its 10 rows are the same"):
        what_is_said(files_with(tmp_path, {"labs (1).csv": ROWS[:4], "labs.csv": ROWS}))


def test_a_row_that_is_there_twice_is_compared_twice(tmp_path):
    """Of 3 rows, one of which is there twice, the other has it once and two of its own: 1 of 3 is shared."""
    said = what_is_said(files_with(tmp_path, {"labs (1).csv": [ROWS[0], ROWS[0], ROWS[1]], "labs.csv": [ROWS[0], ROWS[2], ROWS[3]]}))
    assert set(said.values()) == {""}
