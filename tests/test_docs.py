"""The documents say what is: their commands, paths and keys exist, and the settings' comments state the defaults."""

import re

import pytest

from pipelines.__main__ import make_parser
from pipelines.book.columns_page import columns_page
from pipelines.settings.load_settings import load_settings
from pipelines.settings.sections import Response, Scores, Survival, Windows
from tests.path_run import ROOT

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
WRITTEN_BY_ITS_READER = ("our_hospital.toml", "clinic/")
MADE_BY_A_RUN = ("data/", "demo/", "registry/", "restricted/", "out/", "accepted/", "cohort/")
UNITS = ("mg/",)  # of doses


@pytest.fixture(params=DOCS, ids=lambda path: path.name)
def text(request):
    return request.param.read_text(encoding="utf-8")


def test_make_targets_exist(text):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert set(re.findall(r"\bmake (ingest|test|refresh|lint|lock|clean|[a-z]+)(?=[ `\n]+(?:#|DROP|CONFIG|DATA|`|\n))", text)) <= targets


def test_commands_exist(text):
    commands = set(make_parser()._subparsers._group_actions[0].choices)
    assert set(re.findall(r"-m pipelines ([a-z]+)", text)) <= commands


def test_options_exist(text):
    help_text = "".join(command.format_help() for command in make_parser()._subparsers._group_actions[0].choices.values())
    for line in re.findall(r"-m pipelines [a-z]+(.*)", text):
        for option in re.findall(r"--[a-z-]+", line):
            assert option in help_text, option


def test_paths_exist(text):
    for path in re.findall(r"(?:`|\()((?:[a-z_]+/)+[a-z_0-9.]*|[a-zA-Z_]+\.(?:md|toml|lock))(?:`|\))", text):
        if not path.startswith(MADE_BY_A_RUN) and not path.startswith((*UNITS, *WRITTEN_BY_ITS_READER)):
            assert (ROOT / path).exists() or (ROOT / "docs" / path).exists(), path


def test_contributing_shows_every_folder_in_its_place():
    """The tree of folders names each one below its parent, and no folder or file that is not there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tree = text[text.index("    registry.toml") : text.index("## Add a table")]
    named, parent = set(), ""
    for line in tree.splitlines():
        if match := re.match(r"    (  )?([a-z_]+(?:/|\.\w+|\.\w+\.\w+))(?:<name>/)? ", line):
            parent = parent if match[1] else match[2]
            named.add((parent if match[1] else "") + match[2])
    assert named and [path for path in named if not (ROOT / path).exists()] == []
    for parent in ("pipelines", "sql", ""):
        folders = {path.name for path in (ROOT / parent).iterdir() if path.is_dir() and path.name[0] not in "._"} - {"data"}
        assert {f"{parent}/{name}/".lstrip("/") for name in folders} <= named
    listed = re.search(r"cohort/ +(.+)", tree)[1]
    assert {path.name for path in (ROOT / "sql" / "cohort").iterdir() if path.is_dir()} == set(re.findall(r"([a-z]+)/", listed))


def test_the_picture_of_the_house_names_what_is_there():
    picture = (ROOT / "docs" / "pictures" / "house.svg").read_text(encoding="utf-8")
    paths = re.findall(r'class="path"[^>]*>([^<]+)<', picture)
    named = " ".join(paths).split()
    assert set(named) == {"registry.toml", "sql/reference/", "schemas/", "expectations/", "sql/", "pipelines/"}
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_glossary_is_in_order_and_linked():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    product, field = (re.findall(r"^\*\*(.+?)\*\* — ", part, flags=re.M) for part in text.split("## The words of the field"))
    assert product == ["accepted", "cohort", "drop", "finding", "quarantine", "query", "raw", "release", "staging"]
    assert field == sorted(field, key=str.casefold) and {"delayed entry", "disposition", "estimand", "event", "outcome"} <= set(field)
    for name in ("README.md", "CONTRIBUTING.md"):
        assert "(docs/glossary.md)" in (ROOT / name).read_text(encoding="utf-8")


def test_the_licence_is_there_and_named():
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "(LICENSE)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_page_of_columns_is_that_of_the_schemas():
    assert (ROOT / "docs" / "columns.md").read_text(encoding="utf-8") == columns_page()


def test_the_readme_shows_the_two_commands_first():
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    assert lines[0].startswith("make ingest") and lines[1].startswith("make test")


def test_registry_toml_states_the_defaults_of_the_choices():
    settings = load_settings(ROOT / "registry.toml")
    stated = (ROOT / "registry.toml").read_text(encoding="utf-8")
    for section, defaults in (
        (settings.response, Response()),
        (settings.survival, Survival()),
        (settings.windows, Windows()),
        (settings.scores, Scores()),
    ):
        assert section == defaults
        for key in type(defaults).model_fields:
            assert re.search(rf"^{key} = ", stated, flags=re.M), key
