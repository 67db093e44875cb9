"""The command `tables` lists every table, and prints the graph of what is made from what."""

from pipelines.__main__ import main
from pipelines.warehouse.table_graph import read_graph


def test_every_table_stands_in_the_list_below_its_layer_and_topic(capsys):
    assert main(["tables"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("  ")]) == len(read_graph())
    treatment = lines[lines.index("cohort: treatment") + 1 :][:4]
    assert [line.split()[:3] for line in treatment] == [
        ["body_sizes", "patient", "released"],
        ["cycle_doses", "patient", "released"],
        ["cycle_regimens", "patient", "released"],
        ["dose_intensities", "patient", "released"],
    ]
    assert treatment[-1].endswith("One row per patient and drug of the regimen that he was given: how much of the planned dose he had.")


def test_the_graph_is_text_for_graphviz(capsys):
    assert main(["tables", "--graph"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("digraph tables {") and '"accepted.labs" -> "cohort.baseline_labs";' in out
