"""What a cell stores and what it shows: formats that change a number, words in its place, what is hidden, turned or chosen."""

import struct

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import DAMAGED, ROWS, SHEET, STRINGS, book, edited, html_of, put, xml_2003_sheet
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import cell, ods, ods_cell, ods_row, ods_table, row, spreadsheetml, wide, xls, xls_cell, xlsb

AST, ALB, AFP, AST_2, NA, TBIL = (line for line in LABS.decode().splitlines()[1:])
LIMITS = {"read_besides": {"labs": ["00000001,AST,<45,U/L,2023-01-09"]}, "lost": {"labs": [AST]}}


def lost(*lines: str) -> dict:
    """Return what the kind expects where a value cannot be read."""
    return {"quarantined": {"CV-016": len(lines)}, "lost": {"labs": list(lines)}}


def numbers_as(formats: dict[int, tuple[float, str]]) -> bytes:
    """Return the laboratory results as .xlsx with the values of some rows as numbers of a format."""

    def change(written, sheet):
        for line, (number, code) in formats.items():
            sheet.write_number(line, 2, number, written.add_format({"num_format": code}))

    return book(change=change)


@kind("a section of a format is for the numbers that it says: ten thousands are shown as a limit, forty-five is not")
def xlsx_limit_for_some_numbers(drop):
    put(drop, numbers_as({1: (45, '[>=60500]">"0'), 3: (60500, '[>=60500]">"0;0'), 4: (61, '[<10]"<10";[>1000]">1000";0')}))


@kind("words of a format in the place of a number are what is there", **LIMITS)
def xlsx_words_for_a_number(drop):
    put(drop, numbers_as({1: (0, '[=0]"<45";0'), 3: (60500, '[Red][>=60500]">60500";0')}))


@kind("a number that is shown as a word is no number", **lost(AST, ALB, AST_2))
def xlsx_no_number_is_shown(drop):
    put(drop, numbers_as({1: (45, ";;;"), 2: (3.9, '"see remark"'), 4: (61, '0" or more"')}))


@kind("a number that is shown in thousands is one of thousands, and what is shown in percent has a percent sign",
      quarantined={"CV-014": 1}, lost={"labs": [AST_2]})  # fmt: skip
def xlsx_number_in_thousands(drop):
    put(drop, numbers_as({1: (45_000, "0,"), 2: (3900, "0.0,"), 4: (0.61, "0%")}))


@kind("a power of ten before or behind a number is part of it", quarantined={"CV-016": 1, "CV-014": 1}, lost={"labs": [AST, AST_2]})
def xlsx_power_of_ten_in_a_format(drop):
    put(drop, numbers_as({1: (45, '"x10^3" 0'), 4: (61, '0.0"K"')}))


@kind("currencies, units, colours, brackets and the dash of accountants are looks")
def xlsx_formats_that_are_looks(drop):
    accounts = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'
    put(drop, numbers_as({1: (45, accounts), 2: (3.9, '[Blue]0.0" g/dL"'), 4: (61, "[$₩-412]#,##0"), 5: (139, "#,##0.00_);(#,##0.00)")}))


@kind("a format says what is shown of a text, too", **LIMITS)
def xlsx_format_of_texts(drop):
    put(drop, book(change=lambda written, sheet: sheet.write_string(1, 2, "45", written.add_format({"num_format": '0;0;0;"<"@'}))))


@kind("so formats do in a binary workbook", **LIMITS)
def xlsb_limits_as_formats(drop):
    code = '[>=60500]">"0;"<"0'
    cells = [[cell(6, j, wide(text)) for j, text in enumerate(line)] for line in ROWS]
    for line, number in ((1, 45.0), (3, 60500.0)):
        cells[line][2] = cell(5, 2, struct.pack("<d", number), style=1)
    put(drop, xlsb(("labs", 0, b"".join(row(i) + b"".join(line) for i, line in enumerate(cells, 1))), formats=(code,)), "labs.xlsb")


@kind("and in a workbook of Excel 97", **LIMITS)
def xls_limits_as_formats(drop):
    numbers = {1: 45.0, 3: 60500.0}
    cells = [
        xls_cell(i, j, numbers[i - 1], 1) if j == 3 and i - 1 in numbers else xls_cell(i, j, text)
        for i, line in enumerate(ROWS, 1)
        for j, text in enumerate(line, 1)
    ]
    put(drop, xls(("labs", 0, b"".join(cells)), formats=('[>=60500]">"0;"<"0',)), "labs.xls")


@kind("and in an XML spreadsheet", **LIMITS)
def xml_2003_limits_as_formats(drop):
    sheet = xml_2003_sheet()
    for text, number in ((">45<", 45), (">&gt;60500<", 60500)):
        old = f'<Cell><Data ss:Type="String"{text}/Data>'
        assert sheet.count(old) == 1
        sheet = sheet.replace(old, f'<Cell ss:StyleID="s1"><Data ss:Type="Number">{number}</Data>')
    style = '<Style ss:ID="s1"><NumberFormat ss:Format="[&gt;=60500]&quot;&gt;&quot;0;&quot;&lt;&quot;0"/></Style>'
    put(drop, spreadsheetml(sheet, style), "labs.xls")


def of_opendocument(changes: dict[int, str], days: dict[int, str] | None = None, styles: str = "") -> bytes:
    cells = [[ods_cell("string", "", text.replace(">", "&gt;")) for text in line] for line in ROWS]
    for line, written in changes.items():
        cells[line][2] = written
    for line, written in (days or {}).items():
        cells[line][4] = written
    return ods(ods_table("labs", *(ods_row(*line) for line in cells)), styles)


@kind("OpenDocument says what is shown: thousands, decimal commas and looks")
def ods_number_in_thousands(drop):
    shown = {1: ("45000", "45"), 2: ("3.9", "3,90 g/dL"), 4: ("61", "₩61"), 5: ("139", "139.00")}
    put(drop, of_opendocument({line: ods_cell("float", *cell) for line, cell in shown.items()}), "labs.ods")


@kind("where OpenDocument shows no number, none is read", **lost(AST, ALB, AST_2))
def ods_no_number_is_shown(drop):
    hidden = ods_cell("float", "45").replace("</table", "<text:p></text:p></table")
    put(drop, of_opendocument({1: hidden, 2: ods_cell("float", "0", "#DIV/0!"), 4: ods_cell("float", "61", "see remark")}), "labs.ods")


@kind("of two texts that a program may choose from, neither is read", **lost(AST))
def xlsx_alternate_content(drop):
    space = b" xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    choice = (
        b"<mc:AlternateContent%s><mc:Choice Requires='x'><t>45</t></mc:Choice><mc:Fallback><t>54</t></mc:Fallback></mc:AlternateContent>"
    )
    put(drop, edited(book(), (STRINGS, lambda xml: xml.replace(b"<t>45</t>", choice % space))))


def page(drop, style: str, cells: dict[str, str]) -> None:
    changed = [[cells.get(text, text.replace(">", "&gt;")) for text in line] for line in ROWS]
    put(drop, html_of(changed).replace("<body>", f"<style>{style}</style><body>").encode(), "labs.xls")


@kind("a text that a page shows from right to left is not what its signs say", **lost(AST, AST_2, NA))
def html_turned_round(drop):
    turned = '<span style="unicode-bidi:bidi-override;direction:rtl">16</span>'
    page(
        drop, ".r {unicode-bidi: bidi-override; direction: rtl}", {"45": "<bdo dir=rtl>54</bdo>", "61": turned, "139": "<b class=r>931</b>"}
    )


@kind("a style sheet may hide and strike out, and how a text is read aloud is none of it")
def html_style_sheet(drop):
    style = "/* of the system */ .hide, .old {display:none} td .gone {text-decoration:line-through} #u{font-size:0}"
    cells = {
        "45": "45<span class='x hide'>9</span>",
        "3.9": "<i class=gone>9</i>3.9",
        "61": "<ruby>61<rt>9</ruby>",
        "139": "139<i id=u>9</i>",
        "0.8": '0.8<span style="position:absolute;left:-9999px">9</span>',
    }
    page(drop, style, cells)


@kind("what a style sheet puts before a value or raises is part of it, or no digit of it", **lost(AST_2))
def html_made_by_the_style_sheet(drop):
    page(
        drop, "td b.gt::before {content: '>'} .up {vertical-align: super}", {">60500": "<b class=gt>60500</b>", "61": "6<i class=up>1</i>"}
    )


@kind(
    "a conditional format that shows a number as a limit changes what is read",
    refused="a conditional format of it shows some numbers as others",
)
def xlsx_limit_by_condition(drop):
    def change(written, sheet):
        sheet.write_number(1, 2, 45)
        sheet.conditional_format("C2", {"type": "cell", "criteria": ">", "value": 10, "format": written.add_format({"num_format": '">"0'})})

    put(drop, book(change=change))


@kind("one that colours is looks, and so is a note, a list of choices, a table with a row of totals")
def xlsx_conditions_notes_and_totals(drop):
    def change(written, sheet):
        headers = [{"header": name, "total_string": "Total" if name == "patient_id" else ""} for name in ROWS[0]]
        sheet.add_table(0, 0, len(ROWS), 4, {"columns": headers, "total_row": True})
        for i, line in enumerate(ROWS[1:], 1):
            sheet.write_row(i, 0, line)
        red = written.add_format({"font_color": "red", "num_format": "0.0"})
        sheet.conditional_format("C2:C9", {"type": "cell", "criteria": ">", "value": 10, "format": red})
        sheet.write_comment("C2", "54")
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["AST", "ALT"]})

    put(drop, book(change=change))


@kind("a part of a text that is white may be hidden, and so may a text below a merged cell", **lost(AST, ALB))
def xlsx_hidden_by_colour_or_merged(drop):
    def change(written, sheet):
        sheet.write_rich_string("C2", "45", written.add_format({"font_color": "white"}), "9")

    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="C2:C3"/></mergeCells>'
    put(drop, edited(book(change=change), (SHEET, lambda xml: xml.replace(b"</sheetData>", merged))))


@kind("a cell that says that it is of another row", refused=DAMAGED)
def xlsx_cell_of_another_row(drop):
    put(drop, edited(book(), (SHEET, lambda xml: xml.replace(b'r="C2"', b'r="C9"'))))


@kind("how a cell of a workbook in Japanese is read aloud is none of its text")
def xlsx_read_aloud(drop):
    aloud = b"<si><t>45</t><rPh sb='0' eb='1'><t>9</t></rPh><phoneticPr fontId='1'/></si>"
    put(drop, edited(book(), (STRINGS, lambda xml: xml.replace(b"<si><t>45</t></si>", aloud))))


@kind("OpenDocument may count days from 1904")
def ods_1904(drop):
    first = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    cells = [[ods_cell("string", "", text.replace(">", "&gt;")) for text in line] for line in ROWS]
    cells[1][4] = ods_cell("float", "43473", "43473")
    put(drop, ods(first + ods_table("labs", *(ods_row(*line) for line in cells))), "labs.ods")


@kind("a hidden text of OpenDocument is none")
def ods_hidden_text(drop):
    hidden = ods_cell("string", "", '45<text:hidden-text text:is-hidden="true" text:string-value="9">9</text:hidden-text>')
    put(drop, of_opendocument({1: hidden}), "labs.ods")
