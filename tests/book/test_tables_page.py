"""The list, the page and the picture of all tables say what the SQL files say."""

import re
from xml.etree import ElementTree

import pytest

from pipelines.book.tables_layout import lay_out
from pipelines.book.tables_page import PAGE, PICTURE, tables_page
from pipelines.book.tables_picture import draw_tables
from pipelines.warehouse.sql_files import EACH, layer_paths, sql_layers
from pipelines.warehouse.table_files import raw_tables
from pipelines.warehouse.table_graph import TableNode, expand, read_graph, to_dot


@pytest.fixture(scope="module")
def nodes():
    return {node.name: node for node in read_graph()}


def test_the_page_is_that_of_the_sql():
    assert PAGE.read_text(encoding="utf-8") == tables_page(), "run python -m pipelines.book.tables_page"


def test_the_picture_is_that_of_the_sql():
    assert PICTURE.read_text(encoding="utf-8") == draw_tables(read_graph()), "run python -m pipelines.book.tables_page"


# --- what is known of a table


def test_every_file_of_a_table_is_in_the_graph(nodes):
    assert {f"{layer}.{path.stem}" for layer in sql_layers() for path in layer_paths(layer)} <= nodes.keys()


def test_every_table_says_its_grain_in_a_sentence(nodes):
    assert [node.name for node in nodes.values() if not re.fullmatch(r"One row per .+\.", node.grain)] == []


@pytest.mark.parametrize(
    ("name", "topic", "scope", "is_released", "reads"),
    [
        ("cohort.index_dates", "eligibility", "patient", True, ("cohort.treatment_rows", "reference.study_index_treatments")),
        ("cohort.graded_tests", "checks", "registry", False, ("cohort.lab_grades", "reference.ctcae_bands")),
        ("staging.procedures", "", "patient", False, ("raw.procedures", "reference.codes")),  # the codes by the macro read_code
        ("raw.broken_rows", "", "registry", False, ()),  # filled while the files are loaded
        (f"accepted.{EACH}", "", "registry", True, (f"quarantine.{EACH}", f"staging.{EACH}")),
    ],
)
def test_a_table_is_known_by_its_file(nodes, name, topic, scope, is_released, reads):
    node = nodes[name]
    assert (node.topic, node.scope, node.is_released, node.reads) == (topic, scope, is_released, reads)


def test_rules_are_counted_that_guard_a_table_and_that_read_it(nodes):
    assert nodes["staging.drug_administrations"].rules > 30
    assert nodes["derived.cycle_days"].read_by_rules == 1  # its predicate and its arithmetic are one rule's
    assert nodes["derived.planned_doses"].read_by_rules == 6  # by surface: two, of what is possible and what is planned; flat; by weight


def test_what_is_derived_is_read(nodes):
    read = {name for node in nodes.values() for name in node.reads}
    derived = [node for node in nodes.values() if node.layer == "derived"]
    assert [node.name for node in derived if not node.read_by_rules and node.name not in read] == []


# --- the graph


def test_a_template_stands_for_one_table_for_each_staged_one():
    template = TableNode("accepted", EACH, "", "One row.", "registry", (f"staging.{EACH}",), 0, 0, True)
    reader = TableNode("gate", "counts", "", "One row.", "registry", (f"accepted.{EACH}", "raw.broken_rows"), 0, 0, False)
    *accepted, counts = expand((template, reader))
    assert [(node.name, node.reads) for node in accepted] == [(f"accepted.{table}", (f"staging.{table}",)) for table in raw_tables()]
    assert set(counts.reads) == {f"accepted.{table}" for table in raw_tables()} | {"raw.broken_rows"}


def test_the_graph_has_an_arrow_from_what_is_read_to_what_reads_it():
    lines = to_dot(read_graph()).splitlines()
    assert (lines[0], lines[-1]) == ("digraph tables {", "}")
    for arrow in ('"raw.labs" -> "staging.labs"', '"staging.labs" -> "quarantine.labs"', '"cohort.outcomes" -> "cohort.patients"'):
        assert f"  {arrow};" in lines
    drawn = {name for line in lines for name in re.findall(r'^    "([^"]+)" \[', line)}
    assert {name for line in lines for name in re.findall(r'"([^"]+)" -> ', line)} <= drawn | {
        name for line in lines for name in re.findall(r'"(last_[^"]+)"', line)
    }, "only the tables of the last release have no file"


# --- the picture


def test_every_table_is_in_the_picture():
    picture = ElementTree.fromstring(draw_tables(read_graph()))
    names = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "name"]
    assert sorted(names) == sorted(node.title for node in read_graph())


def test_no_box_lies_on_another():
    boxes = [box for box in lay_out(read_graph()).boxes if not box.is_frame]
    for one in boxes:
        for other in boxes:
            apart = one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y
            assert one is other or apart, (one.group, other.group)
