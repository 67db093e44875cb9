"""A drop's files are found by glob in folders, zips and under gz, and never outside the drop."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.drop.inventory import list_files, take_inventory
from pipelines.drop.sheet import UnreadableDrop


def make_drop(folder, **files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def make_zip(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def as_cp949_names(packed, *pairs):
    """Return a zip as Windows in Korean packs it: names in CP949 (of the same length), no UTF-8 flag."""
    for old, new in pairs:
        packed = packed.replace(old.encode("ascii"), new.encode("cp949"))
    return packed


def files(drop, *patterns):
    """Return the files that patterns of the settings claim; raise for one whose bytes cannot be taken."""
    inventory = take_inventory(drop, patterns)
    inventory.refuse_faults()
    return list_files(inventory, patterns)


def names(drop, *patterns):
    return [file.name for file in files(drop, *patterns)]


@pytest.fixture
def drop(tmp_path):
    return make_drop(
        tmp_path,
        **{
            "labs_2.csv": b"a\n",
            "labs_1.csv.gz": gzip.compress(b"b\n", mtime=0),
            "LABS_3.CSV": b"c\n",
            "notes.pdf": b"%PDF",
            "sub/labs_4.csv": b"d\n",
            "labs.zip": make_zip({"labs_5.csv": "e\n", "deep/labs_6.csv": "f\n", "read.me": "g", "__MACOSX/labs_5.csv": "h"}),
            "~$labs_7.csv": b"lock",
            ".labs_8.csv": b"hidden",
        },
    )


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("labs_2.csv", ["labs_2.csv"]),
        ("labs*.csv", ["LABS_3.CSV", "labs.zip/labs_5.csv", "labs_1.csv.gz", "labs_2.csv"]),  # not sub/, not deep/
        ("labs_1.csv.gz", ["labs_1.csv.gz"]),
        ("labs_1.csv", ["labs_1.csv.gz"]),
        ("sub/*.csv", ["sub/labs_4.csv"]),
        ("sub\\labs_4.csv", ["sub/labs_4.csv"]),
        ("labs.zip", ["labs.zip/deep/labs_6.csv", "labs.zip/labs_5.csv"]),  # no read.me
        ("*.zip", ["labs.zip/deep/labs_6.csv", "labs.zip/labs_5.csv"]),
        ("labs.zip/labs_*.csv", ["labs.zip/labs_5.csv"]),
        ("labs.zip/deep/*", ["labs.zip/deep/labs_6.csv"]),
        ("**/labs_[4-8].csv", ["labs.zip/deep/labs_6.csv", "labs.zip/labs_5.csv", "sub/labs_4.csv"]),
        ("notes.*", ["notes.pdf"]),
        ("no such file.csv", []),
        ("*labs_7.csv", []),
        (".labs_8.csv", []),
    ],
)
def test_patterns_find(drop, pattern, expected):
    assert names(drop, pattern) == expected


def test_a_file_named_by_two_patterns_comes_once(drop):
    assert names(drop, "labs_2.csv", "*_2.csv") == ["labs_2.csv"]


def test_content_is_unpacked(drop):
    assert [file.read_bytes() for file in files(drop, "labs*.csv")] == [b"c\n", b"e\n", b"b\n", b"a\n"]


def test_the_extension_is_that_of_the_content(drop):
    assert [file.extension for file in files(drop, "labs_[13].csv")] == [".csv", ".csv"]


@pytest.mark.parametrize("packed", [
    make_zip({"검사.csv": "a"}),  # with the UTF-8 flag
    as_cp949_names(make_zip({"ABCD.csv": "a"}), ("ABCD", "검사")),
    as_cp949_names(make_zip({"ABCD/EFGH.csv": "a"}), ("ABCD", "자료"), ("EFGH", "검사")),
])  # fmt: skip
def test_korean_names_in_a_zip(tmp_path, packed):
    make_drop(tmp_path, **{"drop.zip": packed})
    found = files(tmp_path, "**/검사.csv")
    assert [file.name.rsplit("/")[-1] for file in found] == ["검사.csv"]
    assert found[0].read_bytes() == b"a"


def test_korean_names_from_a_mac(tmp_path):
    make_drop(tmp_path, **{"\u1100\u1165\u11b7\u1109\u1161.csv": b"a"})  # 검사 in letters
    assert names(tmp_path, "검사.csv") == ["검사.csv"]


@pytest.mark.parametrize("pattern", ["../labs.csv", "sub/../../labs.csv", "/etc/passwd", "C:\\labs.csv", "..\\labs.csv"])
def test_a_pattern_does_not_leave_the_drop(drop, pattern):
    with pytest.raises(UnreadableDrop, match="leads out of the drop"):
        files(drop, pattern)


@pytest.mark.parametrize("pattern", ["", "."])
def test_a_blank_pattern_is_refused(drop, pattern):
    with pytest.raises(UnreadableDrop, match="a pattern of the settings is blank"):
        files(drop, pattern)


def test_a_link_does_not_leave_the_drop(drop, tmp_path_factory):
    outside = make_drop(tmp_path_factory.mktemp("elsewhere"), **{"labs_9.csv": b"x"})
    (drop / "labs_9.csv").symlink_to(outside / "labs_9.csv")
    (drop / "labs_link.csv").symlink_to(drop / "labs_2.csv")
    with pytest.raises(UnreadableDrop, match=r"^labs_9.csv: it is a link that leads out of the drop"):
        files(drop, "labs_9.csv")
    assert names(drop, "labs_[l2]*.csv") == ["labs_2.csv", "labs_link.csv"]


def test_a_member_of_a_zip_does_not_leave_it(tmp_path):
    make_drop(tmp_path, **{"labs.zip": make_zip({"../../labs.csv": "a"})})
    with pytest.raises(UnreadableDrop, match="leads out of the drop"):
        files(tmp_path, "labs.zip")


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("a.csv", b"", "it is empty"),
        ("a.csv.gz", b"", "it is empty"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "it is empty"),
        ("a.csv.gz", gzip.compress(bytes(range(256)) * 8, mtime=0)[:-9], "it is truncated"),
        ("a.csv.gz", b"patient_id,sex\n", "it is damaged"),
        ("a.zip", make_zip({"a.csv": "x" * 99})[:-30], "it is damaged or truncated"),
        ("a.zip", make_zip({"a.csv": "x" * 99}).replace(b"xx", b"xy"), "it is damaged"),
    ],
)
def test_what_cannot_be_unpacked_is_said(tmp_path, name, data, wrong):
    make_drop(tmp_path, **{name: data})
    with pytest.raises(UnreadableDrop, match=wrong) as caught:
        files(tmp_path, "a*")[0].read_bytes()
    assert caught.value.rule == "CV-001"


def test_a_locked_zip_is_said(tmp_path):
    packed = bytearray(make_zip({"a.csv": "abc"}))
    packed[6] |= 1  # the flag "encrypted" in the member's own header and in the directory
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    make_drop(tmp_path, **{"a.zip": bytes(packed)})
    with pytest.raises(UnreadableDrop, match="locked with a password"):
        files(tmp_path, "a.zip")[0].read_bytes()


def test_a_missing_drop_is_said(tmp_path):
    with pytest.raises(UnreadableDrop, match="no such folder"):
        files(tmp_path / "nowhere", "*.csv")


@settings(max_examples=25)
@given(st.lists(st.text("abc가나_1", min_size=1, max_size=4), unique=True, min_size=1), st.randoms())
def test_the_order_is_that_of_the_names_whatever_the_disk_says(tmp_path_factory, stems, random):
    drop = tmp_path_factory.mktemp("drop")
    random.shuffle(stems)
    make_drop(drop, **{f"{stem}.csv": b"x" for stem in stems})
    assert names(drop, "*.csv") == sorted(f"{stem}.csv" for stem in stems)
