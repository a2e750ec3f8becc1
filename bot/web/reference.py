"""The page /docs: the OpenAPI description as a readable page of our own.

The usual viewers load scripts and fonts from other hosts; this one is plain HTML.
"""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.web.pages import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body."""

    name: str
    """Its name."""
    takes: str
    """Type and form."""
    required: bool
    """True when it must be given."""
    description: str
    """What it means."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    method: str
    """GET or POST."""
    path: str
    """Address."""
    summary: str
    """Title."""
    description: str
    """One sentence more."""
    fields: tuple[Field, ...]
    """Fields of the body sent, or parameters of the address."""
    request_example: str
    """JSON to send; empty when there is none."""
    response_example: str
    """JSON that comes back; empty when there is none."""
    statuses: tuple[tuple[str, str], ...]
    """Status → meaning."""


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
async def open_reference(request: Request) -> Response:
    """Show every operation."""
    schema = request.app.openapi()
    base = str(request.base_url).rstrip("/")
    return page(request, "reference.html", operations=read_operations(schema), base=base)


def read_operations(schema: dict[str, Any]) -> tuple[Operation, ...]:
    """Return the operations of an OpenAPI description, in its order."""
    return tuple(
        _operation(schema, path, method, described)
        for path, methods in schema["paths"].items()
        for method, described in methods.items()
    )


def _operation(
    schema: dict[str, Any], path: str, method: str, described: dict[str, Any]
) -> Operation:
    body = _resolved(schema, _json_content(described.get("requestBody", {})).get("schema", {}))
    answered = _json_content(described["responses"].get("200", {}))
    names = {"Successful Response": "成功", "Validation Error": "请求不对"}
    return Operation(
        method=method.upper(),
        path=path,
        summary=described.get("summary", ""),
        description=described.get("description", ""),
        fields=_parameters(described) + _fields(body),
        request_example=_as_json(body.get("example")),
        response_example=_as_json(answered.get("example")),
        statuses=tuple(
            (status, names.get(answer["description"], answer["description"]))
            for status, answer in described["responses"].items()
        ),
    )


def _parameters(described: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(told["name"], _takes(told["schema"]), told["required"], told.get("description", ""))
        for told in described.get("parameters", ())
    )


def _fields(body: dict[str, Any]) -> tuple[Field, ...]:
    required = body.get("required", [])
    return tuple(
        Field(name, _takes(told), name in required, told.get("description", ""))
        for name, told in body.get("properties", {}).items()
    )


def _takes(told: dict[str, Any]) -> str:
    words = {
        "string": "文字",
        "boolean": "true / false",
        "date": "日期 YYYY-MM-DD",
        "array": "列表",
    }
    kinds = [told, *told.get("anyOf", [])]
    kind: dict[str, Any] = next((k for k in kinds if "type" in k), {})
    return words.get(kind.get("format", ""), words.get(kind.get("type", ""), ""))


def _json_content(described: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = described.get("content", {}).get("application/json", {})
    return content


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    resolved: dict[str, Any] = schema["components"]["schemas"][name] if name else part
    return resolved


def _as_json(example: object) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2) if example else ""
