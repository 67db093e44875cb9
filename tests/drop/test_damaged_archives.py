"""A packed file of which any bytes are changed is read as it was, or refused in one sentence; never is something else read."""

import bz2
import gzip
import io
import random
import zipfile

import pytest

from pipelines.drop.inventory import list_files, take_inventory
from pipelines.drop.sheet import UnreadableDrop

TEXT = b"".join(b"%08d,AST,%d\n" % (number, number % 40) for number in range(200))
DAMAGES = 60


def zipped(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("labs.csv", TEXT)
        archive.writestr("older/labs.csv", TEXT)
    return buffer.getvalue()


PACKED = {
    "stored.zip": zipped(zipfile.ZIP_STORED),
    "deflated.zip": zipped(zipfile.ZIP_DEFLATED),
    "bzip2.zip": zipped(zipfile.ZIP_BZIP2),
    "lzma.zip": zipped(zipfile.ZIP_LZMA),
    "labs.csv.gz": gzip.compress(TEXT, mtime=0),
}


def damaged(data, chance):
    """Return the bytes with up to six of them changed, one time in five cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.2 else changed)


@pytest.mark.parametrize("name", PACKED)
def test_what_is_damaged_is_read_as_it_was_or_refused(tmp_path, name):
    chance, sentences = random.Random(name), set()
    for _ in range(DAMAGES):
        (tmp_path / name).write_bytes(damaged(PACKED[name], chance))
        try:
            inventory = take_inventory(tmp_path, ["**/*.csv"])
            inventory.refuse_faults()
            assert {file.read_bytes() for file in list_files(inventory, ["**/*.csv"])} <= {TEXT}
        except UnreadableDrop as error:
            sentences.add(str(error).split(": ")[1].split(";")[0])
    assert any("damaged" in sentence for sentence in sentences) and not any("None" in sentence for sentence in sentences)


def test_bzip2_alone_is_named_and_not_read(tmp_path):
    (tmp_path / "labs.csv.bz2").write_bytes(bz2.compress(TEXT))
    (file,) = (inventory := take_inventory(tmp_path, ["labs.csv"])).files
    assert inventory.why_not_taken(file) == "but for its ending it would be one of labs.csv"
