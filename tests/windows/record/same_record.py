#!/usr/bin/env python3
"""Holds true that the same input gives the same bytes on Windows as on this machine.

    same_record.py BUILD WINDOWS_BUILD WINE

Compared are the records of all shipped stories and of the tests' own, rehearsals in all shipped
worlds, the replay of a record, and what `check`, `show` and `schema` say.
"""

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORLDS = sorted(f"config/worlds/{path.name}" for path in (ROOT / "config/worlds").glob("*.yaml"))
PROFILES = sorted(f"config/profiles/{path.name}" for path in (ROOT / "config/profiles").glob("*.yaml")
                  if ".story." not in path.name)
# Of worlds that begin at a moment of their own: others begin now.
REHEARSED = [(f"config/worlds/rules/{Path(world).stem}.good.yaml", world) for world in WORLDS
             if (ROOT / f"config/worlds/rules/{Path(world).stem}.good.yaml").exists()
             and "\nstart:" in (ROOT / world).read_text(encoding="utf-8")]
CASES = [
    ("lineman", ["test", "--record", "config", "plugins", "tests/stories"], 1_000_000),
    ("rehearsal_record", WORLDS, 1_000_000),
    ("lineman", ["schema", "--lua"], 1_000),
    ("lineman", ["rehearse", "tests/rehearsal/records/kiosk.yaml", "--replay",
                 "tests/rehearsal/records/two-lines.jsonl", "--json"], 1_000),
] + [("lineman", ["show", profile, "--json"], 100) for profile in PROFILES] + [
    ("lineman", ["--plugins", "plugins", "rehearse", rules, "--world", world, "--json"], 1_000)
    for rules, world in REHEARSED] + [
    ("lineman", ["rehearse", "config/worlds/rules/full-exchange.good.yaml", "--world",
                 "config/worlds/full-exchange.yaml", "--fleet", "300", "--for", "1d", "--json"], 500)]


def run(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=240, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        sys.exit(f"{command}: exit code {done.returncode}")
    return done.stdout


def main(build, windows_build, wine):
    for program, arguments, least in CASES:
        here = run([f"{build}/{program}", *arguments])
        there = run([wine, f"{windows_build}/{program}.exe", *arguments])
        name = f"{program} {' '.join(arguments)}"
        if len(here) < least:
            sys.exit(f"{name}: only {len(here)} bytes, that compares nothing")
        if here != there:
            lines = [text.decode(errors="replace").splitlines() for text in (here, there)]
            for row in list(difflib.unified_diff(*lines, "here", "windows", lineterm="", n=1))[:20]:
                print(row)
            sys.exit(f"{name}: not the same on Windows")
        print(f"{name}: {len(here)} bytes, the same")


main(*sys.argv[1:])
