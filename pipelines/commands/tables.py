"""The command `tables`: lists every table, or prints the graph of what is made from what."""

import argparse
from itertools import groupby

from pipelines.commands.command import Command
from pipelines.run.exit_code import ExitCode


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say whether the list or the graph is asked for."""
    parser.add_argument("--graph", action="store_true", help="what is made from what, as text for Graphviz (dot -Tsvg)")


def run(options: argparse.Namespace) -> ExitCode:
    """Print what is asked for."""
    from pipelines.warehouse.table_graph import read_graph, to_dot

    nodes = read_graph()
    if options.graph:
        print(to_dot(nodes), end="")
        return ExitCode.DONE
    width = max(len(node.title) for node in nodes)
    for (layer, topic), members in groupby(nodes, key=lambda node: (node.layer, node.topic)):
        print(f"{layer}: {topic}" if topic else layer)
        for node in members:
            print(f"  {node.title:{width}}  {node.scope:8}  {'released' if node.is_released else '-':8}  {node.grain}")
    return ExitCode.DONE


COMMAND = Command("every table: its layer and topic, scope, whether it is released, and what one row is", add_arguments, run)
