"""Shows control characters instead of obeying them: a word of the settings, a cell or a name must not move the cursor of a terminal."""

import re
import unicodedata
from typing import Any

PICTURES = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"} | {0x7F: "\u2421"}  # ␛ for ESC
UNSEEN = (*range(0x80, 0xA0), 0x061C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # C1, and what turns text
INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202d\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0"  # take no room
ODD_BLANKS = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
NAMELESS = f"[{INVISIBLE}\u202e{ODD_BLANKS}]"  # behind U+202E 54 is shown as 45: it is named, and never folded away
VISIBLE = PICTURES | {code: f"[U+{code:04X}]" for code in UNSEEN}


def visible(text: str) -> str:
    """Return a text with a picture or the number of each control character in its place; tabs and new lines stay."""
    return text.translate(VISIBLE)


def with_names(text: str) -> str:
    """Return a text with the name of each character that nobody sees, or takes for an ordinary blank: A‹U+200B ZERO WIDTH SPACE›."""
    return re.sub(NAMELESS, lambda found: f"‹U+{ord(found[0]):04X} {unicodedata.name(found[0])}›", text)


def all_visible(content: Any) -> Any:
    """Return nested lists and dicts with every text so, keys included."""
    if isinstance(content, str):
        return visible(content)
    if isinstance(content, dict):
        return {all_visible(key): all_visible(value) for key, value in content.items()}
    return [all_visible(value) for value in content] if isinstance(content, list) else content
