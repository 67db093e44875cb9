"""What a cell shows by half: parts in white, months without a day, noughts that are not shown; what a web page draws, hides and adds."""

import io
import struct
import zipfile

from tests.drop.hostile.archives import LABS
from tests.drop.hostile.drawn_workbooks import ROWS, SHEET, STRINGS, book, edited, html_of, put, xml_2003_sheet
from tests.drop.hostile.kind import kind
from tests.drop.hostile.shown_values import lost, numbers_as, of_opendocument, page
from tests.drop.workbooks.other_workbooks import cell, ods_cell, packed, record, row, spreadsheetml, wide, xlsb

AST, ALB, AFP, AST_2, NA, TBIL = (line for line in LABS.decode().splitlines()[1:])
A_LIMIT = b'<numFmt numFmtId="170" formatCode="&quot;&gt;&quot;0"/>'
NEWER = b"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


@kind(
    "a condition that newer programs write behind the sheet shows numbers as limits, too", refused="a conditional format of it shows some"
)
def xlsx_limit_by_newer_condition(drop):
    rule = b'<x14:cfRule xmlns:x14="%s" type="cellIs" id="{1}"><x14:dxf>%s</x14:dxf></x14:cfRule>' % (NEWER, A_LIMIT)
    behind = b"<extLst><ext>" + rule + b"</ext></extLst></worksheet>"
    put(drop, edited(book(change=lambda b, sheet: sheet.write_number(1, 2, 45)), (SHEET, lambda xml: xml.replace(b"</worksheet>", behind))))


@kind("white is also the colour of paper of the theme, and a colour by its number", **lost(AST, AST_2))
def xlsx_parts_in_white(drop):
    def hide(xml: bytes) -> bytes:
        for text, colour in ((b"45", b'theme="0"'), (b"61", b'indexed="9"')):
            behind = b"<r><t>%s</t></r><r><rPr><color %s/></rPr><t>9</t></r>" % (text, colour)
            xml = xml.replace(b"<si><t>%s</t></si>" % text, b"<si>%s</si>" % behind)
        return xml

    put(drop, edited(book(), (STRINGS, hide)))


@kind("a month that was typed alone is stored as its first day, and is none", quarantined={"CV-010": 5},
      lost={"labs": [AST, ALB, AFP, AST_2, NA]})  # fmt: skip
def xlsx_months_alone(drop):
    def change(written, sheet):
        for line, code in enumerate(("mmm-yy", "yyyy-mm", 17, 'yyyy"년" m"월"', "yyyy"), 1):
            sheet.write_number(line, 4, 44927, written.add_format({"num_format": code}))

    put(drop, book(change=change))


@kind("a nought that the sheet does not show may be that of a formula that leads to a blank cell", **lost(AST, TBIL))
def xlsx_noughts_not_shown(drop):
    def change(_, sheet):
        sheet.hide_zero()
        sheet.write_number(1, 2, 0)
        sheet.write_number(6, 2, 0)

    put(drop, book(change=change))


@kind("a format of 200,000 brackets is looked through once", **lost(AST))
def xlsx_format_of_brackets(drop):
    put(drop, numbers_as({1: (45, "[" * 200_000)}))


@kind("texts of several styles have struck-out, raised and white parts in a binary workbook too", **lost(AST_2, NA))
def xlsb_rich_text(drop):
    cells = [[cell(6, j, wide(text)) for j, text in enumerate(line)] for line in ROWS]
    texts = (("4554", 2, 1), ("612", 2, 2), ("1399", 3, 3))
    for number, line in enumerate((1, 4, 5)):
        cells[line][2] = cell(7, 2, struct.pack("<I", number))
    fonts = (_font(), _font(flags=8), _font(raised=1), _font(colour=b"\x07\x00"))
    whole = xlsb(("labs", 0, b"".join(row(i) + b"".join(line) for i, line in enumerate(cells, 1))))
    with zipfile.ZipFile(io.BytesIO(whole)) as book_parts:
        parts = {name: book_parts.read(name) for name in book_parts.namelist()}
    runs = [b"\x01" + wide(text) + struct.pack("<IHH", 1, start, font) for text, start, font in texts]
    parts["xl/sharedStrings.bin"] = b"".join(record(19, text) for text in runs)
    parts["xl/styles.bin"] = record(611, struct.pack("<I", 4)) + b"".join(fonts) + record(612) + parts["xl/styles.bin"]
    put(drop, packed(parts), "labs.xlsb")


def _font(flags: int = 0, raised: int = 0, colour: bytes = b"\x00\x00") -> bytes:
    return record(43, struct.pack("<HHHHBBBB", 220, flags, 400, raised, 0, 2, 0, 0) + colour + bytes(6) + b"\x00" + wide("Arial"))


@kind("OpenDocument shows a month alone where its format does, and the 23rd of January as such", quarantined={"CV-010": 2},
      lost={"labs": [AST, ALB, TBIL]}, read_besides={"labs": ["00000003,TBIL,0.8,mg/dL,2023-01-23"]})  # fmt: skip
def ods_months_alone(drop):
    days = {1: ("2023-01-01", "2023-01"), 2: ("2023-01-01", "Jan 23"), 4: ("2023-01-16", "16.01.23"), 6: ("2023-01-23", "Jan 23")}
    put(drop, of_opendocument({}, days={line: ods_cell("date", *shown) for line, shown in days.items()}), "labs.ods")


@kind("a part in white may be hidden in OpenDocument, too", **lost(AST))
def ods_parts_in_white(drop):
    white = '<style:style style:name="W" style:family="text"><style:text-properties xmlns:fo="fo" fo:color="#ffffff"/></style:style>'
    text = '<text:p>45<text:span text:style-name="W">9</text:span></text:p>'
    put(drop, of_opendocument({1: ods_cell("string").replace("</table", text + "</table")}, styles=white), "labs.ods")


@kind("and so may they be in an XML spreadsheet, which may show months alone and no noughts", quarantined={"CV-010": 1, "CV-016": 2},
      lost={"labs": [AST, ALB, TBIL]})  # fmt: skip
def xml_2003_by_half(drop):
    sheet = xml_2003_sheet()
    white = '<ss:Data ss:Type="String" xmlns="x">45<Font html:Color="#FFFFFF" xmlns:html="x">9</Font></ss:Data>'
    sheet = sheet.replace('<Data ss:Type="String">45</Data>', white)
    sheet = sheet.replace('<Data ss:Type="String">0.8</Data>', '<Data ss:Type="Number">0</Data>')
    month = '<Cell ss:StyleID="s1"><Data ss:Type="DateTime">2023-01-01T00:00:00.000</Data>'
    before, _, behind = sheet.partition("3.9")
    sheet = before + "3.9" + behind.replace('<Cell><Data ss:Type="String">2023-01-09</Data>', month, 1)
    sheet = sheet.replace("</Table>", "</Table><WorksheetOptions><DoNotDisplayZeros/></WorksheetOptions>")
    put(drop, spreadsheetml(sheet, '<Style ss:ID="s1"><NumberFormat ss:Format="mmm\\-yy"/></Style>'), "labs.xls")


@kind("an XML spreadsheet in the encoding of Windows in Korean")
def xml_2003_in_cp949(drop):
    whole = spreadsheetml(xml_2003_sheet().replace('"labs"', '"검사"')).decode()
    put(drop, whole.replace('version="1.0"', 'version="1.0" encoding="ks_c_5601-1987"', 1).encode("cp949"), "labs.xls")


@kind("what a style sheet puts behind a value or takes from an attribute is part of it; a sign of a font of pictures is none",
      read_besides={"labs": ["00000001,AST,4500,U/L,2023-01-09", "00000002,AST,>61,U/L,2023-01-16", "00000002,NA,>139,mmol/L,2023-01-16"]},
      lost={"labs": [AST, AST_2, NA]}, quarantined={})  # fmt: skip
def html_put_behind(drop):
    style = ".k::after{content:'00'} .g:before{content:'\\3e'} .a::before{content:attr(data-x)} .e:after{content:'\\f101'}"
    cells = {"45": "<b class=k>45</b>", "61": "<b class=g>61</b>", "139": "<b data-x='>' class=a>139</b>", "0.8": "<b class=e>0.8</b>"}
    page(drop, style, cells)


@kind("signs that are put beside cells by their places are not read", refused="its style sheet puts signs beside some cells")
def html_put_by_place(drop):
    page(drop, "tr:nth-child(2) td:nth-child(3)::before {content: '<'} h2:first-child::before {content: '1.'}", {})


@kind("a part in white is hidden on white paper", **lost(AST, AST_2, NA))
def html_parts_in_white(drop):
    cells = {"45": "45<span style='color:#fff'>9</span>", "61": "61<font color=white>9</font>", "139": "139<i class=w>9</i>"}
    page(drop, ".w {color: rgb(255, 255, 255)}", cells | {"0.8": "<span style='color:white'>0.8</span>"})


@kind("what has no size or no colour is not seen, nor what has a class that hides in a style sheet that is not there; fonts are no style")
def html_hidden_otherwise(drop):
    cells = {
        "45": "45<span style='color:transparent'>9</span><span class=hide>9</span>",
        "3.9": "<span class='sr-only'>0003</span>3.9<span class='d-none d-md-inline'></span>",
        "61": "<span class='blind'>99</span>61<span style='height:0;overflow:hidden;display:inline-block'>9</span>",
        "139": "139<span style='max-width:0;overflow:hidden'>9</span>",
    }
    page(drop, "@font-face {src: url(data:font/woff2;base64,d09GMgABAAAAA)} .hide {display: none}", cells)


@kind("a check mark, a picture, a text that names data, and a limit that looks like a tag are not nothing", **lost(AST, ALB, AST_2, TBIL))
def html_no_blank_cells(drop):
    cells = {"45": "<input type=checkbox checked>", "3.9": "<LOD", "61": "<img src=flag.png>", "139": "<img alt=139 src=n.png>"}
    page(drop, "", cells | {"0.8": "data:0.8"})


@kind("nor is what a script writes, or a formula in signs: four to the fifth is no 45", **lost(AST, AST_2, NA))
def html_written_by_scripts(drop):
    power = "<math><msup><mn>4</mn><mn>5</mn></msup></math>"
    page(drop, "", {"45": power, "61": "<script>document.write(61)</script>", "139": "<span data-value=139></span>"})


@kind("a box beside a word says whether it is so; one beside a number selects its row", quarantined={"CV-027": 1},
      lost={"follow_up": ["00000001,2024-01-31,ALIVE,,"]})  # fmt: skip
def html_boxes(drop):
    rows = [line.split(",") for line in (drop.drop / "follow_up.csv").read_text(encoding="utf-8").splitlines()]
    for line in rows[1:]:
        line[0] = f"<input type=checkbox name=row> {line[0]}"
    rows[1][2] = "<input type=checkbox> DEAD"
    (drop.drop / "follow_up.csv").unlink()
    (drop.drop / "follow_up.xls").write_text(html_of(rows), encoding="utf-8")


@kind("a day of death that is only a picture or a check mark is none that is missing", quarantined={"CV-009": 2},
      lost={"follow_up": ["00000001,2024-01-31,ALIVE,,", "00000003,2024-02-28,ALIVE,,"]})  # fmt: skip
def html_death_as_a_picture(drop):
    rows = [line.split(",") for line in (drop.drop / "follow_up.csv").read_text(encoding="utf-8").splitlines()]
    rows[1][3], rows[3][3] = "<i class='fa fa-check'></i>", "<input type=checkbox checked>"
    (drop.drop / "follow_up.csv").unlink()
    (drop.drop / "follow_up.xls").write_text(html_of(rows), encoding="utf-8")


@kind("elements that stand in each other are looked through once, however deep", **lost(AST, ALB))
def html_elements_in_elements(drop):
    page(drop, "", {"45": "<sup>1" * 60_000, "3.9": "<b style='color:red'>1" * 60_000, "61": "61" + "<span class=hide>9" * 60_000})


@kind("so are those of OpenDocument", **lost(AST))
def ods_elements_in_elements(drop):
    spans = "<text:span>1" * 60_000 + "</text:span>" * 60_000
    put(drop, of_opendocument({1: ods_cell("string").replace("</table", f"<text:p>{spans}</text:p></table")}), "labs.ods")


@kind("style sheets and declarations without end are looked through once")
def html_styles_without_end(drop):
    text = html_of([[text.replace(">", "&gt;") for text in line] for line in ROWS])
    text = text.replace("<body>", f"<style>{'a b,' * 1_000_000}</style><style>{'/*' * 300_000}</style><body>")
    put(drop, (text + "<![CDATA[>" * 200_000).encode(), "labs.xls")
