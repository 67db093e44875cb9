"""Workbooks of older Excel, OpenDocument and web pages, and what is only named so."""

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import (
    DAMAGED,
    ROWS,
    binary,
    book,
    html_of,
    ods_rows,
    of_excel_97,
    put,
    xml_2003_sheet,
)
from tests.drop.hostile.kind import kind
from tests.drop.workbooks.other_workbooks import (
    ods,
    ods_table,
    spreadsheetml,
    xls,
    xls_cell,
)


@kind("a binary workbook")
def xlsb_as_such(drop):
    put(drop, binary(), "labs.xlsb")


@kind("a workbook of Excel 97, with a very hidden sheet")
def xls_as_such(drop):
    put(drop, of_excel_97(), "labs.xls")


@kind("the same where days are counted from 1904, and have no format")
def xls_1904(drop):
    import datetime as dt

    days = [(dt.date.fromisoformat(line[4]) - dt.date(1904, 1, 1)).days for line in ROWS[1:]]
    cells = [xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line[:4] + line[4:] * (i == 1), 1)]
    cells += [xls_cell(i, 5, float(day)) for i, day in enumerate(days, 2)]
    put(drop, xls(("labs", 0, b"".join(cells)), counts_from_1904=True), "labs.xls")


@kind("a workbook of Excel 97 that is cut off in its last cell", refused=DAMAGED)
def xls_truncated(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, cells))[:-20], "labs.xls")


@kind("a blank in its last cell makes no rectangle")
def xls_last_cell(drop):
    cells = b"".join(xls_cell(i, j, text) for i, line in enumerate(ROWS, 1) for j, text in enumerate(line, 1))
    put(drop, xls(("labs", 0, cells + xls_cell(65_536, 256, " "))), "labs.xls")


@kind("an OpenDocument spreadsheet")
def ods_as_such(drop):
    put(drop, ods(ods_table("labs", *ods_rows())), "labs.ods")


@kind("an XML spreadsheet of 2003 under the name of a workbook")
def xml_2003_named_xls(drop):
    put(drop, spreadsheetml(xml_2003_sheet()), "labs.xls")


@kind("a web page under the name of a workbook is read as what it is")
def xlsx_is_html(drop):
    put(drop, html_of(ROWS).encode())


@kind("so it is under an older name, in another encoding, with a script")
def xls_is_html(drop):
    put(drop, html_of(ROWS).replace("<body>", "<body><script>document.write('<table>')</script>결과").encode("cp949"), "labs.xls")


@kind("cells that are never closed end where the next begins")
def html_unclosed(drop):
    put(drop, html_of(ROWS).replace("</td>", "").replace("</tr>", "").encode(), "labs.html")


def page_with(drop, values: dict[str, str]) -> None:
    """Put the laboratory results as a web page, some of their values in other markup."""
    rows = [[values.get(text) or text.replace(">", "&gt;") for text in line] for line in ROWS]
    put(drop, html_of(rows).encode(), "labs.html")


@kind("markup that is opened without end is not looked through again and again", refused="it holds markup that does not end")
def html_opened_without_end(drop):
    put(drop, (html_of(ROWS).replace("</table>", "") + "<a x='" * 100_000).encode(), "labs.html")


@kind("behind a comment that is never closed stands nothing, as in a browser")
def html_comments_never_closed(drop):
    put(drop, (html_of(ROWS) + "<!-- x> " * 200_000).encode(), "labs.html")


@kind("a page says what is to be seen: nothing hidden or struck out, the option that is chosen, what a field or a table in a cell holds")
def html_hidden_struck_and_chosen(drop):
    page_with(
        drop,
        {
            "45": '<span style="display:none">0</span>45<span hidden>9</span>' + f'<i style="{"text-decoration" * 20_000}"></i>',
            "3.9": "<select><option>4</option><option selected>3.9</option></select>",
            ">60500": "&gt;60500<noscript>9</noscript><template>9</template>",
            "61": "<del>16</del>61",
            "139": "<table><tr><td>139</td></tr></table>",
            "0.8": '<input type="hidden" value="9"><input value="0.8">',
        },
    )


VALUES_WITH_MORE = {
    "labs": ["00000001,AST,45,U/L,2023-01-09", "00000002,AST,61,U/L,2023-01-16", "00000002,NA,139,mmol/L,2023-01-16"],
}


@kind("a raised digit is none of the number before it, nor is another paragraph, and a value that is struck out is none",
      quarantined={"CV-016": 3}, lost=VALUES_WITH_MORE)  # fmt: skip
def html_raised_digits(drop):
    page_with(drop, {"45": "45<sup>2</sup>", "61": "<p>6</p>1", "139": "<s>139</s>"})


@kind("so it is in the texts and styles of a workbook, of which what is left beside struck-out text is read",
      quarantined={"CV-016": 3}, lost=VALUES_WITH_MORE)  # fmt: skip
def xlsx_raised_and_struck(drop):
    def change(written, sheet):
        struck = written.add_format({"font_strikeout": True})
        raised, lowered = (written.add_format({"font_script": place}) for place in (1, 2))
        sheet.write_rich_string("C2", "45", raised, "2")
        sheet.write_rich_string("C3", struck, "39", "3.9")
        sheet.write_rich_string("C5", "6", lowered, "1")
        sheet.write_number("C6", 139, struck)

    put(drop, book(change=change))


@kind("a comment on a cell of an XML spreadsheet is none of its text, nor is what is struck out in it")
def xml_2003_comments(drop):
    comment = '<Comment ss:Author="x"><ss:Data><Font>54</Font></ss:Data></Comment>'
    sheet = xml_2003_sheet().replace(">45</Data>", f">45</Data>{comment}").replace(">61</Data>", "><S>16</S><B>61</B></Data>")
    put(drop, spreadsheetml(sheet), "labs.xls")


@kind("a shape on a cell of OpenDocument is none of its text, nor is how it is read aloud, or what is struck out in it")
def ods_ruby_shapes_and_struck(drop):
    rows = "".join(ods_rows())
    rows = rows.replace(">45<", "><text:ruby><text:ruby-base>45</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby><")
    rows = rows.replace("<text:p>61<", "<draw:frame xmlns:draw='d'><text:p>54</text:p></draw:frame><text:p>61<")
    rows = rows.replace(">139<", '><text:span text:style-name="T1">193</text:span>139<')
    styles = '<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    put(drop, ods(ods_table("labs", rows), styles), "labs.ods")


@kind("tabbed text under the name of a workbook")
def xls_is_tabbed_text(drop):
    put(drop, LABS.replace(b",", b"\t"), "labs.xls")


@kind("text in UTF-16 under the name of a workbook, as Excel saves it")
def xls_is_unicode_text(drop):
    put(drop, LABS.decode().replace(",", "\t").encode("utf-16"), "labs.xls")


@kind("a picture is no workbook", refused="it holds a picture; send the table itself")
def xlsx_is_a_picture(drop):
    put(drop, b"\x89PNG\r\n\x1a\n" + bytes(1000))


@kind("nor is a PDF", refused="it holds a PDF; send the table itself")
def xlsx_is_a_pdf(drop):
    put(drop, b"%PDF-1.7\n" + bytes(1000))


@kind("nor is a web archive", refused="it holds a web archive; open it in Excel")
def xls_is_a_web_archive(drop):
    put(drop, b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "labs.xls")


@kind("nor are zeros", refused="it is named as a workbook but holds something else")
def xlsx_is_zeros(drop):
    put(drop, bytes(100_000))
