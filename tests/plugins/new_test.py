#!/usr/bin/env python3
"""`lineman plugin new` writes a plugin that works at once; `plugin list` finds it.

usage: new_test.py LINEMAN
"""

import json
import pathlib
import subprocess
import sys
import tempfile

program = sys.argv[1]


def run(*words: str, expect: int = 0) -> str:
    ended = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if ended.returncode != expect:
        sys.exit(f"lineman {' '.join(words)}: exit {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


with tempfile.TemporaryDirectory() as folder:
    run("plugin", "new", "my-plugin", "--in", folder)
    made = pathlib.Path(folder, "my-plugin")
    names = sorted(path.name for path in made.iterdir())
    assert names == ["README.md", "init.lua", "my-plugin.story.yaml"], names
    assert "2 passed, 0 failed" in run("test", str(made))
    assert "0 errors" in run("check", str(made))
    listed = json.loads(run("--plugins", folder, "plugin", "list", "--json"))
    own = [plugin for plugin in listed if plugin["name"] == "my-plugin"]
    assert len(own) == 1 and own[0]["about"] == "Waits longer after a busy tone.", listed
    run("plugin", "new", "my-plugin", "--in", folder, expect=1)
    run("plugin", "new", "../up", "--in", folder, expect=2)
