#!/usr/bin/python3
"""How much later lineman starts its next dial after a fault than pppd's own `persist`, with the same holdoff.

Runs inside the lab's guest: tests/lab/run python3 tests/lab/redial_bench.py [--rounds 10] [--program build/release/lineman]
Both keep a link to a server over a pty. A dial begins when its first process is forked: with `persist` the
server's, with lineman a pppd. The server's script also writes down when it runs, which is later: programs
take long to start on an emulated processor, and lineman starts one more. What a contender takes beyond the
holdoff, from the fault on, is its overhead.
"""

import argparse
import os
import pathlib
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HOLDOFF = 2  # seconds
LIMIT = 150  # milliseconds that lineman may be behind pppd
PATIENCE = 40  # seconds for a link to come up, or a dial to start
POLL = 0.1  # seconds; no figure depends on it
IDLE = 0.9  # of the processors, before a fault: what the dial before has set off is over
FAULTS = {"server killed": signal.SIGKILL, "server ends": signal.SIGTERM}
SERVER = pathlib.Path(__file__).resolve().parent / "ppp_server"

CONFIGURATION = """\
profiles: profiles
state: state
socket: control
"""
PROFILE = """\
profile: bench
engine: pppd
retry:
  holdoff: {holdoff}s
  backoff: {{first: {holdoff}s, max: {holdoff}s, jitter: 0%}}
  start_spread: 0s
  stable_after: 1s
pppd:
  pty: ["{script}"]
  echo: {{every: 0s}}
"""


class Contender:
    """Keeps a link up. `up`: what its log says when it is. `forks_pppd`: for each dial."""

    def __init__(self, name, folder, up, forks_pppd):
        self.name, self.up, self.forks_pppd = name, up, forks_pppd
        self.folder = folder
        folder.mkdir()
        self.log = folder / "log"
        self.dials = folder / "dials"  # of each: when it started, and the server's pid, as all of it is exec
        self.dials.touch()
        self.script = folder / "server"
        self.script.write_text(
            f'#!/bin/bash\nread -r uptime _ </proc/uptime\necho "$uptime $$ $PPID" >>{shlex.quote(str(self.dials))}\n'
            f"exec {shlex.quote(str(SERVER))} none\n"
        )
        self.script.chmod(0o755)
        self.seen = 0  # how much of the log is older than the present dial
        self.process = None

    def start(self, command):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def await_that(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if self.process.poll() is not None:
                self.fail(f"ended with {self.process.returncode}")
            if time.monotonic() > deadline:
                self.fail(f"{what}: not within {PATIENCE} s")
            time.sleep(POLL)

    def fail(self, what):
        log = self.log.read_text(errors="replace").splitlines()
        sys.exit("\n".join([f"redial_bench: {self.name} {what}; the end of its log:", *log[-30:]]))

    def await_up(self):
        self.await_that(lambda: self.up in self.log.read_bytes()[self.seen :], "is up")

    def starts(self):
        """Of each dial: when the script ran, since boot, its pid and its parent's."""
        whole = self.dials.read_text().rpartition("\n")[0]
        return [(float(when), int(pid), int(parent)) for when, pid, parent in map(str.split, whole.splitlines())]

    def overheads(self, fault):
        """Does this to its server; what it then takes beyond the holdoff until the next dial begins, and until
        the server's script runs, in milliseconds."""
        before = self.starts()
        self.seen = self.log.stat().st_size
        then = time.clock_gettime(time.CLOCK_BOOTTIME)
        os.kill(before[-1][1], fault)
        self.await_that(lambda: len(self.starts()) > len(before), "dials again")
        ran, pid, parent = self.starts()[len(before)]
        begun = forked_at(parent if self.forks_pppd else pid)
        return [(moment - then - HOLDOFF) * 1000 for moment in (begun, ran)]

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def forked_at(pid):
    """When a process began, in seconds since boot, to the hundredth."""
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")


def start_pppd(folder):
    pppd = Contender("pppd persist", folder, b"remote IP address", forks_pppd=False)
    pppd.start(
        ["pppd", "nodetach", "persist", "holdoff", str(HOLDOFF), "maxfail", "0", "noauth", "nodefaultroute"]
        + ["noipdefault", "lcp-echo-interval", "0", "pty", shlex.quote(str(pppd.script))]
    )
    return pppd


def start_lineman(folder, program):
    lineman = Contender("lineman", folder, b"proven: online", forks_pppd=True)
    (folder / "profiles").mkdir()
    (folder / "lineman.yaml").write_text(CONFIGURATION)
    (folder / "profiles" / "bench.yaml").write_text(PROFILE.format(holdoff=HOLDOFF, script=lineman.script))
    lineman.start([program, "--config", "lineman.yaml", "agent"])
    return lineman


def await_quiet():
    """Waits until the machine has hardly anything to do: scripts of links that just came up have ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        before = processor_times()
        time.sleep(4 * POLL)
        spent = [now - then for then, now in zip(before, processor_times())]
        if sum(spent[3:5]) >= IDLE * sum(spent):  # idle, and idle for disks
            return
        if time.monotonic() > deadline:
            sys.exit(f"redial_bench: the machine was not quiet within {PATIENCE} s")


def processor_times():
    with open("/proc/stat", encoding="ascii") as stat:
        return [int(ticks) for ticks in stat.readline().split()[1:9]]


def measure(contenders, rounds):
    """The overheads by fault and contender."""
    overheads = {(fault, each.name): [] for fault in FAULTS for each in contenders}
    for _ in range(rounds):
        for fault, number in FAULTS.items():
            for hit in contenders:
                for each in contenders:
                    each.await_up()
                await_quiet()
                overheads[fault, hit.name].append(hit.overheads(number))
    return overheads


def main():
    parser = argparse.ArgumentParser(description="How much later lineman redials than pppd's persist.")
    parser.add_argument("--program", default="build/release/lineman")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    program = pathlib.Path(arguments.program).resolve()
    if not os.access(program, os.X_OK):
        sys.exit(f"redial_bench: no program {arguments.program}; build it, or name it with --program")
    if os.geteuid() != 0 or not os.path.exists("/dev/ppp"):
        sys.exit("redial_bench: cannot dial here; run it in the lab: tests/lab/run python3 tests/lab/redial_bench.py")

    contenders = []
    with tempfile.TemporaryDirectory(prefix="redial-") as folder:
        try:
            contenders.append(start_pppd(pathlib.Path(folder, "pppd")))
            contenders.append(start_lineman(pathlib.Path(folder, "lineman"), program))
            overheads = measure(contenders, arguments.rounds)
        finally:
            for each in contenders:
                each.stop()

    print(f"from the fault to the next dial, beyond the holdoff of {HOLDOFF} s; {arguments.rounds} rounds")
    print(f"{'fault':<15}{'contender':<15}{'begins':>10}{'(worst)':>10}{'server runs':>14}")
    medians = {}
    for key, all_of_it in overheads.items():
        begins, runs = zip(*all_of_it)
        medians[key] = statistics.median(begins)
        print(f"{key[0]:<15}{key[1]:<15}{medians[key]:>7.0f} ms{max(begins):>7.0f} ms{statistics.median(runs):>11.0f} ms")
    pppd, lineman = (each.name for each in contenders)
    later = max(medians[fault, lineman] - medians[fault, pppd] for fault in FAULTS)
    print(f"lineman begins the next dial {later:.0f} ms later than pppd's persist (medians; below 0: sooner; limit {LIMIT} ms)")
    return 0 if later <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
