"""How the elements of a web page show their texts, by their tags, their own styles and the style sheet of the web page.

Of a style sheet the rules for a tag, a class or an id are read, which is what systems that write tables need; a rule for what
stands within something else is taken for its last part.
"""

import re
from itertools import islice

from pipelines.drop.workbooks.shown_text import Manner

UNSEEN = ("rt", "rp", "datalist", "dialog", "audio", "video", "object", "iframe", "svg", "canvas", "meter", "progress")
MANNERS = {"sup": Manner.RAISED, "sub": Manner.LOWERED, "s": Manner.STRUCK, "strike": Manner.STRUCK, "del": Manner.STRUCK}
MANNERS |= {"ruby": Manner.PLAIN} | dict.fromkeys(UNSEEN, Manner.UNSEEN)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all|(font-size|opacity)\s*:\s*0(\.0*)?\s*([a-z%]+\s*)?(;|!|$)"
    r"|(left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](px)?[,\s]+[01](px)?[,\s]+[01](px)?",
    re.IGNORECASE,
)
STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
OVERRIDE = re.compile(r"unicode-bidi\s*:\s*(isolate|bidi)-override", re.IGNORECASE)
LEFTWARD = re.compile(r"direction\s*:\s*rtl", re.IGNORECASE)
CONTENT = re.compile(r"content\s*:\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
RULE = re.compile(r"([^{}]{1,1000})\{([^{}]*)\}")
PART = re.compile(r"(?P<key>[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?[.#][\w-]+)(?P<pseudo>::?before)?", re.IGNORECASE)
LONGEST_STYLE = 1000  # characters
MOST_RULES = 10_000
TURNED = "\u202e"  # behind this sign a text runs from right to left

Given = dict[str, str | None]


class StyleSheet:
    """The rules of a web page: a style for each tag, class or id, or each tag with a class, and a text that it puts before an element."""

    def __init__(self) -> None:
        self._styles: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def read(self, text: str) -> None:
        """Read rules; later ones are put behind earlier ones."""
        text = re.sub(r"/\*.*?\*/|<!--|-->", " ", text, flags=re.DOTALL)
        for rule in islice(RULE.finditer(text), MOST_RULES):
            for selector in rule[1].split(",")[:100]:
                part = PART.fullmatch(re.split(r"[\s>+~]+", selector.strip())[-1])
                key = part["key"].lower() if part else ""
                if part and part["pseudo"]:
                    made = CONTENT.search(rule[2])
                    self._texts[key] = (made[1] or made[2] or "") if made else ""
                elif part:
                    self._styles[key] = (self._styles.get(key, "") + ";" + rule[2].strip())[:LONGEST_STYLE]

    def style_of(self, tag: str, given: Given) -> str:
        """Return the style of an element, its own behind that of the sheet."""
        own = (given.get("style") or "")[:LONGEST_STYLE]
        return ";".join([*(self._styles[key] for key in _keys(tag, given) if key in self._styles), own]) if self._styles else own

    def text_before(self, tag: str, given: Given) -> str:
        """Return the text that the sheet puts before an element."""
        return "".join(self._texts[key] for key in _keys(tag, given) if key in self._texts) if self._texts else ""


def _keys(tag: str, given: Given) -> list[str]:
    names = ["." + name for name in (given.get("class") or "")[:LONGEST_STYLE].lower().split()]
    names += ["#" + given["id"].lower()] if given.get("id") else []
    return [tag, *names, *(tag + name for name in names)]


def manner_of_element(tag: str, given: Given, style: str) -> Manner | None:
    """Return how an element shows its texts, None where it leaves that to the elements around it."""
    if "hidden" in given or HIDDEN.search(style) or (tag == "option" and "selected" not in given):
        return Manner.UNSEEN
    if STRUCK.search(style):
        return Manner.STRUCK
    raised = RAISED.search(style)
    return {"super": Manner.RAISED, "sub": Manner.LOWERED}[raised[1].lower()] if raised else MANNERS.get(tag)


def is_turned(tag: str, given: Given, style: str) -> bool:
    """Say whether an element shows its characters from right to left, digits too."""
    if tag == "bdo":
        return (given.get("dir") or "").lower() != "ltr"
    return bool(OVERRIDE.search(style) and (LEFTWARD.search(style) or (given.get("dir") or "").lower() == "rtl"))
