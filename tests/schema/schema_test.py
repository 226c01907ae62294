#!/usr/bin/env python3
"""Holds the JSON Schema true: `lineman schema` prints what config/schema.json has.

usage: schema_test.py LINEMAN SCHEMA
"""

import subprocess
import sys


def main() -> int:
    program, shipped = sys.argv[1:]
    printed = subprocess.run([program, "schema"], capture_output=True, text=True, check=True)
    with open(shipped, encoding="utf-8") as file:
        if file.read() == printed.stdout:
            return 0
    print(f"{shipped} is not what the tables say; renew it: lineman schema > {shipped}")
    return 1


sys.exit(main())
