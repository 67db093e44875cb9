"""The tests of the report draw its pictures as a run does."""

import pytest

from pipelines.report import figure_style


@pytest.fixture(scope="module", autouse=True)
def pictures_are_fine():
    figure_style.PNG_DPI = 300
    yield
    figure_style.PNG_DPI = 40
