"""How the pieces of a cell are shown decides what the cell says."""

import pytest

from pipelines.drop.workbooks.shown_text import STRUCK_OUT, Manner, ShownText, manner_of


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
