"""Reads registry.toml: every key is known and every value checked, or the run does not start."""

import tomllib
import typing
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipelines.settings.criterion_names import wrong_names_of_criteria
from pipelines.settings.eligibility_names import wrong_names_of_eligibility
from pipelines.settings.endpoint_names import wrong_names_of_endpoints
from pipelines.settings.errors import UnusableSettings
from pipelines.settings.moved_keys import MOVED
from pipelines.settings.nearest import nearest
from pipelines.settings.optional_folders import has_printed_numbers
from pipelines.settings.own_sql import read_own_sql, selects_of
from pipelines.settings.sections import NO_KEY, Settings, Source
from pipelines.settings.sent_changes import wrong_sends
from pipelines.settings.study_names import wrong_names_of_study, wrong_version_of_grades
from pipelines.settings.table_names import wrong_names_of_table
from pipelines.settings.visible import all_visible
from pipelines.warehouse.table_files import raw_tables, table_of
from schemas.role import READER_OPINIONS


def load_settings(path: Path) -> Settings:
    """Return the settings of `path`, or raise UnusableSettings with a sentence for each thing that is wrong."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise UnusableSettings(f"{path}: it is no file; name the settings with CONFIG=file.toml")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnusableSettings(f"{path}: no such settings file; name one with CONFIG=file.toml") from None
    except (OSError, UnicodeDecodeError):
        raise UnusableSettings(f"{path}: the settings file cannot be read as UTF-8 text") from None
    try:
        content = all_visible(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UnusableSettings(f"{path}: not valid TOML: {error}") from None
    except (RecursionError, ValueError):  # brackets in brackets, or a number of thousands of digits
        raise UnusableSettings(f"{path}: it nests deeper, or has a longer number, than any settings do") from None
    unknown = list(_unknown_keys(Settings, content, ""))
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        raise UnusableSettings(_listed(path, [*unknown, *_wrong_values(error, beside_unknown=bool(unknown))])) from None
    _refuse(path, unknown)
    settings = _with_own_sql(path, settings)
    _refuse(path, _wrong_names(settings))
    return settings


def _with_own_sql(path: Path, settings: Settings) -> Settings:
    """Return the settings with the SQL of the hospital's own folders: a change of it is a change of the settings."""
    sources = {}
    for name, source in settings.sources.items():
        try:
            texts = read_own_sql(path.parent, source.shape) if source.shape != "tables" else {}
        except (OSError, UnicodeDecodeError):
            raise UnusableSettings(f"{path}: sources.{name}.shape: the SQL in {source.shape} cannot be read as UTF-8 text") from None
        sources[name] = source.model_copy(update={"own_sql": texts})
    return settings.model_copy(update={"sources": sources})


def refuse_tables_of_no_source(path: Path, settings: Settings) -> None:
    """Raise UnusableSettings, once for all, where no source fills a table of which the settings do not say that it is not sent."""
    filled = {table for source in settings.sources.values() for table in _filled_by(source)}
    absent = [table for table in raw_tables() if table not in filled and table not in settings.registry.tables_not_sent]
    if absent:
        listed = ", ".join(f'"{table}"' for table in sorted({*absent, *settings.registry.tables_not_sent}))
        raise UnusableSettings(
            f"{path}: no source fills {', '.join(absent)}; name the files under sources, "
            f"or, if the hospital does not send them, write under [registry]: tables_not_sent = [{listed}]"
        )


def _refuse(path: Path, faults: typing.Iterable[str]) -> None:
    """Raise UnusableSettings where there are faults."""
    if said := _listed(path, faults):
        raise UnusableSettings(said)


def _listed(path: Path, faults: typing.Iterable[str]) -> str:
    return "\n".join(f"{path}: {fault}" for fault in faults)


def _unknown_keys(model: type[BaseModel], content: object, where: str) -> typing.Iterator[str]:
    if not isinstance(content, dict):
        return
    for key, value in content.items():
        field = _keys_of(model).get(key)
        if field is None and f"{where}{key}" in MOVED:
            yield f"{where}{key} is now {MOVED[f'{where}{key}']}: write its value there"
            continue
        if field is None:
            yield f"unknown key {where}{key}{nearest(key, _keys_of(model))}"
            continue
        inner = [field.annotation, *typing.get_args(field.annotation)]
        models = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
        if models and typing.get_origin(field.annotation) is dict and isinstance(value, dict):
            for name, entry in value.items():
                yield from _unknown_keys(models[0], entry, f"{where}{key}.{name}.")
        elif models and isinstance(value, list):
            for place, entry in enumerate(value):
                name = entry.get("name", place) if isinstance(entry, dict) else place
                yield from _unknown_keys(models[0], entry, f"{where}{key}.{name}.")
        elif models:
            yield from _unknown_keys(models[0], value, f"{where}{key}.")


def _keys_of(model: type[BaseModel]) -> dict[str, typing.Any]:
    """Return the fields that a settings file may set, by name."""
    return {name: field for name, field in model.model_fields.items() if NO_KEY not in field.metadata}


def _wrong_names(settings: Settings) -> typing.Iterator[str]:
    if table_of(READER_OPINIONS) and not settings.readers:
        yield 'readers: nobody is named; name who reads the scans, each as "reader" or "adjudicator"'
    if settings.report.compare_with_paper and not has_printed_numbers():
        yield "report.compare_with_paper: the folder pipelines/paper is not there; set it to false"
    yield from wrong_names_of_study(settings.study)
    yield from wrong_names_of_criteria(settings.study)
    yield from wrong_names_of_endpoints(settings.study)
    yield from wrong_version_of_grades(settings.scores.ctcae_version)
    yield from wrong_names_of_eligibility(settings.study)
    if settings.rules:
        from pipelines.settings.rules_in_force import wrong_changes

        yield from wrong_changes(settings.rules)
    yield from wrong_sends(settings)
    tables = raw_tables()
    for name in settings.registry.tables_not_sent:
        if name not in tables:
            yield f"registry.tables_not_sent: there is no table {name}{nearest(name, tables)}"
    for source_name, source in settings.sources.items():
        if source.shape != "tables":
            from pipelines.settings.own_sql_faults import wrong_own_sql

            yield from wrong_own_sql(f"sources.{source_name}", source)
            continue
        for table_name, table in source.tables.items():
            where = f"sources.{source_name}.tables.{table_name}"
            if table_name not in tables:
                yield f"{where}: there is no table {table_name}{nearest(table_name, tables)}"
                continue
            yield from wrong_names_of_table(where, table_name, table)


def _filled_by(source: Source) -> set[str]:
    return set(source.tables) if source.shape == "tables" else set(selects_of(source))


def _wrong_values(error: ValidationError, *, beside_unknown: bool) -> list[str]:
    """Return a sentence for each key with a wrong value; where a key may be of two kinds, one sentence says both.

    Beside unknown keys, which are named already, one that is missing is most likely the misspelt one.
    """
    named_already = ("extra_forbidden", "missing") if beside_unknown else ()
    messages: dict[str, list[str]] = {}
    for fault in error.errors(include_input=False, include_url=False):
        if fault["type"] in named_already:
            continue
        keys = [str(part) for part in fault["loc"]]
        if keys[:2] == ["registry", "as_of"]:
            keys = keys[:2]
        messages.setdefault(".".join(keys), []).append(fault["msg"])
    return [f"{key}: {'; or: '.join(said)}" for key, said in messages.items()]
