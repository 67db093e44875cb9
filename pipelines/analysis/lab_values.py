"""Baseline results of laboratory tests beside the analysis set, so that a variable can be made of any test of the registry's list."""

import polars as pl

from pipelines.analysis.variables import load_variables


def with_lab_values(patients: pl.DataFrame, results: pl.DataFrame) -> pl.DataFrame:
    """Return the patients, in their order, with value and operator of each test that a variable is made of; null without a result.

    `results` has one row per patient and test: patient_id, test, value_std, value_operator.
    """
    for variable in load_variables().values():
        if variable.lab_test:
            named = {"value_std": variable.column, "value_operator": variable.operator}
            of_test = results.filter(pl.col("test") == variable.lab_test).select("patient_id", *named).rename(named)
            patients = patients.join(of_test, on="patient_id", how="left", maintain_order="left")
    return patients
