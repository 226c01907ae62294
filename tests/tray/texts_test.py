#!/usr/bin/env python3
"""Holds the translations complete: every sentence of the source is there, is translated, and has the same
places to fill.

usage: texts_test.py LUPDATE FOLDER    (of the tray's source)
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ALIASES = "QT_TRANSLATE_NOOP+=TRAY_TEXT,QT_TRANSLATE_N_NOOP+=TRAY_COUNT"
PLACE = re.compile(r"%(?:\d|n)")


def faults_of(path):
    for message in ET.parse(path).getroot().iter("message"):
        source, translation = message.find("source").text, message.find("translation")
        if translation.get("type"):
            yield f"{translation.get('type')}: {source!r}"
            continue
        forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
        for form in forms:
            if not form.strip():
                yield f"not translated: {source!r}"
            elif sorted(PLACE.findall(form)) != sorted(PLACE.findall(source)):
                yield f"other places than in {source!r}: {form!r}"
            elif (source[-1] in ".:?") != (form[-1] in ".:?"):
                yield f"ends otherwise than {source!r}: {form!r}"


def sentences_of(path):
    return {message.find("source").text for message in ET.parse(path).getroot().iter("message")}


def renewed(lupdate, folder, text, into):
    """The file as lupdate would leave it."""
    copy = shutil.copy(text, into)
    plural = ["-pluralonly"] if text.stem.endswith("_en") else []
    subprocess.run([lupdate, "-silent", "-locations", "none", *plural, "-tr-function-alias", ALIASES, folder, "-ts",
                    copy], check=True)
    return Path(copy)


def main():
    lupdate, folder = sys.argv[1], Path(sys.argv[2])
    texts = sorted((folder / "qt/texts").glob("*.ts"))
    found = [] if texts else ["no translations found"]
    with tempfile.TemporaryDirectory() as into:
        for text in texts:
            new = renewed(lupdate, folder, text, into)
            found += [f"{text.name}: {fault}" for fault in faults_of(new)]
            if len(sentences_of(new)) < (3 if text.stem.endswith("_en") else 60):
                found.append(f"{text.name}: too few sentences: lupdate does not find them")
    print(*found, f"{len(texts)} translations, {len(found)} faults", sep="\n")
    return 1 if found else 0


sys.exit(main())
