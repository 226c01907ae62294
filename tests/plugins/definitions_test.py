#!/usr/bin/env python3
"""Holds the file for editors true: plugins/lineman.d.lua is what `lineman schema --lua` prints.

usage: definitions_test.py LINEMAN FILE
"""

import subprocess
import sys


def main() -> int:
    program, path = sys.argv[1:]
    made = subprocess.run([program, "schema", "--lua"], capture_output=True, text=True, check=True)
    with open(path, encoding="utf-8") as file:
        if file.read() == made.stdout and made.stdout:
            return 0
    print(f"{path} is out of date: lineman schema --lua > plugins/lineman.d.lua")
    return 1


sys.exit(main())
