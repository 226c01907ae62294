#!/usr/bin/env python3
"""Writes the rules of all time zones as the date library reads them on Windows.

    zone_data.py TZDATA.ZI FOLDER

tzdata.zi is what zic reads, with every word as short as zic allows; the library wants them whole. It
looks into files by their names of old, so everything goes into one of those.
"""

import sys
from pathlib import Path

KINDS = {"R": "Rule", "Z": "Zone", "L": "Link"}
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()


def whole(word, words):
    found = [w for w in words if w.lower().startswith(word.lower())]
    if len(found) != 1:
        raise SystemExit(f"zone_data: '{word}' is {len(found)} of {words}")
    return found[0][:3]


def day(word):
    if word.startswith("last"):
        return "last" + whole(word[4:], DAYS)
    for mark in (">=", "<="):
        if mark in word:
            name, number = word.split(mark)
            return whole(name, DAYS) + mark + number
    return word


def until(words):
    """The end of a line of a zone: YEAR [MONTH [DAY [TIME]]]."""
    words = list(words)
    if len(words) > 1:
        words[1] = whole(words[1], MONTHS)
    if len(words) > 2:
        words[2] = day(words[2])
    return words


def rule(words):
    name, first, last, kind, month, on, at, save, letter = words
    last = {"o": "only", "ma": "max"}.get(last, last)
    return ["Rule", name, first, last, kind, whole(month, MONTHS), day(on), at, save, letter]


def line(words):
    kind = KINDS.get(words[0])
    if kind == "Rule":
        return rule(words[1:])
    if kind == "Link":
        return ["Link", *words[1:]]
    if kind == "Zone":
        return ["Zone", *words[1:5], *until(words[5:])]
    return ["\t", *words[:3], *until(words[3:])]  # goes on with the zone above


def main(source, folder):
    text = Path(source).read_text(encoding="ascii").splitlines()
    version = text[0].removeprefix("# version ")
    rows = [" ".join(line(row.split())) for row in text if not row.startswith("#")]
    folder = Path(folder)
    for name in ("africa antarctica asia australasia backward etcetera northamerica southamerica "
                 "pacificnew systemv leapseconds").split():
        (folder / name).write_text("", encoding="ascii")
    (folder / "europe").write_text("\n".join(rows) + "\n", encoding="ascii")
    (folder / "version").write_text(version + "\n", encoding="ascii")


main(*sys.argv[1:])
