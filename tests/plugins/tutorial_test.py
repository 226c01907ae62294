#!/usr/bin/env python3
"""Runs every step of the manual's tutorial: its files are taken from the page as they stand.

usage: tutorial_test.py LINEMAN MANUAL
"""

import pathlib
import re
import subprocess
import sys
import tempfile

FILE = re.compile(r"<!-- file: (\S+) -->\n```(?:lua|yaml)\n(.*?)```", re.DOTALL)
STEPS = 4


def main() -> int:
    program, manual = sys.argv[1:]
    text = pathlib.Path(manual).read_text(encoding="utf-8")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, body in FILE.findall(text):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        plugins = sorted(path.parent for path in root.glob("*/init.lua"))
        if len(plugins) != STEPS:
            print(f"{manual}: {len(plugins)} plugins in the tutorial, not {STEPS}")
            return 1
        for plugin in plugins:
            for command in (["check"], ["test"]):
                ended = subprocess.run(
                    [program, *command, str(plugin)], capture_output=True, text=True, check=False
                )
                if ended.returncode == 0:
                    continue
                failed += 1
                print(f"{plugin.name}: lineman {command[0]} fails\n{ended.stdout}{ended.stderr}")
    return 1 if failed else 0


sys.exit(main())
