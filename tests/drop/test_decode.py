"""A file's encoding is found or refused, and never guessed wrong in silence."""

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.drop.decode import decode
from pipelines.drop.encodings import codec_of, is_likely_korean
from pipelines.drop.sheet import UnreadableDrop

KOREAN = "환자번호,검사,결과\n001,알부민,3.5\n002,빌리루빈,검체부족\n"
DAYS = "id,day\n1,2023年1月9日 午後1:10\n2,2023-01-09\n"
JAPANESE = "患者番号,検査名,結果,単位\n1,総ビリルビン,0.8,午後1時\n2,アルブミン,3.9\n"
CHINESE = "患者编号,检验项目,结果,单位\n1,总胆红素,0.8,下午1时\n2,白蛋白,3.9,男\n"
TAIWANESE = "病患編號,檢驗項目,結果,單位\n1,總膽紅素,0.8,下午1時\n2,白蛋白,3.9,男\n"
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
        (KOREAN, "utf-16-le", "auto", "utf-16-le"),  # no mark, and no doubt: the other order makes no lines of it
        (KOREAN, "utf-16-be", "auto", "utf-16-be"),
        (UNITS, "utf-16-le", "auto", "utf-16-le"),
        (KOREAN, "utf-32", "auto", "utf-32-le"),  # its mark begins as that of UTF-16 does
        (KOREAN, "utf-32-be", "auto", "utf-32-be"),
        (KOREAN, "utf-32-le", "utf-32", "utf-32-le"),
        (KOREAN, "johab", "auto", "johab"),
        (KOREAN, "gb18030", "auto", "gb18030"),  # Korean has four bytes for each character there
        (KOREAN, "iso2022_kr", "auto", "iso2022_kr"),
        (DAYS, "shift_jis", "auto", "cp932"),
        (JAPANESE, "cp932", "auto", "cp932"),
        (JAPANESE, "iso2022_jp", "auto", "iso2022_jp"),
        (TAIWANESE, "big5", "auto", "big5hkscs"),
        (JAPANESE, "euc_jp", "EUC-JP", "euc_jp"),
        (CHINESE, "gb2312", "GB2312", "gb18030"),
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


@pytest.mark.parametrize("name", ["EUC-KR", "KS_C_5601-1987", "windows-949", "UHC", "ms949"])
def test_an_encoding_has_several_names(name):
    assert text_of(KOREAN.encode("cp949"), name) == ("cp949", KOREAN)


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "idna", "utf-7", "unicode_escape", "undefined", ""])
def test_what_is_no_encoding_of_text_is_refused(name):
    with pytest.raises(LookupError):
        codec_of(name)


def test_a_control_character_makes_no_other_encoding_of_utf8():
    assert text_of(b"id,note\n1,\x1b[31m\n2,a\0b\n") == ("utf-8", "id,note\n1,\x1b[31m\n2,a\0b\n")


def test_lines_that_fit_cp949_by_accident_do_not_make_it_so():
    data = ("2023年1月9日\n" * 3).encode("cp932") + b"a,b\n" * 300 + "総ビリルビン\n".encode("cp932")  # CP949 fits three of four
    assert text_of(data)[0] == "cp932"


def test_a_few_broken_lines_of_cp949_make_no_chinese_of_it():
    data = KOREAN.encode("cp949") * 100 + b"\xb0\x80\n"  # which is no character of CP949 and one of GB 18030
    text = decode(data, "labs.csv")
    assert (text.encoding, text.undecodable) == ("cp949", (301,))


def test_line_ends_stay_as_they_are():
    assert list(decode(b"a\r\nb\rc\nd", "x").lines()) == ["a\r\n", "b\r", "c\n", "d"]


LABS = "patient_id,test,value,unit\n" + "00000001,AST,45,U/L\n" * 5


def test_text_of_a_mainframe_is_read_where_its_code_page_is_declared_whichever_ends_its_lines_have():
    for text in (LABS, LABS.replace("\n", "\x85")):
        assert decode(text.encode("cp037"), "labs.csv", "cp037").whole() == LABS


@pytest.mark.parametrize(
    "text", ["note\nMüller\n", "unit\n10³¹ µ²\n", "note\nSjögren, °C\n", "note\n처치\n", "note\nñandú\n", "1,45,2023-01-09\n" * 9]
)
def test_text_in_utf8_is_not_doubted_for_single_letters_and_signs(text):
    assert decode(text.encode(), "labs.csv").whole() == text


@pytest.mark.parametrize(
    ("data", "declared", "line", "sentence"),
    [
        (UNITS.encode("latin-1"), "auto", 2, "neither UTF-8 nor CP949"),
        ("unit\nmg\nµg\n".encode("latin-1"), "auto", 3, "neither UTF-8 nor CP949"),  # valid CP949 by accident
        (KOREAN.encode("cp949"), "utf-8", 1, r'not UTF-8; say encoding = "cp949" for this file in registry.toml'),
        (KOREAN.encode("utf-8"), "cp949", 1, r'not CP949; say encoding = "utf-8" for this file'),
        (
            KOREAN.encode("cp949"),
            "latin-1",
            None,
            r'declared as latin-1 and is CP949; say encoding = "cp949"',  # Latin-1 fits whatever it is given
        ),
        (KOREAN.encode("johab"), "cp949", None, r'declared as cp949 and is JOHAB; say encoding = "johab"'),
        (UNITS.encode("latin-1"), "auto", 2, r'say encoding = "cp1252"'),
        (CHINESE.encode("gb18030"), "auto", 1, r'say encoding = "gb18030" for this file'),  # three of five fit CP949, too
        (JAPANESE.encode("euc_jp"), "auto", 3, r'say encoding = "euc_jp" or encoding = "big5"'),
        (JAPANESE.encode("utf-16-le"), "auto", 1, r'say encoding = "utf-16-le"'),  # not Korean, so that it is named and not taken
        ("пол,возраст\n".encode("koi8-r"), "auto", 1, "neither UTF-8 nor CP949; say its encoding"),
        (codecs.BOM_UTF16_LE + b"a\0\n\0\x00\xdc\n\0", "auto", 2, "not UTF-16-LE"),  # half a surrogate pair
        (LABS.encode("cp037"), "auto", 1, r"it is in EBCDIC, the code of mainframes; let the transfer"),
        (LABS.replace("\n", "\x85").encode("cp037"), "auto", 1, "it is in EBCDIC"),
        (
            "note\n처치\n".encode("cp949"),
            "auto",
            2,
            r'text in UTF-8 and in CP949 as well; say which, encoding = "cp949" or encoding = "utf-8"',
        ),
        ("note\n갧\n".encode("cp949"), "auto", 2, r'say encoding = "cp949" or encoding = "shift_jis"'),  # of one letter nobody can tell
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
    assume(encoding not in ("latin-1", "cp1252") or not is_likely_korean(content.encode(encoding), letters=4))  # °°é°éé°é are 곽곽蟹…
    assert text_of(content.encode(encoding), encoding.removesuffix("-sig"))[1] == content
