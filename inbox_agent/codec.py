"""The model's dataclasses to JSON values and back, exactly: what was dumped and loaded is equal to what it was.

Decimals and dates travel as strings, bytes as base64."""

import base64
import json
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import GenericAlias
from typing import Any, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter

T = TypeVar("T")


def dump(obj: Any) -> Any:
    """A dataclass of model.py, or a container of them, as JSON values. Raises TypeError for anything else."""
    match obj:
        case Enum():
            return obj.value
        case None | str() | bool() | int() | float():
            return obj
        case Decimal():
            return str(obj)
        case date():  # and datetime
            return obj.isoformat()
        case bytes():
            return base64.urlsafe_b64encode(obj).decode("ascii")
        case Mapping():
            return {key: dump(value) for key, value in obj.items()}
        case list() | tuple():
            return [dump(value) for value in obj]
    if is_dataclass(obj):
        return {f.name: dump(getattr(obj, f.name)) for f in fields(obj)}
    raise TypeError(f"{type(obj).__name__} has no form in JSON")


def load(kind: type[T], data: Any) -> T:
    """The ``kind`` that was dumped as ``data``. Raises pydantic.ValidationError when it is anything else."""
    result: T = _adapter(cast(Hashable, kind)).validate_json(json.dumps([data]))[0]
    return result


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """In a tuple, because pydantic takes settings for a container and hands them down to its dataclasses."""
    container: Any = GenericAlias(tuple, (kind,))
    return TypeAdapter(container, config=ConfigDict(val_json_bytes="base64"))
