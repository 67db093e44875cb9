"""What every table of the settings file is: a model that knows all of its keys and takes no value of another type."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the settings file; unknown keys and wrong types are errors."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, strict=True)
