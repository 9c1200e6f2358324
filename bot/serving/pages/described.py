"""`/docs`: an OpenAPI description as rows, for a page that loads nothing from elsewhere."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Route:
    """`takes` are its parameters and the fields of its body; `gives` is the name of a shape."""

    method: str
    path: str
    words: str
    takes: tuple[Field, ...]
    gives: str
    failures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    words: str
    fields: tuple[Field, ...]


def describe_routes(described: Json) -> list[Route]:
    """Every route of the description, in its order."""
    return [
        _route(method, path, deed, described)
        for path, deeds in described["paths"].items()
        for method, deed in deeds.items()
    ]


def describe_shapes(described: Json) -> list[Shape]:
    """Every shape of the description, by name."""
    return [
        Shape(name, " ".join(schema.get("description", "").split()), _fields(schema))
        for name, schema in sorted(described["components"]["schemas"].items())
        if "properties" in schema
    ]


def _route(method: str, path: str, deed: Json, described: Json) -> Route:
    takes = [
        Field(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""))
        for one in deed.get("parameters", ())
    ]
    if body := deed.get("requestBody"):
        name = _kind(body["content"]["application/json"]["schema"])
        takes += _fields(described["components"]["schemas"][name])
    answers = deed["responses"]
    gives = _kind(answers["200"]["content"]["application/json"]["schema"])
    failures = tuple((status, answer["description"]) for status, answer in answers.items() if status != "200")
    return Route(method.upper(), path, deed.get("description", ""), tuple(takes), gives, failures)


def _fields(schema: Json) -> tuple[Field, ...]:
    needed = schema.get("required", ())
    return tuple(
        Field(name, _kind(one), name in needed, one.get("description", ""))
        for name, one in schema["properties"].items()
    )


def _kind(schema: Json) -> str:
    """A schema in a word or two: `string`, `Article[]`, `integer or null`, `sure | possible`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    bounds = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    return " ".join([str(schema.get("type", "any")), *bounds])
