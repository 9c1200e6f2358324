"""Checks the parameters of a call against the reduced description of the Bot API in bot_api_methods.json."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bot_api.errors import ApiError, bad_request

FILE = Path(__file__).parent.with_name("bot_api_methods.json")
Json = dict[str, Any]
# What stands for another part of the form.
ATTACHED = re.compile(r"attach://(\w+)")
PLAIN: dict[str, type | tuple[type, ...]] = {"Integer": int, "Float": (int, float), "String": str}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came as a part of a multipart form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of an object, and the types that it may have."""

    types: tuple[str, ...]
    required: bool


Fields = dict[str, Field]


def _fields(described: dict[str, str]) -> Fields:
    return {
        name.removesuffix("!"): Field(tuple(kinds.split(" | ")), name.endswith("!"))
        for name, kinds in described.items()
    }


_described = json.loads(FILE.read_text(encoding="utf-8"))
DESCRIBED: dict[str, Fields] = {name: _fields(fields) for name, fields in _described["methods"].items()}
UNSERVED = frozenset(_described["unserved"])
KINDS = frozenset(_described["updates"])
REACTIONS = frozenset(_described["reactions"])
OBJECTS: dict[str, Fields] = {n: _fields(t) for n, t in _described["types"].items() if isinstance(t, dict)}
SUBTYPES: dict[str, list[str]] = {n: t for n, t in _described["types"].items() if isinstance(t, list)}


def read_parameters(method: str, raw: Json) -> Json:
    """The parameters of a call, decoded and checked; `raw` holds strings and uploads (a form) or JSON values."""
    if method in UNSERVED:
        raise ApiError(501, f"Not Implemented: the test server does not serve {method}")
    if method not in DESCRIBED:
        raise ApiError(404, "Not Found: method not found")
    fields = DESCRIBED[method]
    # A part that another parameter points to (attach://name) is no parameter itself.
    attached = {name for value in raw.values() if isinstance(value, str) for name in ATTACHED.findall(value)}
    parameters = {}
    for name, value in raw.items():
        if name in attached and isinstance(value, Upload):
            continue
        if name not in fields:
            raise bad_request(f"{method} has no parameter {name!r}")
        parameters[name] = _decode(value, fields[name].types, raw)
    _check_object(parameters, fields, method)
    for value in parameters.values():
        if isinstance(value, dict) and (part := ATTACHED.fullmatch(str(value.get("media")))):
            value["media"] = raw.get(part[1])
    return parameters


def _decode(value: Any, types: tuple[str, ...], raw: Json) -> Any:
    """A form's string as the value it stands for; what does not parse stays a string, and fails the check."""
    if not isinstance(value, str):
        return value
    if value.startswith("attach://") and isinstance(raw.get(value[9:]), Upload):
        return raw[value[9:]]
    if types == ("String",):
        return value
    try:
        decoded = json.loads(value)
    except ValueError:
        return value
    return decoded if any(_fits(decoded, kind) for kind in types) or "String" not in types else value


def _check_object(value: Json, fields: Fields, where: str) -> None:
    for name in value.keys() - fields.keys():
        raise bad_request(f"{where} has no field {name!r}")
    for name, field in fields.items():
        if name in value:
            _check(value[name], field.types, f"{where}.{name}")
        elif field.required:
            raise bad_request(f"parameter {name!r} is required in {where}")


def _check(value: Any, types: tuple[str, ...], where: str) -> None:
    """Raises the fault of the one type that the value could have, so that the message leads to it."""
    if any(_fits(value, kind) for kind in types):
        return
    if len(types) == 1:
        _explain(value, types[0], where)
    raise bad_request(f"{where} must be of type {' or '.join(types)}, not {json.dumps(value, default=str)[:200]}")


def _explain(value: Any, kind: str, where: str) -> None:
    if kind.startswith("Array of ") and isinstance(value, list):
        for number, item in enumerate(value):
            _check(item, (kind[9:],), f"{where}[{number}]")
    if kind in OBJECTS and isinstance(value, dict):
        _check_object(value, OBJECTS[kind], where)
    if kind in SUBTYPES and isinstance(value, dict):
        same = [name for name in SUBTYPES[kind] if _fits_constant(value, name)]
        if len(same) == 1:
            _check_object(value, OBJECTS[same[0]], where)


def _fits_constant(value: Json, name: str) -> bool:
    field = OBJECTS[name].get("type")
    return field is not None and field.types == (f"={value.get('type')}",)


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("="):
        return bool(value == kind[1:])
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_fits(item, kind[9:]) for item in value)
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind in PLAIN:
        return isinstance(value, PLAIN[kind]) and not isinstance(value, bool)
    if kind == "InputFile":
        return isinstance(value, Upload)
    if kind in SUBTYPES:
        return any(_fits(value, name) for name in SUBTYPES[kind])
    return isinstance(value, dict) and _fits_object(value, OBJECTS[kind])


def _fits_object(value: Json, fields: Fields) -> bool:
    if value.keys() - fields.keys():
        return False
    return all(
        any(_fits(value[name], kind) for kind in field.types) if name in value else not field.required
        for name, field in fields.items()
    )
