#!/usr/bin/env python3
"""Holds the manual true: the tables of `lineman schema --keys` stand in config/README.md as printed.

usage: manual_test.py LINEMAN README
"""

import subprocess
import sys


def main() -> int:
    program, manual = sys.argv[1:]
    tables = subprocess.run([program, "schema", "--keys"], capture_output=True, text=True, check=True)
    with open(manual, encoding="utf-8") as file:
        text = file.read()
    missing = [table for table in tables.stdout.strip().split("\n\n") if table.strip() not in text]
    for table in missing:
        print(f"{manual}: this table is not in it as it should be:\n{table}\n")
    return 1 if missing or not tables.stdout.strip() else 0


sys.exit(main())
