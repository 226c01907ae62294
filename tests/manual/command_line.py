"""The command line as `--help` tells it: what the manual pages and completions are held to."""

import re
import subprocess


def help_of(program: str, path: list[str]) -> str:
    said = subprocess.run([program, *path, "--help"], capture_output=True, text=True, check=True)
    return said.stdout


def rows(text: str, heading: str) -> list[str]:
    """The first words of the rows below a heading."""
    found = re.search(rf"^{heading}:\n((?:  .*\n)+)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", found.group(1), re.MULTILINE) if found else []


def commands(program: str, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[str]]:
    """Every command by its path, with its options."""
    text = help_of(program, list(path))
    options = [name for row in rows(text, "Options") for name in row.split(",") if name[0] == "-"]
    found = {path: options}
    for below in rows(text, "Subcommands"):
        found.update(commands(program, (*path, below)))
    return found
