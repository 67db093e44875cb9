"""No spelling is read wrong: each is read as what it says, asked about, or says nothing, as drawn in drawn/."""

import pytest

from tests.spellings.kinds import KINDS
from tests.spellings.read_cells import ASKED, MISSING, what_becomes_of
from tests.whole_path import slow_to_make


@pytest.fixture(scope="module")
@slow_to_make
def found(tmp_path_factory):
    """What becomes of every spelling: one drop, loaded and staged once."""
    return what_becomes_of(KINDS, tmp_path_factory.mktemp("spellings"))


@pytest.mark.parametrize("name", KINDS)
def test_each_spelling_says_what_is_drawn(found, name):
    assert {
        spelling: (says, found[name][spelling]) for spelling, says in KINDS[name].spellings.items() if says != found[name][spelling]
    } == {}


def test_enough_is_tried_and_most_of_it_is_read_or_asked_about():
    says = [says for kind in KINDS.values() for says in kind.spellings.values()]
    assert len(says) > 1100
    assert says.count(ASKED) > 500 and says.count(MISSING) < 100


@pytest.mark.parametrize("name", ["metastasis", "portal vein", "ascites", "encephalopathy"])
def test_no_word_for_no_is_a_blank(name):
    words = ("none", "nil", "absent", "neg", "negative", "no", "n", "-", "없음", "무", "음성")
    said = {word.lower(): says for word, says in KINDS[name].spellings.items()}
    assert [word for word in words if said.get(word) == MISSING] == []
