"""The files of a release's results: all there, the same bytes each time, and each fit for whom it is for."""

import csv
import io
import re
import zipfile
from itertools import pairwise

import docx
import polars as pl
import pytest
from docx.oxml.ns import qn

from tests.analysis.cohort_frame import reconstructed_patients
from tests.report.report_of import RESULTS, numbers_in, written
from tests.whole_path import slow_to_make

FIGURES = (
    "cohort_flow",
    "figure_1_os",
    "figure_2_pfs",
    "forest_os",
    "forest_pfs",
    "love_plot",
    "cumulative_incidence_pfs",
    "subgroups_os",
    "subgroups_pfs",
)
TABLES = (
    "table_1", "table_2", "table_3", "table_4", "survival_by_arm", "response_duration", "response_definitions", "landmarks",
    "proportional_hazards", "adjusted_survival", "balance", "subgroups", "response_differences", "survival_further", "competing_risks",
    "model_checks",
)  # fmt: skip
NOT_RECORDED = ("laboratory_grades", "laboratory_grades_by_cycle", "event_grades", "exposure")  # these patients have none of it

MODEL = {"rule": "TE-007", "name": "model_has_enough_events", "level": "flag", "layer": "cohort", "table": "patients"}
FOUND = RESULTS | {"rules": [*RESULTS["rules"], MODEL | {"outcome": "failed", "rows": 2, "findings": 1}]}  # what it found stands in no row


@pytest.fixture(scope="module")
@slow_to_make
def files(tmp_path_factory, pictures_are_fine):
    return written(reconstructed_patients(), tmp_path_factory.mktemp("results") / "results", results=FOUND)


@pytest.fixture(scope="module")
def page(files):
    return files["report.html"].decode()


@pytest.fixture(scope="module")
def word(files):
    return docx.Document(io.BytesIO(files["report.docx"]))


def test_no_sentence_of_the_page_runs_into_the_next(page):
    """What is between two tags is text; the template's own line breaks are not kept."""
    texts = re.findall(r">([^<]+)<", re.sub(r"(?s)<(style|svg|script|pre)\b.*?</\1>", "", page))
    assert "findings.xlsx. Of the results of the statistics, which stand in no row: TE-007." in " ".join(" ".join(texts).split())
    assert [text for text in texts if re.search(r"[a-z0-9)][.;:][A-Z][a-z]", text)] == []


def test_every_table_and_figure_is_there(files):
    assert {f"figures/{name}.{form}" for name in FIGURES for form in ("svg", "pdf", "png")} <= files.keys()
    assert {f"tables/{name}.csv" for name in TABLES} <= files.keys()
    assert not {f"tables/{name}.csv" for name in NOT_RECORDED} & files.keys()
    curves = {f"curves/{end}_{group}.csv" for end in ("os", "pfs") for group in ("first_line", "post_ate_beva", "all")}
    assert curves <= files.keys()
    assert {"statistics.json", "statistics.csv", "report.html", "report.docx"} <= files.keys()


@pytest.mark.slow
def test_same_cohort_in_any_order_is_the_same_bytes(files, tmp_path):
    shuffled = reconstructed_patients().sample(fraction=1, shuffle=True, seed=7)
    again = written(shuffled, tmp_path / "results", results=FOUND)
    assert [name for name in files if files[name] != again[name]] == []
    assert files.keys() == again.keys()


def test_no_patient_stands_anywhere(files):
    pseudonyms = reconstructed_patients()["patient_id"].to_list()
    for name, content in files.items():
        if name.endswith((".html", ".json", ".csv", ".svg")):
            text = content.decode()
            assert not [pseudonym for pseudonym in pseudonyms if re.search(rf"\b{pseudonym}\b", text)], name


# --- numbers


def test_every_number_says_what_it_is(files):
    numbers = numbers_in(files)
    assert len(numbers) > 500
    for number in numbers:
        assert number["name"] and number["group"] and number["method"] and number["role"] in ("primary", "sensitivity"), number
    keys = [(number["analysis"], number["name"], number["group"]) for number in numbers]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("analysis", "name", "group", "value"),
    [
        ("table_1", "sex.M.count", "first_line", 57),
        ("table_2", "ORR.count", "post_ate_beva", 12),
        ("os", "events", "all", 47),
        ("os", "at_risk_at_3", "first_line", 40),
        ("pfs", "at_risk_at_12", "post_ate_beva", 4),
        ("cohort_flow", "has_arm.excluded_count", "all", 3),
    ],
)
def test_number_of_the_paper(files, analysis, name, group, value):
    (found,) = (n for n in numbers_in(files) if (n["analysis"], n["name"], n["group"]) == (analysis, name, group))
    assert found["value"] == value


def test_csv_has_the_same_numbers(files):
    rows = list(csv.DictReader(io.StringIO(files["statistics.csv"].decode())))
    assert len(rows) == len(numbers_in(files))


def test_curve_in_numbers_begins_at_the_size_of_the_arm_and_only_falls(files):
    rows = list(csv.DictReader(io.StringIO(files["curves/os_first_line.csv"].decode())))
    survival = [float(row["survival"]) for row in rows]
    assert rows[0]["at_risk"] == "66" and survival == sorted(survival, reverse=True)
    assert sum(int(row["events"]) for row in rows) == 34


def test_line_of_a_table_in_csv_is_read_alone(files):
    rows = list(csv.reader(io.StringIO(files["tables/table_1.csv"].decode("utf-8-sig"))))
    assert rows[0][2:] == ["First-line HAIC (n = 66)", "Post-ate-beva HAIC (n = 34)", "All (n = 100)", "SMD", "P-value"]
    assert ["Sex, n (%)", "Male", "57 (86.4)", "25 (73.5)", "82 (82.0)", "", ""] in rows


def test_supplementary_tables_and_figures_are_numbered_in_their_order_without_gaps(page):
    for kind in ("Table", "Figure"):
        numbers = [int(number) for number in re.findall(rf"<b>{kind} S(\d+)\.</b>", page)]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers, kind


# --- the page


def test_page_needs_nothing_besides_itself(page):
    assert "default-src 'none'" in page and "<script" not in page
    loaded = re.findall(r"""(?:src|href|xlink:href|action|data)\s*=\s*["']([^"']*)""", page)
    assert {target for target in loaded if not target.startswith("#")} == set()
    assert not re.search(r"url\((?!#)|@import|<(?:img|iframe|object|embed|link)", page)
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}, "a name of XML, no address"


def test_ids_are_unique_and_every_link_inside_the_page_leads_somewhere(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', page) + re.findall(r"url\(#([^)]+)\)", page)
    labels = [name for names in re.findall(r'aria-labelledby="([^"]+)"', page) for name in names.split()]
    assert set(targets) | set(labels) <= set(ids)


def test_page_can_be_heard(page):
    assert '<html lang="en">' in page and page.count("<h1>") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels)), "no level of heading is left out"
    assert "<th>" not in page, "every head says what it is the head of"
    assert page.count("<svg") == page.count('role="img"') == page.count("<desc ")


def test_order_of_the_page(page):
    order = ["The statistics ran", 'class="tiles"', "Gates", "Cohort flow", "Table 1.", "Table 2.", "Figure 1.", "Figure 2.", "Table 3.",
             "Table 4.", "Methods", "References", "Appendix: sensitivity analyses"]  # fmt: skip
    places = [page.index(text, page.index("<main>")) if text != "Gates" else page.index('id="gates"') for text in order]
    at = [page.index(f'id="{name}"') for name in ("gates", "flow", "baseline", "response", "survival", "cox", "methods", "appendix")]
    assert places[0] < places[1] < at[0] and at == sorted(at)


def test_outcomes_are_words(page):
    assert "1 asks; of 2 rules" in page and "error: 1 of 1 rules could not be run" in page
    assert "not applicable: 1 rule saw no row" in page
    assert "asks about 2 of 100 rows" in page


def test_flow_says_why_patients_were_excluded(page):
    assert "<b>3 excluded</b>: arm cannot be assigned" in page and "had the index treatment: nobody excluded" in page


def test_letters_of_tests_are_raised_in_cells_and_notes(page):
    assert "0.151<sup>a</sup>" in page and "P-values: <sup>a</sup> Student&#39;s t-test; <sup>b</sup> Pearson&#39;s chi-square" in page


def test_the_papers_numbers_are_on_the_page(page):
    for text in ("57 (86.4)", "12 (35.3)", "6.8 (4.1–NR)", "12.4 (9.0–NR)", "40.4 (28.0–58.1)", "0.073", "0.018", "0.560 (0.294–1.066)"):
        assert text in page, text


def test_every_printed_number_is_set_beside_the_recomputed_one(page):
    said = page[page.index("printed numbers, each counted once: ") :][:400]
    assert page.count("141 printed numbers, each counted once: ") == 1 and "0.031" in page
    assert re.findall(r"(\d+) are different", said) == ["3"]  # each with its reason


@pytest.mark.slow
def test_word_a_hospital_writes_is_no_markup(tmp_path):
    patients = reconstructed_patients().head(20).with_columns(pl.lit("<b>&").alias("etiology"))
    page = written(patients, tmp_path / "results")["report.html"].decode()
    assert "&lt;b&gt;&amp;" in page and "<b>&" not in page


# --- the Word file


def test_tables_of_the_word_file_have_numbered_captions_and_widths(word):
    captions = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    numbers = [caption.split(".")[0] for caption in captions]
    assert {"Table 1", "Table 2", "Table 3", "Table 4", "Figure 1", "Figure 2"} <= set(numbers) and len(numbers) == len(set(numbers))
    assert len(word.tables) == len(TABLES)
    for table in word.tables:
        assert all(column.width for column in table.columns)
        assert sum(column.width for column in table.columns) <= word.sections[0].page_width
        assert all(cell.width for row in table.rows for cell in row.cells)


def test_word_file_names_its_tests_and_keeps_its_rows_whole(word):
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "a Student's t-test; b Pearson's chi-square; c Welch's t-test" in text
    table = word.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_rows_of_a_word_table_are_of_one_height_and_its_groups_are_bold(word):
    table = word.tables[0]
    styles = {paragraph.style.name for row in table.rows for cell in row.cells for paragraph in cell.paragraphs}
    assert styles == {"Table Cell"} and word.styles["Table Cell"].font.size.pt == 8.5
    bold = {row.cells[0].text: row.cells[0].paragraphs[0].runs[0].bold for row in table.rows[1:]}
    assert bold["Sex, n\u00a0(%)"] is True and bold["Male"] is None


def test_pages_of_the_word_file_are_numbered(word):
    footer = word.sections[0].footer.paragraphs[0]
    assert "PAGE" in footer._p.xml and "2024-12-31-0123456789ab" in footer.text


def test_word_file_has_a_korean_font_and_no_clock(word, files):
    fonts = word.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "Malgun Gothic"
    assert f"{word.core_properties.created:%Y-%m-%d}" == "2024-12-31" == f"{word.core_properties.modified:%Y-%m-%d}"
    with zipfile.ZipFile(io.BytesIO(files["report.docx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_figures_of_the_word_file_are_described(word):
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(described) == len(FIGURES) and all(described)


# --- figures


@pytest.mark.parametrize("name", FIGURES)
def test_figure_holds_no_clock_and_no_machine(files, name):
    for form in ("svg", "pdf", "png"):
        content = files[f"figures/{name}.{form}"]
        assert not re.search(rb"20[0-9]{2}-[01][0-9]-[0-3][0-9]T|/CreationDate|matplotlib v", content)
    assert b"<text" in files[f"figures/{name}.svg"], "text stays text"


def test_picture_has_300_dpi(files):
    from PIL import Image

    for name in FIGURES:
        dpi = Image.open(io.BytesIO(files[f"figures/{name}.png"])).info["dpi"]
        assert [round(value) for value in dpi] == [300, 300]


def test_numbers_at_risk_stand_below_the_axis(files):
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", files["figures/figure_1_os.svg"].decode())
    place = texts.index("Number at risk")
    assert [text for text in texts[place:] if text.isdigit()][:5] == ["66", "40", "20", "12", "10"]
    assert any("Log-rank p = 0.073" in text for text in texts)
