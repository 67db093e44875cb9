"""Control characters are shown and not obeyed; everything else stays as it is."""

import re

import pytest

from pipelines.settings.visible import NAMELESS, all_visible, visible, with_names
from pipelines.warehouse.build_tables import load_macros, open_warehouse


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07 null\x00 delete\x7f", "bell␇ null␀ delete␡"),
        ("back\x08\r", "back␈␍"),
        ("\x9b2J", "[U+009B]2J"),
        ("turned \u202egnp.exe", "turned [U+202E]gnp.exe"),
        ("two\nlines\tand 한글 <b>", "two\nlines\tand 한글 <b>"),
    ],
)
def test_a_control_character_is_shown(text, shown):
    assert visible(text) == shown
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("test=A\u200b", "test=A‹U+200B ZERO WIDTH SPACE›"),
        ("\u00a0A\ufeff", "‹U+00A0 NO-BREAK SPACE›A‹U+FEFF ZERO WIDTH NO-BREAK SPACE›"),
        ("가\u3164", "가‹U+3164 HANGUL FILLER›"),
        ("A B\t×", "A B\t×"),
    ],
)
def test_what_nobody_sees_is_shown_by_its_name(text, shown):
    assert with_names(text) == shown


def test_the_same_characters_are_folded_away_where_cells_are_read():
    turned = "\u202e"  # behind it 54 is shown as 45: it is named, and stays
    characters = [chr(code) for code in range(1, 0x10000) if re.fullmatch(NAMELESS, chr(code)) and chr(code) != turned]
    with open_warehouse() as connection:
        load_macros(connection, "spelling")
        folded = connection.execute("select distinct fold('a' || c || 'b') from (select unnest(?) as c)", [characters]).fetchall()
        assert sorted(folded) == [("a b",), ("ab",)]
        assert connection.execute("select distinct fold('a' || c) from (select unnest(?) as c)", [characters]).fetchall() == [("a",)]
        assert connection.execute("select fold(?)", [f"a{turned}54"]).fetchall() == [(f"a{turned}54",)]


def test_settings_are_shown_so_to_the_last_key():
    given = {"registry": {"name": "a\x1b"}, "study": {"arms": [{"label\x07": "b\x1b"}], "window": [1, 2]}}
    assert all_visible(given) == {"registry": {"name": "a␛"}, "study": {"arms": [{"label␇": "b␛"}], "window": [1, 2]}}


def test_settings_are_read_so(tmp_path):
    from pipelines.settings.load_settings import load_settings
    from tests.small_drop import SmallDrop

    drop = SmallDrop(tmp_path / "hospital")
    drop.set('label = "First-line HAIC"', 'label = "First\\u001b[31m"')
    assert load_settings(drop.config).study.arms[0].label == "First␛[31m"
