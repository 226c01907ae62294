#!/usr/bin/env python3
"""Validates YAML against a JSON Schema with a public validator, not with lineman's own reader.

    validate_yaml.py SCHEMA PATH...   each PATH a YAML file, or a folder searched for *.yaml
    validate_yaml.py --self-test      prove that it is able to fail

Plain scalars are read by the core schema of YAML 1.2, as lineman and editors do: `no` and
`12:30:00` and `2026-03-02` are strings. Exits 1 with file, place and message for each failure, also
when there was nothing to validate.
"""

import json
import re
import sys
import tempfile
from pathlib import Path

import jsonschema
import yaml


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema on PyYAML, which follows YAML 1.1; a mapping becomes a JSON object."""
    yaml_implicit_resolvers = {}


def construct_object(loader, node):
    found = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(
                None, None, "a key must be a scalar", key.start_mark)
        if key.value in found:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {key.value!r} appears twice", key.start_mark)
        found[key.value] = loader.construct_object(value, deep=True)
    return found


def construct_integer(_, node):
    text = node.value
    return int(text, 0) if re.match("0[ox]", text) else int(text)


def construct_number(_, node):
    return float(re.sub(r"\.(inf|nan)$", r"\1", node.value.lower()))


# Tag, the plain scalars that have it, their first characters, how they are made.
CORE_SCHEMA = [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""], yaml.SafeLoader.construct_yaml_null),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF", yaml.SafeLoader.construct_yaml_bool),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789", construct_integer),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+0123456789.", construct_number),
]
for name, looks, first, construct in CORE_SCHEMA:
    tag = f"tag:yaml.org,2002:{name}"
    CoreLoader.add_implicit_resolver(tag, re.compile(rf"(?:{looks})\Z"), list(first))
    CoreLoader.add_constructor(tag, construct)
CoreLoader.add_constructor("tag:yaml.org,2002:map", construct_object)


def load_validator(path):
    schema = json.loads(Path(path).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema, default=None)
    if kind is None:
        raise ValueError(f"{path}: $schema is missing or unknown")
    kind.check_schema(schema)
    return kind(schema)


def yaml_files(paths):
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml"})
        else:
            yield path


def failures_of(validator, path):
    """Messages about one file, each with its place."""
    try:
        documents = list(yaml.load_all(path.read_bytes(), CoreLoader))
    except (OSError, yaml.YAMLError) as error:
        return [f"{path}: {error}"]
    if not documents:
        return [f"{path}: no document in it"]
    failures = []
    for number, document in enumerate(documents, start=1):
        for error in validator.iter_errors(document):
            error = jsonschema.exceptions.best_match([error])  # into oneOf and its like
            place = "/".join(map(str, error.absolute_path)) or "(top)"
            failures.append(f"{path}: document {number}: {place}: {error.message}")
    return failures


def validate(schema, paths):
    try:
        validator = load_validator(schema)
    except (OSError, ValueError, jsonschema.SchemaError) as error:
        return [f"{schema}: {error}"], 0
    files = list(yaml_files(paths))
    failures = [failure for file in files for failure in failures_of(validator, file)]
    if not files:
        failures = ["no YAML file found in: " + " ".join(map(str, paths))]
    return failures, len(files)


# --- Self-test ----------------------------------------------------------------------------------

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "word": {"type": "string"}, "whole": {"type": "integer"}, "share": {"type": "number"},
        "flag": {"type": "boolean"}, "nothing": {"type": "null"},
        "either": {"oneOf": [{"const": "a"}, {"type": "object", "required": ["b"]}]},
    },
    "patternProperties": {"^[0-9]+$": {"type": "string"}},
    "additionalProperties": False,
}
SOUND = [
    *(f"word: {word}" for word in (
        "no", "Yes", "off", "y", "12:30", "12:30:45", "2026-03-02", "2026-03-02T08:00:00Z", "1_000",
        "0b1", "0x", "1e", "+", ".", "tRUE", "nULL", "'1'", '"true"', "5s", "20%", "<<", "=")),
    *(f"whole: {whole}" for whole in ("0", "-7", "+7", "0o17", "0x1F", "089")),
    *(f"share: {share}" for share in ("1.5", ".5", "1.", "1e5", "-.inf", ".NaN", "1.e-3")),
    "flag: TRUE", "flag: false", "nothing:", "nothing: ~", "nothing: NULL",
    "676: busy", "word: a\n---\nword: b", "either: {b: 1}", "\ufeffword: bom",
]
UNSOUND = {
    "word: 1": "document 1: word: 1 is not of type 'string'",
    "word: true": "is not of type 'string'",
    "word:": "is not of type 'string'",
    "flag: yes": "'yes' is not of type 'boolean'",
    "whole: 12:30": "'12:30' is not of type 'integer'",
    "whole: 1.5": "not of type 'integer'",
    "676: 5": "676: 5 is not",
    "word: a\n---\nnoun: b": "document 2: (top):",
    "either: {c: 1}": "either",
    "word: a\nword: b": "appears twice",
    "? [a]\n: b": "a key must be a scalar",
    "word: [a": "expected",
    "word: !python/name:os.system x": "could not determine a constructor",
    "- a": "is not of type 'object'",
    "": "no document",
    "# nothing here": "no document",
    "---\n": "None is not of type 'object'",
}


def self_test():
    faults = []
    for text, value in {"089": 89, "0o17": 15, "0x1F": 31, "1_0": "1_0", "1e2": 100.0}.items():
        if yaml.load(text, CoreLoader) != value:
            faults.append(f"{text} was read as {yaml.load(text, CoreLoader)!r}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        schema, file = folder / "schema.json", folder / "sub" / "case.yaml"
        file.parent.mkdir()

        def expect(words, paths, shape=SCHEMA):
            schema.write_text(json.dumps(shape), encoding="utf-8")
            found, _ = validate(schema, paths)
            if bool(found) != bool(words) or (words and not any(words in line for line in found)):
                text = file.read_text(encoding="utf-8") if file.exists() else ""
                faults.append(f"{text!r}: expected {words!r}, found {found}")

        expect("no YAML file found", [folder])
        expect("no YAML file found", [])
        expect("No such file", [folder / "missing.yaml"])
        for text in SOUND:
            file.write_text(text, encoding="utf-8")
            expect("", [folder])
        for text, words in UNSOUND.items():
            file.write_text(text, encoding="utf-8")
            expect(words, [file])
        file.write_text("word: a", encoding="utf-8")
        expect("$schema is missing", [file], {})
        expect("'wrong' is not valid", [file], {**SCHEMA, "type": "wrong"})
    print(*faults, f"self-test: {len(SOUND) + len(UNSOUND)} texts, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    failures, count = validate(arguments[0], arguments[1:])
    print(*failures, f"{arguments[0]}: {count} files, {len(failures)} failures", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
