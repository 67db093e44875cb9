"""Control characters are shown and not obeyed; everything else stays as it is."""

import pytest

from pipelines.settings.visible import all_visible, visible


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


def test_settings_are_shown_so_to_the_last_key():
    given = {"registry": {"name": "a\x1b"}, "study": {"arms": [{"label\x07": "b\x1b"}], "window": [1, 2]}}
    assert all_visible(given) == {"registry": {"name": "a␛"}, "study": {"arms": [{"label␇": "b␛"}], "window": [1, 2]}}


def test_settings_are_read_so(tmp_path):
    from pipelines.settings.load_settings import load_settings
    from tests.small_drop import SmallDrop

    drop = SmallDrop(tmp_path / "hospital")
    drop.set('label = "First-line HAIC"', 'label = "First\\u001b[31m"')
    assert load_settings(drop.config).study.arms[0].label == "First␛[31m"
