"""Reads registry.toml: every key is known and every value checked, or the run does not start."""

import difflib
import tomllib
import typing
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipelines.contract import raw_tables, table_columns
from pipelines.settings import Settings, UnusableSettings


def load_settings(path: Path) -> Settings:
    """Return the settings of `path`, or raise UnusableSettings with a sentence for each thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnusableSettings(f"{path}: no such settings file; name one with CONFIG=file.toml") from None
    except (OSError, UnicodeDecodeError):
        raise UnusableSettings(f"{path}: the settings file cannot be read as UTF-8 text") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableSettings(f"{path}: not valid TOML: {error}") from None
    faults = list(_unknown_keys(Settings, content, ""))
    if not faults:
        try:
            settings = Settings.model_validate(content)
        except ValidationError as error:
            faults = [f"{_path(fault['loc'])}: {fault['msg']}" for fault in error.errors(include_input=False, include_url=False)]
        else:
            faults = list(_wrong_names(settings))
    if faults:
        raise UnusableSettings("\n".join(f"{path}: {fault}" for fault in faults))
    return settings


def _unknown_keys(model: type[BaseModel], content: object, where: str) -> typing.Iterator[str]:
    if not isinstance(content, dict):
        return
    for key, value in content.items():
        field = model.model_fields.get(key)
        if field is None:
            yield f"unknown key {where}{key}{nearest(key, model.model_fields)}"
            continue
        inner = [field.annotation, *typing.get_args(field.annotation)]
        models = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
        if models and typing.get_origin(field.annotation) is dict and isinstance(value, dict):
            for name, entry in value.items():
                yield from _unknown_keys(models[0], entry, f"{where}{key}.{name}.")
        elif models:
            yield from _unknown_keys(models[0], value, f"{where}{key}.")


def _wrong_names(settings: Settings) -> typing.Iterator[str]:
    tables = raw_tables()
    for name in settings.registry.tables_not_sent:
        if name not in tables:
            yield f"registry.tables_not_sent: there is no table {name}{nearest(name, tables)}"
    for source_name, source in settings.sources.items():
        if source.shape != "tables":
            continue
        for table_name, table in source.tables.items():
            where = f"sources.{source_name}.tables.{table_name}"
            if table_name not in tables:
                yield f"{where}: there is no table {table_name}{nearest(table_name, tables)}"
                continue
            columns = {column.name: column for column in table_columns(table_name)}
            for header, column in table.headers.items():
                if column not in columns:
                    yield f"{where}.headers: {header!r} stands for {column}, which {table_name} does not have{nearest(column, columns)}"
            for column, book in table.codes.items():
                if column not in columns:
                    yield f"{where}.codes: {table_name} has no column {column}{nearest(column, columns)}"
                    continue
                known = columns[column].codes
                for code in book.values():
                    if known and code not in known:
                        yield f"{where}.codes.{column}: {code!r} is no code of this column; it has {', '.join(known)}"


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """Return "; did you mean x?" for the known word most like `word`, or what there is if none is like it."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(sorted(words))}"


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)
