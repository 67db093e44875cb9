"""Writes the report for a manuscript as a Word file: the same tables and figures, the same bytes for the same content."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

from pipelines.report.document import Document, Figure, Flow, Paragraph, Reference, Section, Table

FONT, KOREAN_FONT = "Arial", "Malgun Gothic"
SHORT = 26  # lines: so short a table stays on one page
PAGE_CM, MARGIN_CM = (21.0, 29.7), 2.0
TEXT_CM = PAGE_CM[0] - 2 * MARGIN_CM
CM_PER_LETTER, NARROW_CM = 0.165, 2.0
EPOCH = (1980, 1, 1, 0, 0, 0)


def word_bytes(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Return the .docx of a report; `pictures` are the PNG figures by name."""
    import docx
    from docx.shared import Cm, Pt

    word = docx.Document()
    page = word.sections[0]
    page.page_width, page.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    for name in ("Normal", "Heading 1", "Title", "Caption"):
        _set_font(word.styles[name])
    word.styles["Normal"].font.size = Pt(10.5)
    _set_properties(word, document)
    word.add_paragraph(f"{document.registry}: results", style="Title")
    word.add_paragraph(f"Data complete up to {document.as_of}. Release {document.run_id} of haic-registry.")
    for warning in document.warnings:
        word.add_paragraph(warning)
    for section in document.sections:
        if section.in_word:
            _add_section(word, section, pictures)
    buffer = io.BytesIO()
    word.save(buffer)
    return same_bytes(buffer.getvalue())


def same_bytes(archive: bytes) -> bytes:
    """Return a zip with its parts in order of name and all of one fixed date, for python-docx writes the hour of writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        # readers expect the list of content types first
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def _set_font(style) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = FONT
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), KOREAN_FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _set_properties(word, document: Document) -> None:
    properties, as_of = word.core_properties, dt.datetime.fromisoformat(document.as_of)
    properties.title, properties.author, properties.last_modified_by = f"{document.registry}: results", "haic-registry", "haic-registry"
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.created = properties.modified = properties.last_printed = as_of


def _add_section(word, section: Section, pictures: Mapping[str, bytes]) -> None:
    word.add_heading(section.title, level=1)
    for block in section.blocks:
        if isinstance(block, Table):
            _add_table(word, block)
        elif isinstance(block, Figure | Flow):
            _add_figure(word, block.figure if isinstance(block, Flow) else block, pictures)
        elif isinstance(block, Paragraph):
            paragraph = word.add_paragraph()
            if block.lead:
                paragraph.add_run(f"{block.lead}. ").bold = True
            paragraph.add_run(block.text)
        elif isinstance(block, Reference):
            word.add_paragraph(f"{block.number}. {block.text}")


def _add_caption(word, number: str, title: str, role: str) -> None:
    from docx.shared import Pt

    paragraph = word.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)
    first = paragraph.add_run(f"{number}. ")
    rest = paragraph.add_run(title + (" (sensitivity analysis)" if role == "sensitivity" else ""))
    first.font.size = rest.font.size = Pt(10)
    rest.bold = False


def _add_notes(word, notes: tuple[str, ...]) -> None:
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(3)
    run = paragraph.add_run(" ".join(notes))
    run.font.size = Pt(8.5)


def _add_figure(word, figure: Figure, pictures: Mapping[str, bytes]) -> None:
    from docx.shared import Cm

    if figure.name not in pictures:
        return
    _add_caption(word, figure.number, figure.title, figure.role)
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = bool(figure.notes)
    shape = paragraph.add_run().add_picture(io.BytesIO(pictures[figure.name]), width=Cm(TEXT_CM if figure.is_wide else 13.5))
    shape._inline.docPr.set("descr", figure.alt)  # what a screen reader says
    shape._inline.docPr.set("name", figure.name)
    if figure.notes:
        _add_notes(word, figure.notes)


def column_widths(table: Table) -> list[float]:
    """Return the width of each column in cm: as wide as its longest text, no label wider than 5.6; what is left over goes to all alike."""
    longest = [max(len(part) for text in (column, *texts) for part in text.split("\n")) for column, texts in
               zip(table.columns, _texts(table), strict=True)]  # fmt: skip
    wanted = [min(longest[0] * CM_PER_LETTER + 0.5, 5.6), *(length * CM_PER_LETTER + 0.5 for length in longest[1:])]
    if sum(wanted) > TEXT_CM:  # the widest give way, the narrow ones (a p-value) do not
        narrow = sum(width for width in wanted if width <= NARROW_CM)
        scale = (TEXT_CM - narrow) / (sum(wanted) - narrow)
        return [width if width <= NARROW_CM else width * scale for width in wanted]
    return [width + (TEXT_CM - sum(wanted)) / len(wanted) for width in wanted]


def _texts(table: Table) -> list[list[str]]:
    rows = [[line.label, *(cell.text + cell.mark for cell in line.cells)] for line in table.lines]
    return [[row[place] for row in rows] for place in range(len(table.columns))]


def _add_table(word, table: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    _add_caption(word, table.number, table.title, table.role)
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
            place += columns
    for cell, column in zip(rows[heads - 1].cells, table.columns, strict=True):
        _fill(cell, column, is_bold=True)
    for row, line in zip(rows[heads:], table.lines, strict=True):
        cells = row.cells
        _fill(cells[0], line.label, is_indented=line.is_indented)
        for cell, content in zip(cells[1:], line.cells, strict=True):
            _fill(cell, content.text, mark=content.mark)
    for place, row in enumerate(rows):
        for cell, width in zip(row.cells, widths, strict=True):
            if not table.spans or place:
                cell.width = Cm(width)
        is_last = place == len(rows) - 1
        _keep_whole(row, is_head=place < heads, with_next=place < heads or is_last or len(rows) <= SHORT)
    _rule(rows[0], "top")
    _rule(rows[heads - 1], "bottom")
    _rule(rows[-1], "bottom")
    _add_notes(word, table.notes)


def _fill(cell, text: str, *, mark: str = "", is_bold: bool = False, is_indented: bool = False) -> None:
    from docx.shared import Cm, Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    if is_indented:
        paragraph.paragraph_format.left_indent = Cm(0.35)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(8.5), is_bold
    if mark:
        raised = paragraph.add_run(mark)
        raised.font.size, raised.font.superscript = Pt(8.5), True


def _keep_whole(row, *, is_head: bool, with_next: bool) -> None:
    """Keep a row on one page, and repeat the heads where a table goes on."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    if with_next:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _rule(row, edge: str) -> None:
    """Draw a line above or below a row, as journals have them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in row.cells:
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
