"""How the pieces of a cell are shown decides what the cell says."""

import pytest

from pipelines.drop.workbooks.shown_text import IN_WHITE, STRUCK_OUT, Manner, ShownText, is_white, manner_of


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([("45", Manner.PLAIN), ("2", Manner.RAISED)], "45²"),
        ([("10", Manner.PLAIN), ("-3", Manner.RAISED), ("/L", Manner.PLAIN)], "10⁻³/L"),
        ([("H", Manner.PLAIN), ("2", Manner.LOWERED), ("O", Manner.PLAIN)], "H₂O"),
        ([("45", Manner.STRUCK), ("54", Manner.PLAIN)], "54"),
        ([("45", Manner.STRUCK)], STRUCK_OUT),
        ([("45", Manner.STRUCK), (" ", Manner.PLAIN)], STRUCK_OUT),
        ([(" ", Manner.STRUCK)], ""),  # nothing was there
        ([("9", Manner.UNSEEN), ("45", Manner.PLAIN)], "45"),
        ([("9", Manner.UNSEEN)], ""),
        ([("a", Manner.RAISED)], "a"),
    ],
)
def test_what_a_cell_says(pieces, says):
    text = ShownText()
    for piece in pieces:
        text.add(*piece)
    assert text.whole() == says


@pytest.mark.parametrize(
    ("struck", "raised", "manner"),
    [
        ("1", None, Manner.STRUCK),
        ("solid", "superscript", Manner.STRUCK),
        ("0", None, Manner.PLAIN),
        ("false", "superscript", Manner.RAISED),
        ("none", "subscript", Manner.LOWERED),
        (None, "baseline", Manner.PLAIN),
        (None, None, Manner.PLAIN),
    ],
)
def test_how_a_piece_is_shown(struck, raised, manner):
    assert manner_of(struck, raised) is manner


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([("45", False), ("9", True)], IN_WHITE),
        ([("45", False), (" ", True)], "45 "),
        ([("45", True), ("9", True)], "459"),  # white on red, as a value that is high
        ([("45", False)], "45"),
    ],
)
def test_a_part_in_white_may_be_hidden(pieces, says):
    text = ShownText()
    for piece, white in pieces:
        text.add(piece, is_white=white)
    assert text.whole() == says


@pytest.mark.parametrize("colour", ["FFFFFFFF", "ffffff", "#FFF", "white", "rgb(255, 255,255)", "rgba(255,255,255,1)", "hsl(0, 0%, 100%)"])
def test_a_colour_is_white(colour):
    assert is_white(colour)


@pytest.mark.parametrize("colour", ["", "FF0000FF", "#ffff00", "whitesmoke", "rgb(255,255,0)", "rgba(255,255,255,0.1)", "currentcolor"])
def test_a_colour_is_not_white(colour):
    assert not is_white(colour)
