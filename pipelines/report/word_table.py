"""Writes one table into a Word file as journals have them: three lines, columns as wide as their texts, rows that stay whole."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.report.document import Table
from pipelines.report.in_print import unbroken

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TEXT_CM = 17.0  # the width of the text
SHORT = 48  # lines: so short a table stays on one page
CELL_STYLE = "Table Cell"
CELL_STYLE_ID = CELL_STYLE.replace(" ", "")  # as python-docx makes it of the name
CM_PER_LETTER, PADDING_CM, NARROW_CM, LABEL_CM = 0.165, 0.42, 2.0, (3.4, 5.3)


def add_table_style(word: "WordDocument") -> None:
    """Make the style of a table's cells: also of the empty ones, which else would be higher than the others."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style: Any = word.styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(8.5)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
    style.paragraph_format.line_spacing = 1.0


def column_widths(table: Table) -> list[float]:
    """Return the width of each column in cm: no cell is broken where there is room, heads may be broken between words.

    Where there is too little room the labels give way first, then the widest columns; what is left over goes to the heads that would be
    broken, then to all alike.
    """
    words = [max(map(len, column.split()), default=0) for column in table.columns]
    heads = [max(map(len, column.split("\n"))) for column in table.columns]
    cells = [max((len(part) for text in texts for part in text.split("\n")), default=0) for texts in _texts(table)]
    needed = [max(pair) * CM_PER_LETTER + PADDING_CM for pair in zip(words, cells, strict=True)]
    if table.has_long_texts:  # wrapped in any case: the longer the text, the wider, by its square root
        label, roots = min(needed[0], LABEL_CM[0]), [max(letters, 1) ** 0.5 for letters in cells[1:]]
        return [label, *((TEXT_CM - label) * root / sum(roots) for root in roots)]
    needed[0] = min(needed[0], LABEL_CM[1])
    if sum(needed) > TEXT_CM:
        needed[0] = max(LABEL_CM[0], needed[0] - (sum(needed) - TEXT_CM))
    if sum(needed) > TEXT_CM:  # the widest give way, the narrow ones (a p-value) do not
        narrow = sum(width for width in needed if width <= NARROW_CM)
        scale = (TEXT_CM - narrow) / (sum(needed) - narrow)
        return [width if width <= NARROW_CM else width * scale for width in needed]
    lacking = [max(head * CM_PER_LETTER + PADDING_CM - width, 0.0) for head, width in zip(heads, needed, strict=True)]
    share = min((TEXT_CM - sum(needed)) / sum(lacking), 1.0) if any(lacking) else 0.0
    widths = [width + share * more for width, more in zip(needed, lacking, strict=True)]
    return [width + (TEXT_CM - sum(widths)) / len(widths) for width in widths]


def _texts(table: Table) -> list[list[str]]:
    rows = [[line.label, *(cell.text + cell.mark for cell in line.cells)] for line in table.lines]
    return [[row[place] for row in rows] for place in range(len(table.columns))]


def add_table(word: "WordDocument", table: Table) -> None:
    """Add the grid of a table; its caption and notes stand around it."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    heads = 2 if table.spans else 1
    grid = word.add_table(rows=heads + len(table.lines), cols=len(table.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = column_widths(table)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    rows = list(grid.rows)
    if table.spans:
        place = 0
        for title, columns in table.spans:
            cell = rows[0].cells[place].merge(rows[0].cells[place + columns - 1])
            _fill(cell, title, is_bold=True)
            if title:
                _rule([cell], "bottom")
            place += columns
    for cell, column in zip(rows[heads - 1].cells, table.columns, strict=True):
        _fill(cell, column, is_bold=True)
    has_groups = any(line.is_indented for line in table.lines)
    for row, line in zip(rows[heads:], table.lines, strict=True):
        cells = row.cells
        _fill(cells[0], line.label, is_indented=line.is_indented, is_bold=has_groups and not line.is_indented)
        for cell, content in zip(cells[1:], line.cells, strict=True):
            _fill(cell, content.text, mark=content.mark)
    for place, row in enumerate(rows):
        for cell, width in zip(row.cells, widths, strict=True):
            if not table.spans or place:
                cell.width = Cm(width)
        is_end = place >= len(rows) - 3  # the last lines stay together, and with the notes
        leads = heads <= place < len(rows) - 1 and table.lines[place - heads + 1].is_indented and not table.lines[place - heads].is_indented
        _keep_whole(row, is_head=place < heads, with_next=place < heads or is_end or leads or len(rows) <= SHORT)
    _rule(rows[0].cells, "top")
    _rule(rows[heads - 1].cells, "bottom")
    _rule(rows[-1].cells, "bottom")


def _fill(cell: Any, text: str, *, mark: str = "", is_bold: bool = False, is_indented: bool = False) -> None:
    from docx.shared import Cm

    paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL_STYLE_ID  # by its name it would be sought among all styles, for each cell anew
    if is_indented:
        paragraph.paragraph_format.left_indent = Cm(0.35)
    if text:
        paragraph.add_run(unbroken(text)).bold = is_bold or None
    if mark:
        paragraph.add_run(mark).font.superscript = True


def _keep_whole(row: Any, *, is_head: bool, with_next: bool) -> None:
    """Keep a row on one page, and repeat the heads where a table goes on."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    if with_next:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _rule(cells: Iterable[Any], edge: str) -> None:
    """Draw a line above or below the cells of a row, as journals have them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        if borders.find(qn(f"w:{edge}")) is None:
            line = OxmlElement(f"w:{edge}")
            for key, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
