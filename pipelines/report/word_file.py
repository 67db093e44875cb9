"""Writes the report for a manuscript as a Word file: the same tables and figures, the same bytes for the same content."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.report.document import Contents, Document, Figure, Flow, Paragraph, Reference, Section, Table, runs_of
from pipelines.report.in_print import unbroken
from pipelines.report.word_table import CELL_STYLE, TEXT_CM, add_table, add_table_style

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section as Page

FONT, KOREAN_FONT = "Arial", "Malgun Gothic"
PAGE_CM = (21.0, 29.7)
MARGIN_CM = (PAGE_CM[0] - TEXT_CM) / 2
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
    normal: Any = word.styles["Normal"]
    normal.font.size = Pt(10.5)
    add_table_style(word)
    _number_pages(page, document)
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


def _set_font(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = FONT
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), KOREAN_FONT)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _number_pages(page: "Page", document: Document) -> None:
    """Put the release and the page's number below each page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    paragraph = page.footer.paragraphs[0]
    paragraph.style = CELL_STYLE  # that of footers has tab stops of its own
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{document.registry}, release {document.run_id}\t")
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _set_properties(word: "WordDocument", document: Document) -> None:
    properties, as_of = word.core_properties, dt.datetime.fromisoformat(document.as_of)
    properties.title, properties.author, properties.last_modified_by = f"{document.registry}: results", "haic-registry", "haic-registry"
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.created = properties.modified = properties.last_printed = as_of


def _add_section(word: "WordDocument", section: Section, pictures: Mapping[str, bytes]) -> None:
    word.add_heading(section.title, level=1)
    for block in section.blocks:
        if isinstance(block, Table):
            _add_caption(word, block.number, block.title, block.role)
            add_table(word, block)
            _add_notes(word, block.notes)
        elif isinstance(block, Figure | Flow):
            _add_figure(word, block.figure if isinstance(block, Flow) else block, pictures)
        elif isinstance(block, Paragraph):
            paragraph = word.add_paragraph()
            if block.lead:
                paragraph.add_run(f"{block.lead}. ").bold = True
            paragraph.add_run(unbroken(block.text))
        elif isinstance(block, Reference):
            _add_reference(word, block)
        elif isinstance(block, Contents):
            _add_contents(word, block)


def _add_contents(word: "WordDocument", contents: Contents) -> None:
    for title, entries in contents.entries:
        word.add_paragraph().add_run(title).bold = True
        for number, name, _ in entries:
            word.add_paragraph(f"{number}. {name}", style="List Bullet")


def _add_reference(word: "WordDocument", reference: Reference) -> None:
    from docx.shared import Cm, Pt

    paragraph = word.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = Cm(0.8), Cm(-0.8), Pt(3)
    form.tab_stops.add_tab_stop(Cm(0.8))
    paragraph.add_run(f"{reference.number}.\t{reference.text}").font.size = Pt(9.5)


def _add_caption(word: "WordDocument", number: str, title: str, role: str) -> None:
    from docx.shared import Pt

    paragraph = word.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)
    first = paragraph.add_run(f"{number}. ")
    rest = paragraph.add_run(title + (" (sensitivity analysis)" if role == "sensitivity" else ""))
    first.font.size = rest.font.size = Pt(10)
    rest.bold = False


def _add_notes(word: "WordDocument", notes: tuple[str, ...]) -> None:
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(3)
    for text, is_raised in runs_of(" ".join(notes)):
        run = paragraph.add_run(text if is_raised else unbroken(text))
        run.font.size, run.font.superscript = Pt(8.5), is_raised or None


def _add_figure(word: "WordDocument", figure: Figure, pictures: Mapping[str, bytes]) -> None:
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
