#!/usr/bin/env python3
"""Completion in the shells themselves: every command and option, values, names of profiles.

usage: completion_test.py LINEMAN SHELL
"""

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from command_line import commands

PATIENCE = 60  # seconds, for a machine that is busy
READS_KEYS = "\x1b[?2004h"  # bracketed paste on: zsh says so after its prompt

# Asks bash as bash does when TAB is pressed.
BASH = r"""
source "$1"; shift
compopt() { offers="<$2>"; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) offers=
_lineman "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}" "$offers"
"""


class Shell:
    """A shell with the completion it was given, in a folder with a configuration."""

    def __init__(self, program: str, folder: Path):
        self.folder = folder
        self.file = folder / "completion" / "_lineman"
        self.file.parent.mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "lineman").symlink_to(program)
        self.environment = {"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb"}
        made = subprocess.run([program, "completion", self.name], capture_output=True, check=True)
        self.file.write_bytes(made.stdout)

    def run(self, *command: str) -> list[str]:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert not done.stderr, done.stderr
        return done.stdout.splitlines()

    def expect(self, words: str, *expected: str) -> None:
        """That these are offered for the last of the words, which may be empty."""
        offered = self.offers(words)
        missing = [word for word in expected if word not in offered]
        assert not missing, f"{self.name}: 'lineman {words}' offers no {missing}, but {offered}"


class Bash(Shell):
    name, files, folders = "bash", "<default>", "<dirnames>"

    def offers(self, words: str) -> list[str]:
        return self.run("bash", "--norc", "-c", BASH, "-", str(self.file), "lineman", *words.split(" "))


class Fish(Shell):
    name, files, folders = "fish", "lineman.yaml", "profiles/"

    def offers(self, words: str) -> list[str]:
        ask = f"source {self.file}; complete -C 'lineman {words}'"
        return [row.split("\t")[0] for row in self.run("fish", "--no-config", "-c", ask)]


class Zsh(Shell):
    """zsh completes at a prompt only, so it gets a terminal; Control-D lists."""

    name, files, folders = "zsh", "lineman.yaml", "profiles/"

    def __init__(self, program: str, folder: Path):
        super().__init__(program, folder)
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(folder)
            os.execve("/usr/bin/zsh", ["zsh", "-f", "-i"], self.environment)
        self.type("PS1='ready ' LISTMAX=9999; stty columns 200 rows 1000\n")
        self.type(f"fpath=({self.file.parent} $fpath); autoload -Uz compinit; compinit -u -D\n")
        self.end_question()

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def read_until(self, *texts: str, after: str) -> str:
        """What comes after `after`, once it holds all the texts or the patience is over."""
        seen, shown, deadline = "", "", time.monotonic() + PATIENCE
        while not all(text in shown for text in texts) and time.monotonic() < deadline:
            if select.select([self.terminal], [], [], 1)[0]:
                seen += os.read(self.terminal, 65536).decode(errors="replace")
                shown = seen.partition(after)[2]
        return shown

    def expect(self, words: str, *expected: str) -> None:
        self.type(f"lineman {words}\x04")
        shown = self.read_until(*expected, after=f"lineman {words}")
        missing = [word for word in expected if word not in shown]
        assert not missing, f"zsh: 'lineman {words}' offers no {missing}, but {shown}"
        self.end_question()

    def end_question(self) -> None:
        """Clears the line and reads what the shell still shows, up to its next prompt.

        So the next answer is not the rest of this one, and Control-D is not typed before zsh reads keys itself.
        """
        self.type("\x15print $((6*7)) is the end\n")
        shown = self.read_until(READS_KEYS, after="42 is the end")
        assert READS_KEYS in shown, f"zsh: no prompt after {PATIENCE} s"


def configure(folder: Path) -> None:
    for where, name in ((folder, "kiosk"), (folder / "other", "till")):
        (where / "profiles").mkdir(parents=True)
        (where / "lineman.yaml").write_text("profiles: profiles\n")
        (where / "profiles" / f"{name}.yaml").write_text(f"profile: {name}-17\nnumbers: ['1']\n")
        (where / "profiles" / f"{name}.story.yaml").write_text(f"story: x\nprofile: {name}.yaml\n")


def check(shell: Shell, program: str) -> None:
    known = commands(program)
    for path, options in known.items():
        before = "".join(word + " " for word in path)
        below = [other[-1] for other in known if len(other) == len(path) + 1 and other[: len(path)] == path]
        if below:
            shell.expect(before, *below)
        shell.expect(before + "--", *[option for option in options if option.startswith("--")])
    shell.expect("check --", "--config", "--log")
    shell.expect("--log ", "trace", "warning")
    shell.expect("--config ", shell.files)
    shell.expect("--plugins ", shell.folders)
    shell.expect("--log info check --", "--json")
    shell.expect("completion ", "bash", "fish", "zsh")
    shell.environment["LINEMAN_CONFIG"] = "nowhere"
    shell.expect("--config lineman.yaml show ", "kiosk-17")
    shell.expect("--config other/lineman.yaml plan --for 1d ", "till-17")
    shell.expect("plugin new --in ", shell.folders)


def main() -> int:
    program, name = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        configure(Path(folder))
        shell = {"bash": Bash, "fish": Fish, "zsh": Zsh}[name](program, Path(folder))
        check(shell, program)
    return 0


sys.exit(main())
