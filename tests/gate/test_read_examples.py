"""The examples of a table: those drawn by hand, and those that all columns of a kind share, where a registry has such."""

from pipelines.gate.self_test import read_examples as module
from pipelines.gate.self_test.read_examples import name_of, read_beside, read_examples
from schemas.examples.staging import labs


def test_a_registry_without_shared_examples_has_those_drawn_by_hand(monkeypatch):
    drawn = {name_of(example) for example in labs.EXAMPLES}
    assert drawn < {name_of(example) for example in read_examples("staging", "labs")}
    read_beside("staging", "labs")  # is kept as this registry has it
    found = module.registry_file
    monkeypatch.setattr(module, "registry_file", lambda name: None if name.endswith(".shared") else found(name))
    assert {name_of(example) for example in read_examples.__wrapped__("staging", "labs")} == drawn
