"""A Swagger 2 document as OpenAPI 3.0, as far as Forgejo's needs it.

Forgejo is written in Go, whose pointers, lists and times are `null` where they are empty; its document does
not say so: every object, list and time may be null here. Answers hold only fields that the document names.
"""

from __future__ import annotations

from typing import Any

_OF_SCHEMA = ("type", "format", "items", "enum", "default", "minimum", "maximum")
_POINTERS = {"merge_commit_sha"}
"""Texts that are null where they are empty."""


def upgraded(document: dict[str, Any]) -> dict[str, Any]:
    """`document` in OpenAPI 3.0.3."""
    return {
        "openapi": "3.0.3",
        "info": {"title": document["info"]["title"], "version": document["info"]["version"]},
        "paths": {
            path: {
                method: _operation(operation, document)
                for method, operation in operations.items()
                if isinstance(operation, dict)
            }
            for path, operations in document["paths"].items()
        },
        "components": {
            "schemas": {name: _schema(each) for name, each in document["definitions"].items()},
        },
    }


def _operation(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    parameters = operation.get("parameters", [])
    new: dict[str, Any] = {
        "operationId": operation.get("operationId", ""),
        "parameters": [_parameter(each) for each in parameters if each["in"] in {"path", "query"}],
        "responses": {status: _response(each, document) for status, each in operation["responses"].items()},
    }
    for each in parameters:
        if each["in"] == "body":
            new["requestBody"] = {
                "required": each.get("required", False),
                "content": {"application/json": {"schema": _schema(each["schema"])}},
            }
    return new


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = {key: parameter[key] for key in _OF_SCHEMA if key in parameter}
    kept: dict[str, Any] = {key: parameter[key] for key in ("name", "in", "required") if key in parameter}
    return {**kept, "schema": schema}


def _response(response: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in response:
        response = document["responses"][response["$ref"].rpartition("/")[2]]
    new: dict[str, Any] = {"description": response.get("description", "")}
    if "schema" in response:
        new["content"] = {"application/json": {"schema": _schema(response["schema"])}}
    return new


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"#/components/schemas/{schema['$ref'].rpartition('/')[2]}"}
    new = {key: value for key, value in schema.items() if not key.startswith("x-")}
    if "items" in schema:
        new["items"] = _schema(schema["items"])
    if "properties" in schema:
        new["properties"] = {
            name: _optional(name, _schema(each)) for name, each in schema["properties"].items()
        }
        new.setdefault("additionalProperties", False)
    elif isinstance(schema.get("additionalProperties"), dict):
        new["additionalProperties"] = _schema(schema["additionalProperties"])
    return new


def _optional(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """What Go may leave empty."""
    if name in _POINTERS:
        return {**schema, "nullable": True}
    if "$ref" in schema:
        return or_null(schema)
    if schema.get("type") in {"object", "array"} or schema.get("format") == "date-time":
        return {**schema, "nullable": True}
    return schema


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """That, or null; a reference has no room for `nullable` beside it."""
    return {"oneOf": [schema, {"type": "object", "maxProperties": 0, "nullable": True}]}
