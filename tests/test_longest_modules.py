"""The modules that are begun first are there, and come first."""

import pytest

from tests.checkout import ROOT
from tests.conftest import pytest_collection_modifyitems
from tests.longest_modules import LONGEST


@pytest.mark.parametrize("name", LONGEST)
def test_each_module_is_there(name):
    assert (ROOT / name).is_file()


class Item:
    """A test as pytest's hook sees it."""

    def __init__(self, name, is_slow):
        self.path, self._is_slow = ROOT / name, is_slow

    def get_closest_marker(self, name):
        return self._is_slow


def test_the_longest_come_first_then_those_with_many_slow_tests():
    items = [Item("few.py", True), Item("none.py", False), Item("many.py", True), Item("many.py", True), Item(LONGEST[1], True)]
    items += [Item(LONGEST[0], True)]
    pytest_collection_modifyitems(items)
    assert [item.path.relative_to(ROOT).as_posix() for item in items] == [*LONGEST[:2], "many.py", "many.py", "few.py", "none.py"]
