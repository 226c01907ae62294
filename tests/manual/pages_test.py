#!/usr/bin/env python3
"""Holds the manual pages true: every command and option, every key, all that plugins may use.

usage: pages_test.py LINEMAN FOLDER    (of the pages' sources)
"""

import re
import subprocess
import sys
from pathlib import Path

from command_line import commands


def printed(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def command_page(program: str, page: str) -> list[str]:
    missing = []
    known = commands(program)
    assert len(known) > 8, known
    for path, options in known.items():
        name = " ".join(path)
        # A command that only has others below it is described by them.
        leads = any(other[: len(path)] == path and len(other) > len(path) for other in known)
        if path and not leads and f"\n*{name}*" not in page:
            missing.append(f"command {name}")
        missing += [f"option {option} of {name}" for option in options if f"*{option}*" not in page]
    return missing


def keys_page(program: str, page: str) -> list[str]:
    keys = printed(program, "schema", "--man")
    return [] if keys.strip() in page else ["the keys as `lineman schema --man` prints them"]


def plugin_page(program: str, page: str) -> list[str]:
    definitions = printed(program, "schema", "--lua")
    hooks = definitions.split("---@class lineman.Hooks")[1].split("---@class")[0]
    call = definitions.split("---@class lineman.Call")[1].split("local Call")[0]
    names = re.findall(r"---@field (\w+)", hooks) + re.findall(r"---@field (\w+)", call)
    names += re.findall(r"^function (?:Call:|(?=lineman\.))([\w.]+)", definitions, re.MULTILINE)
    assert len(names) > 60, names
    return [name for name in names if not re.search(rf"\*(call:)?{re.escape(name)}\*", page)]


def main() -> int:
    program, folder = sys.argv[1:]
    failed = 0
    for name, check in {
        "lineman.1.scd": command_page,
        "lineman.yaml.5.scd": keys_page,
        "lineman-plugin.7.scd": plugin_page,
    }.items():
        for missing in check(program, (Path(folder) / name).read_text(encoding="utf-8")):
            print(f"{name} lacks: {missing}")
            failed = 1
    return failed


sys.exit(main())
