"""What docs/study.md shows can be pasted below the settings that another hospital copies, and is read."""

import re

import pytest

from pipelines.settings.load_settings import load_settings
from pipelines.warehouse.sql_files import SQL
from tests.path_run import ROOT

PAGE = (ROOT / "docs" / "study.md").read_text(encoding="utf-8")
BLOCKS = [re.sub(r"^    ", "", block, flags=re.M) for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, flags=re.M)]


def test_the_page_has_its_ten_changes():
    assert re.findall(r"^\*\*(\d+)\.", PAGE, flags=re.M) == [str(number) for number in range(1, 11)]
    assert len(BLOCKS) >= 6


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().partition("\n")[0])
def test_a_block_of_the_page_is_read(block, tmp_path):
    settings = tmp_path / "registry.toml"
    settings.write_text((ROOT / "examples" / "neutral.toml").read_text(encoding="utf-8") + "\n" + block, encoding="utf-8")
    assert load_settings(settings).study != load_settings(ROOT / "examples" / "neutral.toml").study


def test_the_lists_of_the_page_are_there():
    assert {name for name in re.findall(r"`([a-z0-9_]+\.csv)`", PAGE) if not (SQL / "reference" / name).is_file()} == set()
