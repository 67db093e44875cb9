"""Names, links, copies, and what is no file."""

import os
import shutil
import stat

import pytest

from tests.drop.hostile.archives import LABS, LABS_2, instead_of_labs
from tests.drop.hostile.drawn_rows import ONE_MORE
from tests.drop.hostile.kind import kind

READ_TOO = {"labs": [ONE_MORE]}


def only_csv(drop):
    """Let the settings name the laboratory's files with their ending."""
    drop.set('files = ["labs*"]', 'files = ["labs*.csv"]')


@kind("nothing is wrong with it")
def baseline(drop):
    pass


@kind("nothing is wrong with it, and a second file has another row", read_besides=READ_TOO)
def one_row_more(drop):
    (drop.drop / "labs_2.csv").write_bytes(LABS_2)


# --- names


@kind("the ending counts in capitals too")
def uppercase_ext(drop):
    instead_of_labs(drop, "LABS.CSV", LABS)


@kind("a name with a line break is a name: told with \\n, in the restricted zone only", read_besides=READ_TOO)
def name_newline(drop):
    (drop.drop / "labs_\n2.csv").write_bytes(LABS_2)


@kind("a file that no pattern claims is called by its number, whatever its name", not_taken=[r"^file 10: no pattern of the settings"])
def name_newline_unclaimed(drop):
    (drop.drop / "new\nline.csv").write_bytes(LABS_2)


@kind("quotation marks in a name mean nothing", read_besides=READ_TOO)
def name_quote(drop):
    (drop.drop / "labs_'2\"; drop table labs; --.csv").write_bytes(LABS_2)


@kind("percent signs in a name mean nothing", read_besides=READ_TOO)
def name_percent(drop):
    (drop.drop / "labs_%s%n%20{0}.csv").write_bytes(LABS_2)


@kind("markup in a name means nothing", read_besides=READ_TOO)
def name_html(drop):
    (drop.drop / "labs_<img src=x onerror=alert(1)>.csv").write_bytes(LABS_2)


@kind("a name that turns the direction of writing is told with \\u202e", read_besides=READ_TOO)
def name_bidi(drop):
    (drop.drop / "labs_\u202evsc.exe.csv").write_bytes(LABS_2)


@kind("a name with the codes of a terminal is told with \\x1b", read_besides=READ_TOO)
def name_ansi(drop):
    (drop.drop / "labs_\x1b[2J\x1b[31m.csv").write_bytes(LABS_2)


@kind("a name that says the pattern of a formula means nothing", read_besides=READ_TOO)
def name_formula(drop):
    (drop.drop / "labs=HYPERLINK(1).csv").write_bytes(LABS_2)


@kind("letters that are taken apart, as macOS does, are the same letters", read_besides=READ_TOO)
def name_nfd(drop):
    drop.set('files = ["labs*"]', 'files = ["labs.csv", "labs_\uac80\uc0ac.csv"]')
    (drop.drop / "labs_\u1100\u1165\u11b7\u1109\u1161.csv").write_bytes(LABS_2)


@kind("of two names that look the same neither is taken for the other", refused=r"labs\* \(file 8\): it has the same name as file 7")
def name_nfc_and_nfd(drop):
    (drop.drop / "labs_\uac80.csv").write_bytes(LABS_2)
    (drop.drop / "labs_\u1100\u1165\u11b7.csv").write_bytes(LABS_2 + LABS_2)


@kind("where the settings name one file, two that differ in capitals are one too many", refused=r"it has the same name as file \d")
def name_in_other_capitals(drop):
    drop.set('files = ["labs*"]', 'files = ["labs.csv"]')
    (drop.drop / "LABS.csv").write_bytes(LABS_2)


@kind("a name in CP949, as Windows in Korean writes it into a zip, is told in letters", read_besides=READ_TOO)
def name_non_utf8(drop):
    (drop.drop / os.fsdecode("labs_\uac80\uc0ac.csv".encode("cp949"))).write_bytes(LABS_2)


@kind("a name of bytes that are no text is told with \\xff", not_taken=[r"^file 10: no pattern of the settings matches it"])
def name_non_utf8_unclaimed_txt(drop):
    (drop.drop / os.fsdecode(b"letter_\xff\xfe.txt")).write_bytes(b"x")


@kind("a name that holds a resident number is called by its number, and asked about", read_besides=READ_TOO)
def name_rrn(drop):
    (drop.drop / "labs_900101-1234567.csv").write_bytes(LABS_2)


@kind("a name with a patient number in it stays in the restricted zone", read_besides=READ_TOO)
def name_patient_number(drop):
    (drop.drop / "labs_00000001.csv").write_bytes(LABS_2)


@kind("a name as long as a name can be is read", read_besides=READ_TOO)
def name_of_255_bytes(drop):
    (drop.drop / ("labs" + "x" * 247 + ".csv")).write_bytes(LABS_2)


# --- what is not taken is said


@kind("what stands beside a file that is sent, its sum or a sign that it is complete, is named", not_taken=["stands beside a file"] * 3)
def sums_and_signs_beside(drop):
    for ending, content in (
        (".md5", b"0cc175b9c0f1b6a831c399e269772661  labs.csv"),
        (".done", b""),
        (":Zone.Identifier", b"[ZoneTransfer]"),
    ):
        (drop.drop / f"labs.csv{ending}").write_bytes(content)


@kind("an older version of a file beside it, most of whose rows are the same, is one too many", refused="is called a copy of")
def older_version_beside(drop):
    (drop.drop / "labs_backup.csv").write_bytes(LABS.replace(b"AST,45", b"AST,54"))


@kind("so is it in Korean", refused="is called a copy of")
def older_version_in_korean(drop):
    (drop.drop / "labs (수정본).csv").write_bytes(LABS.replace(b"AST,45", b"AST,54"))


@kind("an upload that is not at its end is waited for", refused="its name says that it is not sent to its end; run again when it is")
def partial_upload(drop):
    (drop.drop / "labs_2.csv.part").write_bytes(LABS_2[:-5])


@kind("an upload that will replace a file is left out, and named", not_taken=[r"^file 10: its name says that it is not sent to its end$"])
def partial_upload_beside_its_file(drop):
    (drop.drop / "labs.csv.part").write_bytes(LABS_2[:-5])


@kind("the lock of an office program is no extract, and named", not_taken=["^file 10: it is the lock of a file that is open"])
def lock_of_an_office_program(drop):
    (drop.drop / "~$labs.xlsx").write_bytes(b"\x05owner")


@kind(
    "a file that its pattern misses by its ending only is named with the pattern",
    not_taken=[r"^file 10: but for its ending it would be one of labs\*\.csv$"],
)
def labs_as_txt(drop):
    only_csv(drop)
    (drop.drop / "labs_2023.txt").write_bytes(LABS_2)


@kind("a packing that is not read is named with the pattern", not_taken=[r"^file 10: but for its ending it would be one of labs\*\.csv$"])
def labs_as_bz2(drop):
    only_csv(drop)
    (drop.drop / "labs_2023.csv.bz2").write_bytes(b"BZh91AY&SY")


@kind("a packing that is not read is refused where a pattern claims it", refused=r"labs\* \(file \d\): its format is not one that is read")
def labs_as_7z_claimed(drop):
    (drop.drop / "labs_2023.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")


@kind("a folder that no pattern enters is named", not_taken=[r"^file 10: labs\* does not enter its folder$"])
def folder_that_no_pattern_enters(drop):
    (drop.drop / "older").mkdir()
    (drop.drop / "older" / "labs_2.csv").write_bytes(LABS_2)


@kind("a folder is no file, whatever its name", not_taken=["^file 10: it is a folder and no file$"])
def dir_named_like_file(drop):
    (drop.drop / "labs_2.csv").mkdir()


@kind("a folder that is called like an archive counts as one")
def dir_named_like_zip(drop):
    (drop.drop / "labs.csv").unlink()
    (drop.drop / "labs.zip").mkdir()
    (drop.drop / "labs.zip" / "labs.csv").write_bytes(LABS)


@kind("a folder is no file, whatever its name", refused=r"patients\*: no such file in the drop", not_taken=["it is a folder and no file"])
def dir_named_patients(drop):
    (drop.drop / "patients.csv").unlink()
    (drop.drop / "patients.csv").mkdir()


@kind("a file without rows beside others is named", not_taken=[r"^labs\* \(file 7\): it has a header and no rows$"])
def header_only_beside_others(drop):
    (drop.drop / "labs_2.csv").write_bytes(LABS.splitlines()[0] + b"\n")


# --- copies


@kind(
    "a file that is sent twice counts once, and is named", not_taken=[r"^labs\* \(file 7\): it holds the same bytes as labs\* \(file 6\)$"]
)
def two_same_files(drop):
    (drop.drop / "labs_2.csv").write_bytes(LABS)


@kind("packed and unpacked, the same extract counts once", not_taken=[r"it holds the same bytes as labs\* \(file 6\)$"])
def same_file_packed(drop):
    import gzip

    (drop.drop / "labs.csv.gz").write_bytes(gzip.compress(LABS))


@kind("a copy with one row changed is refused: nobody here knows which is right", refused=r"labs\* \(file 7\): it is called a copy of")
def copy_with_a_change(drop):
    (drop.drop / "labs (1).csv").write_bytes(LABS.replace(b"AST,45", b"AST,54"))


@kind("so is a copy that Windows in Korean makes", refused="5 of its 6 rows are the same; leave in the drop the one that is right")
def copy_in_korean(drop):
    (drop.drop / "labs - \ubcf5\uc0ac\ubcf8.csv").write_bytes(LABS.replace(b"AST,45", b"AST,54"))


@kind("another export under a browser's number is read", read_besides=READ_TOO)
def number_of_a_browser(drop):
    (drop.drop / "labs (1).csv").write_bytes(LABS_2)


# --- links


@kind("a link within the drop is the file that it leads to, which counts once", not_taken=["it holds the same bytes as"])
def symlink_within(drop):
    (drop.drop / "labs_2.csv").symlink_to("labs.csv")


@kind("no link leads out of the drop", refused=r"labs\* \(file 7\): it is a link that leads out of the drop; copy the file itself")
def symlink_out(drop):
    (drop.folder / "secret.csv").write_bytes(LABS_2)
    (drop.drop / "labs_2.csv").symlink_to(drop.folder / "secret.csv")


@kind("a link out of the drop that no pattern claims is named, and not read", not_taken=["it is a link that leads out of the drop"])
def symlink_out_unclaimed_secret(drop):
    (drop.drop / "note.csv").symlink_to("/etc/passwd")


@kind("a link that leads nowhere is refused", refused=r"labs\* \(file 7\): it is a link that leads nowhere")
def symlink_dangling(drop):
    (drop.drop / "labs_2.csv").symlink_to("not_there.csv")


@kind("a link that leads nowhere is refused", refused=r"patients\* \(file \d\): it is a link that leads nowhere")
def symlink_patients_dangling(drop):
    (drop.drop / "patients.csv").unlink()
    (drop.drop / "patients.csv").symlink_to("not_there.csv")


@kind(
    "links that lead to each other are refused, and no fault of the program",
    refused=r"labs\* \(file 7\): it is a link that leads in a circle",
)
def symlink_loop(drop):
    (drop.drop / "labs_2.csv").symlink_to("labs_3.csv")
    (drop.drop / "labs_3.csv").symlink_to("labs_2.csv")


@kind("a link to a folder is not entered, and named", not_taken=["it is a linked folder, which is not entered"])
def symlink_dir_loop(drop):
    (drop.drop / "again").symlink_to(".")


@kind("a link to a folder is not entered, and named", not_taken=["it is a linked folder, which is not entered"])
def symlink_folder_with_files(drop):
    (drop.folder / "elsewhere").mkdir()
    (drop.folder / "elsewhere" / "labs_2.csv").write_bytes(LABS_2)
    (drop.drop / "labs_older").symlink_to(drop.folder / "elsewhere")


@kind(
    "a link to a folder that a pattern enters is refused", refused=r"file \d: it is a linked folder, which is not entered; copy the folder"
)
def symlink_folder_that_is_meant(drop):
    drop.set('files = ["labs*"]', 'files = ["labs*", "older/*.csv"]')
    (drop.folder / "elsewhere").mkdir()
    (drop.drop / "older").symlink_to(drop.folder / "elsewhere")


# --- what is no file


@kind(
    "a pipe is no file: it is refused, and never waited for", refused=r"labs\* \(file 7\): it is a pipe and no file; copy the file itself"
)
def fifo_claimed(drop):
    os.mkfifo(drop.drop / "labs_2.csv")


@kind("a pipe is no file: it is refused, and never waited for", refused=r"procedures\* \(file \d\): it is a pipe and no file")
def fifo_only_extra(drop):
    (drop.drop / "procedures.csv").unlink()
    os.mkfifo(drop.drop / "procedures.csv")


@kind("a pipe that no pattern claims is named, and never waited for", not_taken=[r"^file 10: it is a pipe and no file$"])
def fifo_unclaimed(drop):
    os.mkfifo(drop.drop / "queue")


@kind("a device is no file: it is refused, and not read until the memory is full", refused=r"labs\* \(file 7\): it is a device and no file")
def device_file(drop):
    try:
        os.mknod(drop.drop / "labs_2.csv", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # the one of endless zeros
    except PermissionError:
        pytest.skip("only root makes devices")


@kind("a link to a device leads out of the drop", refused=r"labs\* \(file 7\): it is a link that leads out of the drop")
def device_full_symlink(drop):
    (drop.drop / "labs_2.csv").symlink_to("/dev/full")


@kind("a socket is no file", refused=r"labs\* \(file 7\): it is a socket and no file")
def socket_file(drop):
    os.mknod(drop.drop / "labs_2.csv", stat.S_IFSOCK | 0o600)


@kind("a drop is a folder", refused="it is no folder; name the folder of the extracts with DROP=folder")
def drop_is_file(drop):
    shutil.rmtree(drop.drop)
    drop.drop.write_bytes(LABS)


@kind("an empty drop is nothing to read, whatever the key and the settings", refused="there is no extract in the folder")
def drop_empty(drop):
    shutil.rmtree(drop.drop)
    drop.drop.mkdir()
    drop.key.unlink()


@kind("folders in folders are entered however deep they are", not_taken=[r"labs\* does not enter its folder"])
def folder_in_folder(drop):
    deep = drop.drop.joinpath(*["d"] * 400)
    deep.mkdir(parents=True)
    (deep / "labs_2.csv").write_bytes(LABS_2)
