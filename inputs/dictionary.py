"""The data dictionary (`docs/data-dictionary.md`), from the declared schemas."""

from __future__ import annotations

from pathlib import Path

from inputs.schemas.base import DOCUMENTS, Field, Role, Table
from inputs.schemas.registry import TABLES

ROLES = {
    Role.IDENTITY: "names and keys, or a value of an assumption",
    Role.FIGURE: "a number printed in a document; the audit finds its digits at the cited lines",
    Role.DERIVED: "computed from other fields; checked by an identity",
    Role.PROVENANCE: "where the row comes from",
    Role.NOTE: "a remark",
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _limits(field: Field) -> str:
    parts = []
    if field.minimum is not None and field.maximum is not None:
        parts.append(f"{field.minimum:g} to {field.maximum:g}")
    elif field.minimum is not None:
        parts.append(f"at least {field.minimum:g}")
    elif field.maximum is not None:
        parts.append(f"at most {field.maximum:g}")
    if field.allowed:
        parts.append(", ".join(f"`{value}`" for value in field.allowed))
    if field.pattern:
        parts.append(f"like `{field.pattern}`")
    return "; ".join(parts)


def _section(table: Table) -> list[str]:
    lines = [
        f"## {table.name}",
        "",
        f"**{table.title}.** {table.description}",
        "",
        f"Key: {', '.join(f'`{column}`' for column in table.key)}. "
        + ("Required. " if table.required else "")
        + f"Licence: {table.licence}.",
        "",
    ]
    for key in table.foreign_keys:
        columns = ", ".join(f"`{column}`" for column in key.columns)
        referenced = ", ".join(f"`{column}`" for column in key.referenced)
        lines.append(f"- {columns} stands as {referenced} in [{key.table}](#{key.table})")
    if table.foreign_keys:
        lines.append("")
    lines += [
        "| column | type | unit | may be empty | role | limits | meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    for field in table.fields:
        cells = (
            f"`{field.name}`",
            field.type,
            field.unit,
            "yes" if field.nullable else "",
            field.role.value,
            _limits(field),
            field.description,
        )
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    lines.append("")
    return lines


def dictionary_text() -> str:
    """Return the dictionary of all declared tables as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `inputs/schemas`; do not edit by hand.",
        "",
        "Tables are UTF-8 CSV files, comma separated, with a decimal point; an empty cell is null. "
        "Loaded columns are text, 64-bit floats, or 64-bit integers; whole numbers that may be "
        "empty are floats with NaN.",
        "",
        "Documents: " + "; ".join(f"**{key}** {title}" for key, title in DOCUMENTS.items()) + ".",
        "",
        "Roles: " + "; ".join(f"*{role.value}*, {text}" for role, text in ROLES.items()) + ".",
        "",
        "| table | what |",
        "|---|---|",
        *(f"| [{table.name}](#{table.name}) | {table.title} |" for table in TABLES.values()),
        "",
    ]
    for table in TABLES.values():
        lines += _section(table)
    return "\n".join(lines)


def write_dictionary(path: Path) -> Path:
    """Write the dictionary to `path` and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dictionary_text(), encoding="utf-8")
    return path
