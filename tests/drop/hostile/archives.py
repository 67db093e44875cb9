"""Archives: zip and gzip, nested, locked, damaged, and bombs."""

import gzip
import io
import stat
import warnings
import zipfile

from tests.drop.hostile.drawn_rows import ONE_MORE
from tests.drop.hostile.kind import kind
from tests.small_drop import text_of

LABS = text_of("labs").encode()
LABS_2 = LABS.splitlines()[0] + f"\n{ONE_MORE}\n".encode()


def packed(members, method=zipfile.ZIP_DEFLATED):
    """Return a zip of (name or ZipInfo, content); a name may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings(action="ignore"):
        for name, data in members:
            archive.writestr(name, data, compress_type=method)
    return buffer.getvalue()


def instead_of_labs(drop, name, data):
    """Put a file into the place of labs.csv."""
    (drop.drop / "labs.csv").unlink()
    (drop.drop / name).write_bytes(data)


def marked(data, flags, *, method=None):
    """Return a zip of one member whose flags are set in its own header and in the directory, and perhaps another method of packing."""
    changed, directory = bytearray(data), data.index(b"PK\x01\x02")
    changed[6] |= flags
    changed[directory + 8] |= flags
    if method is not None:
        changed[8], changed[directory + 10] = method, method
    return bytes(changed)


def zeros(megabytes, opened):
    """Write so many megabytes of zeros."""
    with opened as out:
        for _ in range(megabytes):
            out.write(bytes(1 << 20))


# --- read


@kind("a zip in a zip is not unpacked, and named; what stands beside it is read", not_taken=["^file 10: .*archives in an archive are not"])
def zip_in_zip(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS), ("older.zip", packed([("labs_2.csv", LABS_2)]))]))


@kind("all methods of packing that Python knows are read")
def zip_lzma(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS)], zipfile.ZIP_LZMA))


@kind("gzip knows members that follow each other: they are one file")
def gz_two_members(drop):
    instead_of_labs(drop, "labs.csv.gz", gzip.compress(LABS[:100]) + gzip.compress(LABS[100:]))


@kind("what a Mac adds to a zip is nothing that was sent")
def zip_of_a_mac(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS), ("__MACOSX/._labs.csv", b"\x00\x05\x16\x07"), (".DS_Store", b"x")]))


@kind("extracts in folders of a zip count as if they lay where the zip lies", read_besides={"labs": [ONE_MORE]})
def zip_with_folders(drop):
    instead_of_labs(drop, "labs.zip", packed([("2022/", b""), ("2022/labs.csv", LABS), ("2023/labs.csv", LABS_2)]))


@kind("a file that is packed twice is unpacked: gzip in zip")
def gz_in_zip(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv.gz", gzip.compress(LABS))], zipfile.ZIP_STORED))


@kind("an archive behind the bytes of a program that unpacks itself is an archive")
def zip_behind_a_program(drop):
    instead_of_labs(drop, "labs.zip", b"MZ" + bytes(500) + packed([("labs.csv", LABS)]))


# --- refused: names that lead out, or that stand for two


@kind("what stands only in a zip in the zip is not there", refused=r"labs\*: no such file", not_taken=["archives in an archive are not"])
def zip_only_inner_zip(drop):
    instead_of_labs(drop, "labs.zip", packed([("older.zip", packed([("labs.csv", LABS)]))]))


@kind("of two archives one behind the other only the last would be read", refused="it is several archives, one behind the other")
def zip_behind_a_zip(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs_2.csv", LABS_2)]) + packed([("labs.csv", LABS)]))


@kind("no member leads out of the archive", refused=r"labs\* \(file \d\): a file in it leads out of the drop")
def zip_traversal(drop):
    instead_of_labs(drop, "labs.zip", packed([("../../labs.csv", LABS)]))


@kind("no member leads out of the archive", refused="a file in it leads out of the drop")
def zip_absolute(drop):
    instead_of_labs(drop, "labs.zip", packed([("/etc/labs.csv", LABS)]))


@kind("no member leads out of the archive, on Windows neither", refused="a file in it leads out of the drop")
def zip_drive_letter(drop):
    instead_of_labs(drop, "labs.zip", packed([("C:\\temp\\labs.csv", LABS)]))


@kind("no member leads out of the archive, whichever the slashes", refused="a file in it leads out of the drop")
def zip_backslash_traversal(drop):
    instead_of_labs(drop, "labs.zip", packed([("..\\..\\labs.csv", LABS)]))


@kind("a link in an archive is no file", refused=r"labs\* \(file \d\): it is a link and no file; pack the file itself")
def zip_symlink(drop):
    link = zipfile.ZipInfo("labs.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    instead_of_labs(drop, "labs.zip", packed([(link, b"/etc/passwd")]))


@kind("no two files of one name: one of them would be lost", refused=r"labs\* \(file \d\): two files in it have the same name")
def zip_same_member_twice(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS), ("labs.csv", LABS_2)]))


@kind("names that differ in the form of their letters are one name", refused="two files in it have the same name")
def zip_same_member_in_two_forms(drop):
    composed, apart = "labs_\uac80.csv", "labs_\u1100\u1165\u11b7.csv"
    instead_of_labs(drop, "labs.zip", packed([(composed, LABS), (apart, LABS_2)]))


# --- refused: locked, damaged, empty


@kind("an archive with a password cannot be read", refused=r"labs\* \(file \d\): it is locked with a password; send it without one")
def zip_encrypted(drop):
    instead_of_labs(drop, "labs.zip", marked(packed([("labs.csv", LABS)]), 1))


@kind("an archive with a password cannot be read, that of 7-Zip neither", refused="it is locked with a password; send it without one")
def zip_aes_7z(drop):
    instead_of_labs(drop, "labs.zip", marked(packed([("labs.csv", LABS)]), 1, method=99))


@kind("a method of packing that is not known is said", refused=r"labs\* \(file \d\): it is damaged, or packed in a way that is not read")
def zip_unknown_method(drop):
    instead_of_labs(drop, "labs.zip", marked(packed([("labs.csv", LABS)]), 0, method=97))


@kind("an archive that is cut off is refused", refused=r"labs\* \(file \d\): it is damaged or truncated; pack it and send it again")
def zip_truncated(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS)])[:-30])


@kind("bytes that do not have the sum that the archive says are damaged", refused=r"labs\* \(file \d\): it is damaged")
def zip_bad_crc(drop):
    instead_of_labs(drop, "labs.zip", packed([("labs.csv", LABS)], zipfile.ZIP_STORED).replace(b"AST,45", b"AST,54"))


@kind("an archive with nothing in it lacks what was to be sent", refused=r"labs\* \(file 6\): there is no file in it; pack it and send it")
def zip_empty(drop):
    instead_of_labs(drop, "labs.zip", packed([]))


@kind("an archive is called so", refused=r"labs\* \(file \d\): it holds a ZIP archive; let its name end in \.zip")
def zip_named_csv(drop):
    drop.write("labs", packed([("labs.csv", LABS)]))


@kind("what is packed twice is said to be", refused="it is packed twice; pack it once and send it again")
def gz_of_a_gz(drop):
    instead_of_labs(drop, "labs.csv.gz", gzip.compress(gzip.compress(LABS)))


@kind("a gzip file that is cut off is refused", refused=r"labs\* \(file \d\): it is truncated; send the whole file again")
def gz_truncated(drop):
    instead_of_labs(drop, "labs.csv.gz", gzip.compress(LABS)[:-12])


@kind("what stands behind a gzip file is no part of it: nobody knows what it was", refused=r"labs\* \(file \d\): it is damaged")
def gz_trailing_garbage(drop):
    instead_of_labs(drop, "labs.csv.gz", gzip.compress(LABS) + b"garbage")


@kind("a text that is only called .gz is refused", refused=r"labs\* \(file \d\): it is damaged")
def gz_is_plain(drop):
    instead_of_labs(drop, "labs.csv.gz", LABS)


# --- refused: bombs


@kind("the ratio of what is unpacked to what is packed is limited", refused="unpacked it is more than 200 times as large")
def zip_bomb_10gb_zeros_csv(drop):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        zeros(300, archive.open("labs.csv", "w"))  # where unpacking has ended long ago
    instead_of_labs(drop, "labs.zip", buffer.getvalue())


@kind("the ratio of what is unpacked to what is packed is limited", refused="unpacked it is more than 200 times as large")
def gzip_bomb_2_6gb(drop):
    buffer = io.BytesIO()
    zeros(300, gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1))
    instead_of_labs(drop, "labs.csv.gz", buffer.getvalue())


@kind("a bomb in two layers, of which each is small for its own packing", refused="unpacked it is more than 200 times as large")
def gzip_bomb_in_zip(drop):
    buffer = io.BytesIO()
    zeros(150, gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1))
    instead_of_labs(drop, "labs.zip", packed([("labs.csv.gz", buffer.getvalue())]))


@kind("how large a member is, is counted and not believed", refused=r"labs\* \(file \d\): it is damaged")
def zip_member_larger_than_it_says(drop):
    lies = bytearray(packed([("labs.csv", LABS)]))
    at = lies.index(b"PK\x01\x02") + 24
    lies[at : at + 4] = (100).to_bytes(4, "little")
    instead_of_labs(drop, "labs.zip", bytes(lies))


@kind("a large file of the disk is limited too, and not read for its hash", refused=r"labs\* \(file \d\): it holds more than 1,000 MB")
def sparse_file_of_a_terabyte(drop):
    with (drop.drop / "labs_2.csv").open("wb") as file:
        file.truncate(1 << 40)


@kind(
    "thousands of members that nobody asks for are one entry",
    not_taken=["^file 10: no pattern of the settings matches 20,000 of the files"],
)
def zip_of_20000_pictures(drop):
    (drop.drop / "pictures.zip").write_bytes(packed([(f"{number}.png", b"") for number in range(20_000)], zipfile.ZIP_STORED))


@kind("many members that are each no bomb are one together", refused=r"labs\* \(file \d\): unpacked it is more than 200 times as large")
def zip_of_many_small_bombs(drop):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(10):
            zeros(20, archive.open(f"labs_{number}.csv", "w"))
    instead_of_labs(drop, "labs.zip", buffer.getvalue())


@kind("a member in a thousand folders is a member", read_besides={"labs": [ONE_MORE]})
def zip_with_a_member_in_a_thousand_folders(drop):
    drop.set('files = ["labs*"]', 'files = ["labs.csv", "**/**/labs_2.csv"]')
    (drop.drop / "more.zip").write_bytes(packed([("d/" * 5_000 + "labs_2.csv", LABS_2)]))
