"""How the pieces of a cell's text are shown: a raised digit is none of the number before it, and what is struck out is taken back.

A cell whose text is partly struck out says what is left of it; one that is struck out whole says STRUCK_OUT. One of which a part is
white says IN_WHITE: on white paper it hides what stands there, on red paper it does not.
"""

import re
from enum import IntEnum

STRUCK_OUT = "#STRUCK OUT"  # neither a value nor a missing one
IN_WHITE = "#IN WHITE"  # a text of which a part may be hidden by its colour: no value either
DIGITS = "0123456789+-"
RAISED_DIGITS, LOWERED_DIGITS = str.maketrans(DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), str.maketrans(DIGITS, "₀₁₂₃₄₅₆₇₈₉₊₋")


class Manner(IntEnum):
    """How a piece is shown; where several hold, the greatest counts."""

    PLAIN = 0
    LOWERED = 1
    RAISED = 2
    STRUCK = 3
    UNSEEN = 4


class ShownText:
    """The text of one cell, piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_struck = False
        self._has = {False: False, True: False}  # whether it has a visible piece that is not white, and one that is

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def add(self, text: str, manner: Manner = Manner.PLAIN, *, is_white: bool = False) -> None:
        """Add a piece."""
        if manner is Manner.RAISED:
            text = text.translate(RAISED_DIGITS)
        elif manner is Manner.LOWERED:
            text = text.translate(LOWERED_DIGITS)
        elif manner is Manner.STRUCK:
            self._is_struck = self._is_struck or not text.isspace()
        if manner < Manner.STRUCK:
            self._pieces.append(text)
            self._has[is_white] = self._has[is_white] or bool(text.strip())

    def whole(self) -> str:
        """Return what the cell says."""
        if all(self._has.values()):
            return IN_WHITE
        text = "".join(self._pieces)
        return STRUCK_OUT if self._is_struck and not text.strip() else text


def is_white(red_green_blue: str) -> bool:
    """Say whether a colour is white, as FFFFFFFF, #fff, white or rgb(255, 255, 255)."""
    colour = re.sub(r"\s", "", red_green_blue.lower())
    return colour == "white" or bool(re.fullmatch(r"#?(fff|(ff)?ffffff)|rgba?\(255,255,255(,1(\.0*)?)?\)|hsla?\(\d*,\d*%?,100%.*", colour))


def manner_of(struck: str | None, raised: str | None) -> Manner:
    """Return how a piece is shown by the attributes of Office: whether it is struck out, and where it stands, as superscript."""
    if struck is not None and struck.lower() not in ("0", "false", "off", "none", ""):
        return Manner.STRUCK
    return {"superscript": Manner.RAISED, "subscript": Manner.LOWERED}.get((raised or "").lower(), Manner.PLAIN)
