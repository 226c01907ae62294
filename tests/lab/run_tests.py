#!/usr/bin/python3
"""Runs the tests of a GoogleTest program in the lab's guest, each as a process of its own, several at
once: most of them only wait for timers. Those that wait longest come first; those that keep the machine
busy come last, each alone. A test has a control group, so that whatever it started and left, in whatever
session, ends with it.
"""

import argparse
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

GROUPS = pathlib.Path("/sys/fs/cgroup")
PATIENCE = "240"  # seconds for one event; an emulated processor on a busy machine is slow
ENTER_GROUP = 'echo 0 >"$0/cgroup.procs" && exec "$@"'


def list_tests(program):
    """The full names of the program's tests, and of those that are switched off."""
    try:
        listed = subprocess.run([program, "--gtest_list_tests"], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        sys.exit(f"run_tests: cannot list the tests: {error}")
    suite, tests, disabled = "", [], []
    for line in listed.stdout.splitlines():
        line = re.sub(r"\s+#.*", "", line)  # the value of a parameter
        if re.fullmatch(r"\S+\.", line):
            suite = line
        elif suite and line.startswith("  "):
            name = suite + line.strip()
            (disabled if "DISABLED_" in name else tests).append(name)
    return tests, disabled


class Group:
    """A control group: holds processes and all that come of them."""

    def __init__(self, parent, name):
        self.path = parent / name
        self.path.mkdir()

    def names(self):
        """What runs in it, as "PID NAME"."""
        found = []
        for pid in (self.path / "cgroup.procs").read_text().split():
            try:
                found.append(f"{pid} {pathlib.Path('/proc', pid, 'comm').read_text().strip()}")
            except OSError:
                pass  # it ended meanwhile
        return found

    def end(self):
        """Kills what runs in it, and removes it."""
        (self.path / "cgroup.kill").write_text("1")
        while "populated 1" in (self.path / "cgroup.events").read_text():
            time.sleep(0.02)
        self.path.rmdir()


class Outcome:
    """What came of one run of one test."""

    def __init__(self, name, code, seconds, output, left, limit):
        self.name, self.seconds, self.output, self.left = name, seconds, output, left
        skipped = re.search(r": Skipped\n(.*)", output)
        if code is None:
            self.verdict, self.why = "FAILED", f"not done after {limit:g} s, so it was killed"
        elif code < 0:
            self.verdict, self.why = "FAILED", f"killed by {signal.Signals(-code).name}"
        elif code > 0:
            self.verdict, self.why = "FAILED", ""
        elif re.search(r"^\[  SKIPPED \]", output, re.M):
            self.verdict, self.why = "skipped", skipped[1].strip() if skipped and skipped[1].strip() else "no reason given"
        elif re.search(r"^\[       OK \]", output, re.M):
            self.verdict, self.why = "ok", ""
        else:
            self.verdict, self.why = "FAILED", "it ended well, but did not say that the test ran"

    def print(self):
        print(f"{self.verdict:8}{self.seconds:6.1f} s  {self.name}{': ' if self.why else ''}{self.why}")
        if self.left:
            print(f"          left behind, and killed: {', '.join(self.left)}")
        if self.verdict == "FAILED":
            print("".join(f"    | {line}\n" for line in self.output.splitlines()), end="")
        sys.stdout.flush()


def run_test(program, name, limit, group):
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            ["/bin/sh", "-c", ENTER_GROUP, group.path, program, f"--gtest_filter={name}", "--gtest_color=no"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "LINEMAN_PATIENCE": PATIENCE})
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            code = None
        seconds = time.monotonic() - started
        left = group.names() if code is not None else []
        group.end()
        process.wait()
        output.seek(0)
        return Outcome(name, code, seconds, output.read().decode(errors="replace"), left, limit)


def run_all(program, names, jobs, limit, groups):
    """Runs all of them; the outcomes come in the order in which the tests end."""
    waiting, done = queue.Queue(), queue.Queue()
    for number, name in enumerate(names):
        waiting.put((number, name))

    def work():
        while True:
            try:
                number, name = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put(run_test(program, name, limit, Group(groups, str(number))))
            except BaseException as error:  # else the main thread would wait for it for ever
                done.put(error)

    for _ in range(min(jobs, len(names))):
        threading.Thread(target=work, daemon=True).start()
    for _ in names:
        outcome = done.get()
        if isinstance(outcome, BaseException):
            raise outcome
        outcome.print()
        yield outcome


def print_states(outcomes):
    """Each connection state that was reached, with a test that has reached it."""
    reached = {}
    for outcome in outcomes:
        for state in re.findall(r"^reached: (\S+)", outcome.output, re.M):
            reached.setdefault(state, outcome.name)
    for state, name in sorted(reached.items()):
        print(f"state: {state:24} {name}")
    if reached:
        print(f"states seen on pppd: {len(reached)} of 32")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="a GoogleTest program")
    parser.add_argument("only", nargs="?", default="", help="a regular expression: tests whose name it matches")
    parser.add_argument("--jobs", type=int, default=8, help="how many at once (%(default)s)")
    parser.add_argument("--limit", type=float, default=150, help="seconds for one test (%(default)s)")
    parser.add_argument("--first", default="(?!)", help="a regular expression: tests that begin before the others")
    parser.add_argument("--alone", default="(?!)", help="a regular expression: tests that run by themselves, last")
    parser.add_argument("--repeat", type=int, default=1, help="how often each test is run (%(default)s)")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)

    tests, disabled = list_tests(options.program)
    names = [name for name in tests if re.search(options.only, name)] * options.repeat
    groups = Group(GROUPS, f"run_tests.{os.getpid()}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    together = [name for name in names if not re.search(options.alone, name)]
    together.sort(key=lambda name: not re.search(options.first, name))
    alone = [name for name in names if re.search(options.alone, name)]
    outcomes = []
    try:
        outcomes.extend(run_all(options.program, together, options.jobs, options.limit, groups.path))
        outcomes.extend(run_all(options.program, alone, 1, options.limit, groups.path))
    finally:
        (groups.path / "cgroup.kill").write_text("1")  # nothing is left there but after an interruption

    for line in sorted({line for o in outcomes for line in o.output.splitlines() if line.startswith("covered: ")}):
        print(line)
    print_states(outcomes)
    for name in disabled:
        print(f"switched off: {name}")
    count = {verdict: sum(o.verdict == verdict for o in outcomes) for verdict in ("ok", "FAILED", "skipped")}
    print(f"{count['ok']} passed, {count['FAILED']} failed, {count['skipped']} skipped"
          f" in {time.monotonic() - started:.0f} s")
    for outcome in outcomes:
        if outcome.verdict == "FAILED":
            print(f"FAILED: {outcome.name}")
    if count["ok"] + count["FAILED"] == 0:
        print("run_tests: no test ran")
    return 0 if count["ok"] and not count["FAILED"] else 1


if __name__ == "__main__":
    sys.exit(main())
