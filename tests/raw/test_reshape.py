"""Sheets of another shape than their table, drawn beside the shape that the settings make of them."""

import polars as pl
import pytest

from pipelines.drop.sheet import Sheet, UnreadableDrop
from pipelines.raw.reshape.join import join_sheets
from pipelines.raw.reshape.reshape import mark_blanks, reshape_sheet
from pipelines.settings.sections import Table
from pipelines.settings.text_template import read_template
from pipelines.warehouse.table_files import table_columns

KNOWN = {"chart": "patient_id", "status": "vital_status", "lastseen": "last_contact_date"}


def sheet(text: str, file: str = "drawn.csv") -> Sheet:
    """Return a sheet drawn as a table: cells between |, the header first; the rows begin in line 2."""
    header, *rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    columns = {f"c{at}": pl.Series([row[at] for row in rows], dtype=pl.String) for at in range(len(header))}
    lines = pl.Series("source_row", range(2, len(rows) + 2), dtype=pl.Int64)
    return Sheet(file, "", tuple(cell or "" for cell in header), pl.DataFrame(columns).with_columns(lines), (), {"blank": 0}, "utf-8")


def drawn(shaped: Sheet) -> list[str]:
    """Return a sheet as lines: the header, then each row with the line of the file that it comes from."""
    rows = [f"{line}: {' | '.join(cell or '' for cell in cells)}".rstrip() for *cells, line in shaped.rows.rows()]
    return [" | ".join(shaped.header), *rows]


def test_one_column_per_test_becomes_one_row_per_result():
    sent = sheet(
        """
        chart | drawn on   | Alb g/L | AST | comment
        P1    | 2023-01-09 | 39      | 45  | fasting
        P2    | 2023-01-10 |         | >60 |
        P3    | 2023-01-11 |         |     | clotted
        """
    )
    wide = {"Alb g/L": {"test": "ALB", "unit": "g/L"}, "AST": {"test": "AST", "unit": "U/L"}}
    shaped = reshape_sheet(sent, "labs", Table(files=["labs.csv"], wide=wide))
    assert drawn(shaped) == [
        "chart | drawn on | comment | value | test | unit",
        "2: P1 | 2023-01-09 | fasting | 39 | ALB | g/L",
        "2: P1 | 2023-01-09 | fasting | 45 | AST | U/L",
        "3: P2 | 2023-01-10 |  | >60 | AST | U/L",
    ]
    assert shaped.counted_out == {"blank": 1}  # P3 has no result


SIDE_BY_SIDE = {  # the table, what the headers stand for, the sheet as sent, the rows of the table
    "two lesions, two diameters each": (
        "lesions",
        {
            f"{lesion} {said}": {"is": column, "lesion_id": lesion, "role": "TARGET"}
            for lesion in ("T1", "T2")
            for said, column in (("viable", "viable_mm"), ("all", "total_mm"))
        },
        """
        chart | T1 viable | T1 all | T2 viable | T2 all
        P1    | 42        | 50     | 0         |
        P2    | 31        | 40     | -         | N/A
        """,
        [
            "chart | viable_mm | total_mm | lesion_id | role",
            "2: P1 | 42 | 50 | T1 | TARGET",
            "2: P1 | 0 |  | T2 | TARGET",
            "3: P2 | 31 | 40 | T1 | TARGET",
        ],
    ),
    "two readers; a word that is a code is none for missing": (
        "imaging_reads",
        {
            f"{reader} {said}": {"is": column, "reader_id": reader}
            for reader in ("KJH", "LSY")
            for said, column in (("TL", "target_response"), ("new", "new_lesion"))
        },
        """
        chart | KJH TL | KJH new | LSY TL | LSY new
        P1    | NA     | N       | PR     | -
        P2    | SD     |         |        |
        """,
        [
            "chart | target_response | new_lesion | reader_id",
            "2: P1 | NA | N | KJH",
            "2: P1 | PR | - | LSY",
            "3: P2 | SD |  | KJH",
        ],
    ),
    "a column of doses per drug": (
        "drug_administrations",
        {"5FU (mg)": {"is": "dose", "drug": "5-FU", "dose_unit": "mg"}, "CDDP": {"is": "dose", "drug": "CDDP", "dose_unit": "mg"}},
        """
        chart | day | 5FU (mg) | CDDP
        P1    | D1  | 850      |
        P1    | D2  | 850      | 102
        """,
        [
            "chart | day | dose | drug | dose_unit",
            "2: P1 | D1 | 850 | 5-FU | mg",
            "3: P1 | D2 | 850 | 5-FU | mg",
            "3: P1 | D2 | 102 | CDDP | mg",
        ],
    ),
    "a result beside its limit": (
        "labs",
        {"ALT": {"test": "ALT", "unit": "U/L"}, "ALT max": {"is": "upper_limit", "test": "ALT", "unit": "U/L"}},
        """
        chart | ALT | ALT max
        P1    | 45  | 40
        """,
        ["chart | value | upper_limit | test | unit", "2: P1 | 45 | 40 | ALT | U/L"],
    ),
}


@pytest.mark.parametrize("of", SIDE_BY_SIDE)
def test_what_stands_side_by_side_becomes_rows(of):
    table, wide, sent, rows = SIDE_BY_SIDE[of]
    assert drawn(reshape_sheet(sheet(sent), table, Table(files=["sent.csv"], wide=wide))) == rows


def test_headers_that_differ_by_a_sign_are_two():
    sent = sheet("chart | Neut | Neut %\nP1 | 3.1 | 62")
    shaped = reshape_sheet(sent, "labs", Table(files=["labs.csv"], wide={"neut": {"test": "NEUT", "unit": "10^9/L"}}))
    assert drawn(shaped) == ["chart | Neut % | value | test | unit", "2: P1 | 62 | 3.1 | NEUT | 10^9/L"]


def test_a_file_without_the_columns_stays_as_it_is():
    sent = sheet("chart | test | value\nP1 | AST | 45")
    shaped = reshape_sheet(sent, "labs", Table(files=["labs.csv"], wide={"Alb": {"test": "ALB"}}, parts={"text": "{value} {unit}"}))
    assert drawn(shaped) == drawn(sent)


READ = {  # how the column is written, the text, what the row then holds
    "words between": ("HAIC {} C{cycle_no}D{day_no}", "HAIC FP C3D2", {"cycle_no": "3", "day_no": "2"}),
    "blanks and capitals do not matter": ("haic {} C{cycle_no} D{day_no}", "HAIC  fp  c12 d1", {"cycle_no": "12", "day_no": "1"}),
    "full width": ("C{cycle_no}", "Ｃ３", {"cycle_no": "3"}),
    "of no form, all of it": ("C{cycle_no}D{day_no}", "C3-2", {"cycle_no": "C3-2", "day_no": "C3-2"}),
    "a word for a number is of no form": ("C{cycle_no}", "C x", {"cycle_no": "C x"}),
    "blank": ("C{cycle_no}", "", {"cycle_no": ""}),
    "what the form means": ("{drug} po{route=ORAL}", "Lenvatinib po", {"drug": "Lenvatinib", "route": "ORAL"}),
    "the first form that fits": (["{drug} i.a.{route=HA}", "{drug}{route=IV}"], "5-FU i.a.", {"drug": "5-FU", "route": "HA"}),
    "the second": (["{drug} i.a.{route=HA}", "{drug}{route=IV}"], "5-FU", {"drug": "5-FU", "route": "IV"}),
    "a blank cell, where a form has no text": (["{dose} mg{route=IV}", "{route=ORAL}"], "", {"dose": "", "route": "ORAL"}),
    "a word for missing is a blank cell": (["{drug}{route=IV}", "{route=ORAL}"], "N/A", {"drug": "", "route": "ORAL"}),
    "a form of any text is none of blank cells": (["C{cycle_no}", "{}{route=IV}"], "", {"cycle_no": "", "route": ""}),
    "a sign without the blanks that are written": ("Cycle ({cycle_no}) / {day_no}", "Cycle(3)/2", {"cycle_no": "3", "day_no": "2"}),
    "a sign with blanks that are not written": ("#{cycle_no}/{day_no}", "# 3 / 2", {"cycle_no": "3", "day_no": "2"}),
    "a dash with blanks is another": ("C{cycle_no} - {day_no}", "C3-2", {"cycle_no": "C3-2", "day_no": "C3-2"}),  # it may be a minus
    "a point is a point": ("{drug} v.{cycle_no}", "5-FU vx2", {"drug": "5-FU vx2", "cycle_no": "5-FU vx2"}),
}


@pytest.mark.parametrize("of", READ)
def test_a_text_is_read_in_its_parts(of):
    written, text, row = READ[of]
    shaped = reshape_sheet(sheet(f"note | day\n{text} | Mon"), "drug_administrations", Table(files=["d.csv"], parts={"note": written}))
    assert drawn(shaped) == [" | ".join(["day", *row]), f"2: {' | '.join(['Mon', *row.values()])}".rstrip()]


DIED = Table(files=["seen.csv"], parts={"Died": ["{death_date}{vital_status=DEAD}", "{vital_status=ALIVE}"]})


@pytest.mark.parametrize(
    ("died", "row"),
    [
        ("2024-03-12", "2024-03-12 | DEAD"),
        ("", " | ALIVE"),
        ("-", " | ALIVE"),
        ("N/A", " | ALIVE"),
        ("unknown", "unknown | DEAD"),
        ("미상", "미상 | DEAD"),
        ("?", "? | DEAD"),
    ],
)
def test_a_day_of_death_that_is_unknown_is_not_blank(died, row):
    assert drawn(reshape_sheet(sheet(f"Died | Seen\n{died} | Mon"), "follow_up", DIED))[1] == f"2: Mon | {row}"


def test_whom_the_list_of_deaths_names_without_a_day_is_not_alive():
    seen = sheet("Chart | Seen\n0001 | Mon\n0002 | Tue\n0003 | Wed\n0004 | Thu", "seen.csv")
    deaths = sheet("Chart | Died\n0001 | 2024-03-12\n0002 |\n0003 | unknown\n0005 |", "deaths.csv")
    joined, alone = join_sheets([seen], mark_blanks(deaths, "follow_up", DIED), KNOWN, "patient_id")
    assert drawn(reshape_sheet(joined, "follow_up", DIED)) == [
        "Chart | Seen | death_date | vital_status",
        "2: 0001 | Mon | 2024-03-12 | DEAD",
        "3: 0002 | Tue | (blank) | DEAD",  # no day: asked about
        "4: 0003 | Wed | unknown | DEAD",
        "5: 0004 | Thu |  | ALIVE",  # not in the list
    ]
    assert drawn(reshape_sheet(alone, "follow_up", DIED)) == ["Chart | Seen | death_date | vital_status", "5: 0005 |  | (blank) | DEAD"]


def test_whom_the_list_of_deaths_names_under_a_number_without_its_zeros_is_not_alive():
    seen = sheet("Chart | Seen\n0001 | Mon\n0002 | Tue\n0003 | Wed\n1 | Thu", "seen.csv")
    deaths = sheet("Chart | Died\n1 | 2024-03-12\n2 | 2024-04-01", "deaths.csv")
    joined, alone = join_sheets([seen], mark_blanks(deaths, "follow_up", DIED), KNOWN, "patient_id")
    assert drawn(reshape_sheet(joined, "follow_up", DIED)) == [
        "Chart | Seen | death_date | vital_status",
        "2: 0001 | Mon |  | ALIVE",  # 1 has a row of its own, whose is the death
        "3: 0002 | Tue | (under the number with other zeros) | DEAD",  # no day: asked about
        "4: 0003 | Wed |  | ALIVE",
        "5: 1 | Thu | 2024-03-12 | DEAD",
    ]
    assert drawn(alone)[1:] == ["3: 2 | 2024-04-01 |"]  # nobody's


def test_class_and_score_in_one_text():
    sent = sheet("CP\nA5\nB8\nC10\nB")
    shaped = reshape_sheet(
        sent, "assessments", Table(files=["c.csv"], parts={"CP": ["{child_pugh_class}{child_pugh_score}", "{child_pugh_class}"]})
    )
    assert drawn(shaped) == ["child_pugh_class | child_pugh_score", "2: A | 5", "3: B | 8", "4: C | 10", "5: B |"]


UNPARTED = {  # two parts with nothing between them, and what each text is read as; None: unreadable, and never half of it
    "{dose}{dose_unit}": {
        "1200mg": ("1200", "mg"),
        "1.5g": ("1.5", "g"),
        "1,200 mg": ("1,200", "mg"),
        "1200": None,
        "1.5": None,
        "1,2": None,
    },
    "{drug}{dose}": {"5-FU1000": ("5-FU", "1000"), "CDDP": None, "1000": None},
    "{drug}{dose_unit}": {"FUmg": None, "FU(mg)": ("FU", "(mg)")},
    "{child_pugh_class}{child_pugh_score}": {"A5": ("A", "5"), "C10": ("C", "10"), "10": None, "AB": None},
}


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in UNPARTED.items() for text in texts])
def test_parts_never_share_a_number_or_a_word(form, text):
    table = "assessments" if "child" in form else "drug_administrations"
    template = read_template(form, {column.name: column.kind for column in table_columns(table)})
    read = template.read(text)
    assert (read and tuple(part.strip() for part in read[0].values())) == UNPARTED[form][text]


def test_a_dose_without_its_unit_is_unreadable_and_not_split():
    shaped = reshape_sheet(
        sheet("given\n1200\n100mg"), "drug_administrations", Table(files=["d.csv"], parts={"given": "{dose}{dose_unit}"})
    )
    assert drawn(shaped) == ["dose | dose_unit", "2: 1200 | 1200", "3: 100 | mg"]  # 1200 is no unit: its row is quarantined


def test_repeated_parts_make_a_row_each():
    sent = sheet("day | doses\nMon | 5-FU 1001 mg; CDDP 120 mg;\nTue | 5-FU 1,001.5 mg\nWed | 5-FU 1001 mg; CDDP\nThu |")
    shaped = reshape_sheet(sent, "drug_administrations", Table(files=["d.csv"], parts={"doses": "{drug} {dose} {dose_unit};…"}))
    assert drawn(shaped) == [
        "day | drug | dose | dose_unit",
        "2: Mon | 5-FU | 1001 | mg",
        "2: Mon | CDDP | 120 | mg",
        "3: Tue | 5-FU | 1,001.5 | mg",
        "4: Wed | 5-FU 1001 mg; CDDP | 5-FU 1001 mg; CDDP | 5-FU 1001 mg; CDDP",  # a part has no dose: unreadable, not half read
        "5: Thu |  |  |",
    ]


def test_what_is_so_in_every_row_is_given():
    shaped = reshape_sheet(sheet("chart\nP1\nP2"), "imaging_reads", Table(files=["r.csv"], given={"reader_id": "R1", "modality": "CT"}))
    assert drawn(shaped) == ["chart | reader_id | modality", "2: P1 | R1 | CT", "3: P2 | R1 | CT"]


def test_what_a_file_says_itself_is_not_given():
    with pytest.raises(UnreadableDrop, match="give every row the same modality, and the file has a column of this name") as caught:
        reshape_sheet(sheet("chart | Modality\nP1 | MR"), "imaging_reads", Table(files=["r.csv"], given={"modality": "CT"}))
    assert caught.value.rule == "CV-002"


def test_files_are_joined_by_the_patient_number():
    deaths = sheet("Chart | Status | Seq\n0001 | DEAD | 1\n0002 | ALIVE | 2\n0003 | DEAD | 3\n | DEAD | 4", "deaths.csv")
    seen = sheet(
        "Seq | chart | last seen\n9 | ０００2 | 2023-05-01\n8 | 0009 | 2023-06-01\n7 | 0001 | 2023-04-01\n6 | 0001 | 2023-04-02", "seen.csv"
    )
    joined, alone = join_sheets([deaths], seen, KNOWN, "patient_id")
    assert drawn(joined) == [
        "Chart | Status | Seq | last seen",  # the second Seq means nothing and is left
        "2: 0001 | DEAD | 1 | 2023-04-01",
        "3: 0002 | ALIVE | 2 | 2023-05-01",
        "4: 0003 | DEAD | 3 |",
        "5:  | DEAD | 4 |",
    ]
    assert drawn(alone) == ["Seq | chart | last seen | Status", "3: 8 | 0009 | 2023-06-01 |"]
    assert [(row.source_row, row.rule) for row in alone.broken] == [(5, "CV-028")]  # the second row of 0001
    assert alone.counted_out["joined"] == 2


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("number | last seen\n0001 | 2023-05-01", "this one has no column of it"),
        ("chart | status\n0001 | DEAD", "both have the column vital_status"),
    ],
)
def test_what_cannot_be_joined_is_refused(other, said):
    with pytest.raises(UnreadableDrop, match=said) as caught:
        join_sheets([sheet("chart | status\n0001 | DEAD")], sheet(other, "other.csv"), KNOWN, "patient_id")
    assert caught.value.rule == "CV-002"
