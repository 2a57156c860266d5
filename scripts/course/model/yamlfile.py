"""YAML with line numbers, so that every complaint about data can name its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import yaml

from course.findings import CourseError, Finding

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """Parsed YAML: `value`, and the line of every key and item by its path."""

    path: str
    value: Any
    lines: dict[Key, int]

    def line(self, *key: str | int) -> int:
        """The line of `key`, or of its nearest ancestor that has one."""
        for end in range(len(key), -1, -1):
            if key[:end] in self.lines:
                return self.lines[key[:end]]
        return 1


def _walk(node: yaml.Node, key: Key, lines: dict[Key, int], offset: int, path: str) -> None:
    lines.setdefault(key, node.start_mark.line + offset)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, child in node.value:
            text = str(name.value)
            line = name.start_mark.line + offset
            if text in seen:
                raise CourseError(
                    Finding(path, line, "yaml", f"the key '{text}' stands twice", "Remove one of the two")
                )
            seen.add(text)
            lines[(*key, text)] = line
            _walk(child, (*key, text), lines, offset, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*key, index), lines, offset, path)


def _impossible(node: yaml.Node) -> int | None:
    """The line, counted from 0, of a value that has the form of its type and is none, such as the date 2027-02-30."""
    if isinstance(node, yaml.ScalarNode):
        try:
            yaml.constructor.SafeConstructor().construct_object(node)
        except ValueError:
            return int(node.start_mark.line)
        return None
    children = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    return next((line for line in map(_impossible, children) if line is not None), None)


def parse(text: str, path: str, first_line: int = 1) -> YamlFile:
    """Parse YAML `text` of the file `path`, whose first line is line `first_line` of that file.

    Raises:
        CourseError: not YAML, or a key that stands twice in one mapping.
    """
    loader = yaml.CSafeLoader(text)
    node: yaml.Node | None = None
    try:
        node = loader.get_single_node()
        lines: dict[Key, int] = {}
        if node is not None:
            _walk(node, (), lines, first_line, path)
        value = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise CourseError(
            Finding(path, line, "yaml", f"not valid YAML: {problem}", "Mend the indentation or the quotation marks")
        ) from error
    except ValueError as error:
        line = (_impossible(node) or 0 if node is not None else 0) + first_line
        raise CourseError(
            Finding(path, line, "yaml", f"there is no such value: {error}", "Mend it, or put it in quotation marks")
        ) from error
    finally:
        loader.dispose()
    return YamlFile(path, value, lines)


def _remedy(error: Any) -> str:
    described = error.schema.get("description") if isinstance(error.schema, dict) else None
    if described:
        return str(described)
    if error.validator == "enum":
        return "Use one of: " + ", ".join(str(item) for item in error.validator_value)
    if error.validator == "additionalProperties":
        known = ", ".join(error.schema.get("properties", {}))
        return f"Remove it, or use one of: {known}"
    return "See the schema beside the data"


def _holds(value: Any, schema: dict[str, Any]) -> bool:
    """Whether all is well, said at once; what is not well is told slowly and in words below."""
    try:
        return jsonschema_rs.is_valid(schema, value)
    except ValueError:  # a date, or another value that JSON does not know
        return False


def schema_findings(file: YamlFile, schema: dict[str, Any], rule: str) -> Iterator[Finding]:
    """Every place where `file` breaks the JSON Schema, with its line."""
    if _holds(file.value, schema):
        return
    # Imported where something is wrong: it takes longer than a dozen pages.
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(file.value):
        key: Key = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.instance, dict):
            unknown = [name for name in error.instance if name not in error.schema.get("properties", {})]
            for name in unknown:
                yield Finding(file.path, file.line(*key, name), rule, f"unknown key '{name}'", _remedy(error))
            continue
        where = ".".join(str(part) for part in key)
        message = error.message
        if error.validator == "enum":
            message = f"{error.instance!r} is not one of the known values"
        elif len(message) >= 160:
            message = f"{error.validator} does not hold"
        yield Finding(file.path, file.line(*key), rule, f"{where + ': ' if where else ''}{message}", _remedy(error))
