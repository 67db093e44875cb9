"""A file's encoding is found or refused, and never guessed wrong in silence."""

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.drop.decode import decode
from pipelines.drop.sheet import UnreadableDrop

KOREAN = "환자번호,검사,결과\n001,알부민,3.5\n002,빌리루빈,검체부족\n"
UNITS = "patient,unit\n1,µg/L\n2,10°C\n3,café\n"


def text_of(data, declared="auto"):
    text = decode(data, "labs.csv", declared)
    return text.encoding, "".join(text.lines())


@pytest.mark.parametrize(
    ("content", "written", "declared", "encoding"),
    [
        (KOREAN, "utf-8", "auto", "utf-8"),
        (KOREAN, "utf-8-sig", "auto", "utf-8"),
        (KOREAN, "cp949", "auto", "cp949"),
        (KOREAN, "utf-16", "auto", "utf-16-le"),  # Python writes the mark
        (UNITS, "utf-8", "auto", "utf-8"),
        ("id,sex\n1,F\n", "ascii", "auto", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "cp949", "utf-8"),  # the mark is believed
        (KOREAN + "똠방각하\n", "cp949", "euc-kr", "cp949"),  # 똠 is in CP949 only
        (KOREAN, "euc-kr", "EUC_KR", "cp949"),
        (KOREAN, "utf-16-le", "utf-16-le", "utf-16-le"),
        (KOREAN, "utf-16-be", "UTF-16BE", "utf-16-be"),
        (KOREAN, "utf-16-be", "utf-16", "utf-16-be"),  # no mark: from the NULs of the ASCII in it
        (KOREAN, "utf-16-le", "utf-16", "utf-16-le"),
        (UNITS, "latin-1", "latin-1", "latin-1"),
        (UNITS + "4,“5–6”\n", "cp1252", "Windows-1252", "cp1252"),
    ],
)
def test_encodings(content, written, declared, encoding):
    assert text_of(content.encode(written), declared) == (encoding, content)


def test_utf16_with_a_mark_in_big_endian():
    assert text_of(codecs.BOM_UTF16_BE + KOREAN.encode("utf-16-be")) == ("utf-16-be", KOREAN)


def test_the_end_mark_of_dos_is_no_line():
    assert text_of(b"a,b\n1,2\n\x1a") == ("utf-8", "a,b\n1,2\n")


def test_line_ends_stay_as_they_are():
    assert list(decode(b"a\r\nb\rc\nd", "x").lines()) == ["a\r\n", "b\r", "c\n", "d"]


@pytest.mark.parametrize(
    ("data", "declared", "line", "sentence"),
    [
        (UNITS.encode("latin-1"), "auto", 2, "neither UTF-8 nor CP949"),
        ("unit\nmg\nµg\n".encode("latin-1"), "auto", 3, "neither UTF-8 nor CP949"),  # valid CP949 by accident
        (KOREAN.encode("cp949"), "utf-8", 1, r'not UTF-8; say encoding = "cp949" for this file in registry.toml'),
        (KOREAN.encode("utf-8"), "cp949", 1, r'not CP949; say encoding = "utf-8" for this file'),
        (KOREAN.encode("utf-16-le"), "auto", None, r'UTF-16 without its mark; say encoding = "utf-16-le"'),
        (KOREAN.encode("utf-16-be"), "auto", None, r'say encoding = "utf-16-be"'),
        (codecs.BOM_UTF16_LE + b"a\0\n\0\x00\xdc\n\0", "auto", 2, "not UTF-16-LE"),  # half a surrogate pair
        (b"a,b\n", "klingon", None, 'no encoding "klingon"'),
    ],
)
def test_a_wrong_encoding_is_said_with_its_line(data, declared, line, sentence):
    with pytest.raises(UnreadableDrop, match=sentence) as caught:
        decode(data, "labs.csv", declared)
    assert (caught.value.rule, caught.value.line) == ("CV-005", line)


@pytest.mark.parametrize("data", [
    (KOREAN + "003,알").encode()[:-1],
    (KOREAN + "003,알").encode("cp949")[:-1],
    (KOREAN + "003,알").encode("utf-16")[:-1],
])  # fmt: skip
def test_a_file_that_ends_in_a_character_is_truncated(data):
    with pytest.raises(UnreadableDrop, match="middle of a character and looks truncated") as caught:
        decode(data, "labs.csv")
    assert caught.value.rule == "CV-001"


def lines_with_broken(total, broken, *, korean=True):
    """Return a UTF-8 file of so many lines of which the last ones are broken."""
    good = ("알부민" if korean else "albumin").encode()
    return b"\n".join([good] * (total - broken) + [b"\xff\xfe,\x80"] * broken)


@pytest.mark.parametrize(
    ("total", "broken", "declared", "is_read"),
    [
        (300, 2, "auto", True),  # below 1 %
        (300, 3, "auto", True),  # at 1 %
        (300, 4, "auto", False),  # above 1 %
        (20, 1, "auto", True),  # one line is always allowed …
        (20, 2, "auto", False),
        (3, 1, "auto", True),  # … if more than half of the lines beyond ASCII are good: 2 of 3
        (2, 1, "auto", False),  # 1 of 2
        (300, 4, "utf-8", False),
        (2, 1, "utf-8", True),  # declared: no majority is needed
    ],
)
def test_a_few_broken_lines_are_quarantined(total, broken, declared, is_read):
    data = lines_with_broken(total, broken)
    if is_read:
        assert decode(data, "labs.csv", declared).undecodable == tuple(range(total - broken + 1, total + 1))
    else:
        with pytest.raises(UnreadableDrop) as caught:
            decode(data, "labs.csv", declared)
        assert caught.value.line == total - broken + 1


def test_a_broken_line_in_an_ascii_file_is_no_majority():
    with pytest.raises(UnreadableDrop):
        decode(lines_with_broken(300, 1, korean=False), "labs.csv")
    assert decode(lines_with_broken(300, 1, korean=False), "labs.csv", "utf-8").undecodable == (300,)


def test_a_broken_line_keeps_its_commas_and_does_not_swallow_the_next():
    data = ("알부민,1,x\n" * 200).encode("cp949") + b"\xb0,1,\xb0\n" + "빌리루빈,2,y\n".encode("cp949")
    text = decode(data, "labs.csv")
    assert text.undecodable == (201,)
    assert list(text.lines())[200:] == ["\ufffd,1,\ufffd\n", "빌리루빈,2,y\n"]


LETTERS = 'aZ0,;"\t\n\r'
WESTERN = LETTERS + "µ°éÿþï»¿"
ALPHABETS = {
    "utf-8": LETTERS + "µ가힣😀",
    "utf-8-sig": LETTERS + "µ가힣😀",
    "cp949": LETTERS + "가힣똠㎕×³",
    "utf-16": LETTERS + "µ가힣😀",
    "utf-16-le": LETTERS + "µ가힣😀",
    "latin-1": WESTERN,
    "cp1252": WESTERN + "“–€",
}


def is_utf8(data):
    try:
        return bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


@given(st.sampled_from(sorted(ALPHABETS)).flatmap(lambda name: st.tuples(st.just(name), st.text(ALPHABETS[name]))))
def test_what_was_written_is_read(written):
    encoding, content = written
    assume(not content.startswith(("ï»¿", "ÿþ", "þÿ")))  # in Latin-1 these are the byte order marks
    assume(encoding not in ("latin-1", "cp1252") or content.isascii() or not is_utf8(content.encode(encoding)))  # é°° are the bytes of a 鰰
    assert text_of(content.encode(encoding), encoding.removesuffix("-sig"))[1] == content
