"""JSON Schemas of tables and YAML files, for editors and for other programs that read the data."""

from __future__ import annotations

from evaluator.model.base import FORMS, PARTIAL_DATE, SINGULAR, Column, Shape, columns_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, object]


def table_schema(row: type) -> Json:
    """Return the JSON Schema of a table as a list of rows, with the column names of its file.

    List cells are lists; a cell that is empty is null, or "" in a text column.

    Examples
    --------
    >>> from evaluator.model.assessment import Rating
    >>> properties = table_schema(Rating)["items"]["properties"]
    >>> properties["level"]
    {'description': 'level, for rated and at-least', 'type': ['integer', 'null'], 'minimum': 0}
    """
    columns = columns_of(row)
    return {
        "$schema": DIALECT,
        "title": row.__name__,
        "description": (row.__doc__ or "").strip(),
        "type": "array",
        "items": {
            "type": "object",
            "properties": {column.label: column_schema(column) for column in columns},
            "required": [column.label for column in columns if column.required],
            "additionalProperties": False,
        },
    }


def column_schema(column: Column) -> Json:
    """Return the JSON Schema of a cell in a column."""
    if column.is_list:
        kind = SINGULAR[column.kind]
        least = {"minItems": 1} if column.required else {}
        return {"description": column.doc, "type": "array", "items": _text(kind, column, may_be_empty=False), **least}
    if column.kind in ("integer", "number"):
        numeric = {"type": column.kind if column.required else [column.kind, "null"]}
        ends = {"minimum": column.least, "maximum": column.most}
        return {"description": column.doc, **numeric, **{name: end for name, end in ends.items() if end is not None}}
    if column.kind == "flag":
        return {"description": column.doc, "type": "boolean" if column.required else ["boolean", "null"]}
    return {"description": column.doc, **_text(column.kind, column, may_be_empty=not column.required)}


def _text(kind: str, column: Column, *, may_be_empty: bool) -> Json:
    if kind == "choice":
        return {"type": "string", "enum": [*column.choices, *([""] if may_be_empty else [])]}
    form = PARTIAL_DATE.pattern if kind == "date" else FORMS[kind][0].pattern if kind in FORMS else ""
    if form:
        return {"type": "string", "pattern": f"^({form}){'?' if may_be_empty else ''}$"}
    return {"type": "string"} if may_be_empty else {"type": "string", "minLength": 1}


def shape_schema(shape: type[Shape]) -> Json:
    """Return the JSON Schema of a YAML file, with the file's own key names.

    `evaluator check` tests what a schema cannot express (keys that need each other, names in other
    files).
    """
    return {"$schema": DIALECT, **shape.model_json_schema(by_alias=True)}
