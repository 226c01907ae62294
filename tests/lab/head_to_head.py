#!/usr/bin/python3
"""lineman beside pppd's `persist`, wvdial and NetworkManager: the same faults at the same moments.

Runs inside the lab's guest, after tests/lab/contenders has unpacked those that are not installed:
    LAB_LIMIT=3600 tests/lab/run tests/lab/head_to_head.py [--rounds 4] [--hangs 2] [--span 600]
Each contender has a line, a modem and a server of its own. What it did is read off what its modem and its
server write, never its own word: a dial is a number that the modem was given, or a PPPoE session that the
server began; a failed login is a CHAP Failure that the server sent; online is when the server has addresses
agreed. The table goes to standard output, every single figure to build/lab/out/head_to_head.json.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

POLL = 0.1  # seconds; how exact the figures are
PATIENCE = 240  # seconds for a line to come up
BUSY = "ring:8:busy"  # a telephone network takes some seconds as well
LAB = pathlib.Path(__file__).resolve().parent
OUT = LAB.parent.parent / "build/lab/out"
UNPACKED = LAB.parent.parent / "build/lab/contenders/root"
PASSWORD = "Tr0ub4dor&3-contract"
NUMBERS = ("5550100", "5550101")

# --- The contenders' configurations: what each comes with, and what it needs to log on here ------------

LINEMAN = """\
profiles: profiles
state: state
socket: control
"""
LINEMAN_PROFILE = """\
profile: line
engine: pppd
user: kiosk
password: {{file: ../password}}
{transport}
"""
LINEMAN_MODEM = 'numbers: ["{numbers[0]}", "{numbers[1]}"]\npppd: {{serial: {{device: {device}, init: [ATZ]}}}}'
LINEMAN_PPPOE = "pppd: {{pppoe: {{interface: {device}}}}}"

# As Debian's /etc/ppp/peers/provider and dsl-provider, without routes and name servers.
PPPD = """\
user kiosk
password "{password}"
noipdefault
persist
noauth
"""
PPPD_MODEM = """\
connect "/usr/sbin/chat -v -f /etc/chatscripts/pap -T {numbers[0]}"
{device}
115200
"""
PPPD_PPPOE = """\
plugin rp-pppoe.so {device}
lcp-echo-interval 20
lcp-echo-failure 3
mtu 1492
noaccomp
default-asyncmap
"""

# Carrier Check: a pty has none.
WVDIAL = """\
[Dialer Defaults]
Modem = {device}
Baud = 115200
Init1 = ATZ
Carrier Check = no
Phone = {numbers[0]}
Phone1 = {numbers[1]}
Username = kiosk
Password = {password}
"""

NETWORK_MANAGER = """\
[main]
plugins=keyfile
no-auto-default=*
[keyfile]
unmanaged-devices=*,except:interface-name:{device}
"""
NETWORK_MANAGER_CONNECTION = """\
[connection]
id=line
uuid=d2f5c6a2-6d0c-4c3b-9a55-0a1b4a0f7d11
type=pppoe
interface-name={device}
[pppoe]
username=kiosk
password={password}
"""

# --- Servers ------------------------------------------------------------------------------------------


class Log:
    """A file that grows; gives its lines as they come."""

    def __init__(self, path):
        self.path, self.offset, self.rest = path, 0, ""

    def lines(self):
        try:
            with self.path.open("rb") as file:
                file.seek(self.offset)
                data = file.read()
        except FileNotFoundError:
            return []
        self.offset += len(data)
        *lines, self.rest = (self.rest + data.decode(errors="replace")).split("\n")
        return lines


class Server:
    """What answers one contender, and keeps the book of it: when what happened, by the guest's clock."""

    def __init__(self, name, secrets):
        self.name, self.secrets = name, secrets
        self.dials, self.failures, self.ups = [], [], []  # a dial: when, and the number
        self.logs = []  # with what means a dial in them
        self.stopped = []
        shutil.copytree("/etc/ppp", secrets, symlinks=True)
        self.set_password(PASSWORD)

    def set_password(self, password):
        (self.secrets / "chap-secrets").write_text(f'kiosk * "{password}" *\n')

    def look(self):
        now = time.monotonic()
        for log, dial in self.logs:
            for line in log.lines():
                if dial.match(line):
                    self.dials.append((now, dial.match(line)[1]))
                elif "sent [CHAP Failure" in line:
                    self.failures.append(now)
                elif line.startswith("remote IP address"):
                    self.ups.append(now)

    def hang(self):
        """It neither hears nor says anything; a new call finds a new one."""
        self.stopped = self.pids()
        for pid in self.stopped:
            send(pid, signal.SIGSTOP)

    def clear(self):
        for pid in self.stopped:
            send(pid, signal.SIGKILL)
        self.stopped = []

    def kill(self, number):
        for pid in self.pids():
            send(pid, number)


class ModemServer(Server):
    """A pppd behind an emulated modem that answers both numbers, or says that they are busy."""

    kill_signal = signal.SIGTERM  # a pty has no carrier that would be lost with the server: so it says goodbye

    def __init__(self, name, folder, outcome):
        super().__init__(name, folder / f"{name}.secrets")
        self.device = folder / f"{name}.tty"
        modem, ppp = (OUT / f"head_to_head.{name}.{kind}.log" for kind in ("modem", "server"))
        self.logs = [(Log(modem), re.compile(r"modem: (\d+): ")), (Log(ppp), re.compile("(?!)"))]
        answer = folder / f"{name}.answer"
        answer.write_text(
            f"mount --bind {shlex.quote(str(self.secrets))} /etc/ppp\n"
            f"exec {shlex.quote(str(LAB / 'ppp_server'))} mschapv2 logfile {shlex.quote(str(ppp))} linkname {name}\n"
        )
        numbers = [word for number in NUMBERS for word in ("--number", f"{number}={outcome}")]
        with modem.open("wb") as log:
            self.process = subprocess.Popen(
                [LAB / "modem", self.device, *numbers, "--answer", f"exec unshare --mount sh {shlex.quote(str(answer))}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while not self.device.exists():
            time.sleep(POLL)

    def pids(self):
        try:
            return [int(pathlib.Path(f"/run/ppp-{self.name}.pid").read_text().split()[0])]
        except (OSError, IndexError):
            return []


class PppoeServer(Server):
    """A pppoe-server at the other end of an interface."""

    kill_signal = signal.SIGKILL

    def __init__(self, name, _folder, _outcome):
        super().__init__(name, pathlib.Path("/etc/netns", name, "ppp"))  # ip netns exec puts it over /etc/ppp
        self.device = name
        self.logs = [(Log(OUT / f"pppoe_world.{name}.log"), re.compile("(Connect): "))]
        subprocess.run([LAB / "pppoe_world", name, "up"], check=True)

    def pids(self):
        listed = subprocess.run(["ip", "netns", "pids", self.name], stdout=subprocess.PIPE, text=True, check=True)
        pids = [int(pid) for pid in listed.stdout.split()]
        return [pid for pid in pids if pid not in self.stopped and command_of(pid) == "pppd"]


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def command_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


# --- Contenders ---------------------------------------------------------------------------------------


class Contender:
    """A program that keeps a line up. `prepare` writes its configuration and gives its command."""

    def __init__(self, name, line, server, prepare, folder, program):
        self.name, self.line, self.server = name, line, server
        self.title = f"{name}, {line}"
        self.folder = folder / server.name
        self.folder.mkdir()
        self.command = prepare(self.folder, server.device, program)
        self.out = False  # could not take part
        self.found = collections.defaultdict(list)
        self.process = None

    def start(self):
        with (OUT / f"head_to_head.{self.server.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def memory(self):
        """What is resident of it and all that comes of it, in KiB, by name."""
        children = collections.defaultdict(list)
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(re.findall(r"^(Name|Pid|PPid|VmRSS):\s+(\S+)", status.read_text(), re.M))
            except OSError:
                continue
            children[int(fields["PPid"])].append(fields)
        own = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        found, pids = [dict(re.findall(r"^(Name|Pid|VmRSS):\s+(\S+)", own, re.M))], [self.process.pid]
        while pids:
            found += children[pids[0]]
            pids = pids[1:] + [int(fields["Pid"]) for fields in children[pids[0]]]
        return [(fields["Name"], int(fields.get("VmRSS", 0))) for fields in found]


def prepare_lineman(folder, device, program):
    (folder / "profiles").mkdir()
    (folder / "password").write_text(PASSWORD)
    (folder / "lineman.yaml").write_text(LINEMAN)
    transport = LINEMAN_MODEM if "/" in str(device) else LINEMAN_PPPOE
    profile = LINEMAN_PROFILE.format(transport=transport.format(device=device, numbers=NUMBERS))
    (folder / "profiles" / "line.yaml").write_text(profile)
    return [program, "--config", "lineman.yaml", "agent"]


def prepare_pppd(folder, device, _):
    transport = PPPD_MODEM if "/" in str(device) else PPPD_PPPOE
    options = PPPD.format(password=PASSWORD) + transport.format(device=device, numbers=NUMBERS)
    (folder / "options").write_text(options)
    return ["pppd", "file", folder / "options", "nodetach"]


def prepare_wvdial(folder, device, _):
    (folder / "wvdial.conf").write_text(WVDIAL.format(device=device, numbers=NUMBERS, password=PASSWORD))
    return ["wvdial", "--config", folder / "wvdial.conf"]


def prepare_network_manager(folder, device, _):
    (folder / "NetworkManager.conf").write_text(NETWORK_MANAGER.format(device=device))
    connection = pathlib.Path("/etc/NetworkManager/system-connections/line.nmconnection")
    connection.parent.mkdir(parents=True, exist_ok=True)
    connection.write_text(NETWORK_MANAGER_CONNECTION.format(device=device, password=PASSWORD))
    connection.chmod(0o600)
    pathlib.Path("/run/dbus").mkdir(exist_ok=True)
    subprocess.run(["dbus-daemon", "--system", "--fork"], check=True)
    # Where /sys cannot be written it does not wait for udev, which the guest has not got.
    readonly = "mount --bind /sys /sys && mount -o bind,remount,ro /sys"
    run = f'{readonly} && exec NetworkManager --no-daemon --config "$0"'
    return ["unshare", "--mount", "sh", "-c", run, folder / "NetworkManager.conf"]


# Name, line, server, configuration.
LINES = (
    ("lineman", "modem", ModemServer, prepare_lineman),
    ("pppd persist", "modem", ModemServer, prepare_pppd),
    ("wvdial", "modem", ModemServer, prepare_wvdial),
    ("lineman", "PPPoE", PppoeServer, prepare_lineman),
    ("pppd persist", "PPPoE", PppoeServer, prepare_pppd),
    ("NetworkManager", "PPPoE", PppoeServer, prepare_network_manager),
)
ABSENT = (
    "wvdial dials with modems only, NetworkManager with those of mobile networks only, through ModemManager; PPPoE has"
    " no numbers."
)


def make(folder, program, busy):
    """One contender for each line, or for each modem, whose numbers are all busy then."""
    for name, line, server, prepare in LINES:
        if busy and server is not ModemServer:
            continue
        short = f"{name.split()[0][:7].lower()}-{'busy' if busy else line.lower()}"
        own = server(short, folder, BUSY if busy else "connect")
        yield Contender(name, "busy modem" if busy else line, own, prepare, folder, program)


# --- What is done to them -----------------------------------------------------------------------------

STARTED = time.monotonic()


def say(words):
    print(f"{time.monotonic() - STARTED:7.1f} s  {words}", flush=True)


def look_on(contenders, seconds, done=lambda: False):
    """Keeps the book up to date for so long, or until it is done."""
    deadline = time.monotonic() + seconds
    while True:
        for each in contenders:
            each.server.look()
        if done():
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL)


def settle(contenders, seconds):
    """All of them up, for so long: a link lost sooner is an attempt that failed, for some."""
    look_on(contenders, max(0, seconds + max(each.server.ups[-1] for each in contenders) - time.monotonic()))


def bring_back(contenders, since):
    """Starts those anew that have ended, and waits for all that are not up."""
    for each in contenders:
        each.server.clear()
        if each.process.poll() is not None:
            each.start()

    def is_up(each):
        return each.server.ups and each.server.ups[-1] > since

    look_on(contenders, PATIENCE, lambda: all(is_up(each) for each in contenders))
    for each in contenders:
        if not is_up(each):
            say(f"{each.title}: does not come up; it is left out from here on")
            each.out = True
            each.stop()
    return [each for each in contenders if not each.out]


def fault(contenders, kind):
    """Does it to all servers; how long each line took to be online again, and in how many dials."""
    then = time.monotonic()
    before = {each: (len(each.server.ups), len(each.server.dials)) for each in contenders}
    for each in contenders:
        each.server.hang() if kind == "hangs" else each.server.kill(each.server.kill_signal)

    def is_over(each):
        return len(each.server.ups) > before[each][0] or each.process.poll() is not None

    look_on(contenders, PATIENCE, lambda: all(is_over(each) for each in contenders))
    for each in contenders:
        ups, dials = before[each]
        after = each.server.ups[ups] - then if len(each.server.ups) > ups else None
        ended = each.process.poll()
        each.found[kind].append({"after": after, "dials": len(each.server.dials) - dials, "ended": ended})
        words = f"online after {after:.1f} s" if after is not None else f"not online after {PATIENCE} s"
        say(f"{kind}: {each.title}: {words}" + ("" if ended is None else f"; it ended with {ended}"))
    return then


def count(contenders, busy, span):
    """What each does in so many seconds of wrong passwords, or busy numbers."""
    then = time.monotonic()
    for each in contenders:
        each.server.set_password("another one")
        each.server.kill(each.server.kill_signal)
    for each in busy:
        each.start()
    together = contenders + busy
    while (left := then + span - time.monotonic()) > 0:
        look_on(together, min(left, 60))
        say(f"wrong password, busy: {time.monotonic() - then:.0f} of {span:g} s")
    for each in together:
        dials = [(when - then, number) for when, number in each.server.dials if when >= then]
        failures = [when - then for when in each.server.failures if when >= then]
        kind = "busy" if each in busy else "wrong"
        each.found[kind] = {"dials": dials, "failures": failures, "ended": each.process.poll()}
        each.out = not dials
        say(f"{kind}: {each.title}: {len(dials)} dials, {len(failures)} failed logins")


# --- The table ----------------------------------------------------------------------------------------


def seconds_cell(outcomes):
    times = [each["after"] for each in outcomes]
    if not times:
        return ""
    if None in times:
        last = next(each for each in outcomes if each["after"] is None)
        words = f"never (not in {PATIENCE} s)" if last["ended"] is None else "never: it ended"
        others = [each for each in times if each is not None]
        return words + (f"; else {statistics.median(others):.1f} s" if others else "")
    dials = max(each["dials"] for each in outcomes)
    return f"{statistics.median(times):.1f} s ({max(times):.1f}){'' if dials == 1 else f', {dials} dials'}"


def plural(number, words):
    return f"{number} {words}{'' if number == 1 else 's'}"


def ended_words(found):
    return "" if found["ended"] is None else ", then it ended"


def wrong_cell(found):
    return f"{len(found['failures'])} in {plural(len(found['dials']), 'dial')}{ended_words(found)}" if found else ""


def busy_cell(found, span):
    if not found:
        return ""
    numbers = [number for _, number in found["dials"]]
    other = f"{numbers.count(NUMBERS[1])} to the other" if NUMBERS[1] in numbers else "never the other"
    return f"{len(numbers) * 60 / span:.1f} a minute: {plural(len(numbers), 'dial')}, {other}{ended_words(found)}"


def memory_cell(found):
    parts = " + ".join(f"{name} {size / 1024:.1f}" for name, size in found)
    return f"{sum(size for _, size in found) / 1024:.1f} MiB ({parts})" if found else ""


def print_table(contenders, busy, arguments):
    span = arguments.span
    heads = ["", "line", "server killed: online after", "server hangs: online after",
             f"failed logins in {span:g} s", f"numbers busy for {span:g} s", "resident memory"]
    print("\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    of_busy = {each.name: each.found["busy"] for each in busy}
    for each in contenders:
        cells = [each.name, each.line, *(seconds_cell(each.found[kind]) for kind in ("killed", "hangs")),
                 wrong_cell(each.found["wrong"]), busy_cell(of_busy.get(each.name), span) if each.line == "modem" else "",
                 memory_cell(each.found["memory"])]
        print("| " + " | ".join(cells) + " |" if not each.out else f"| {each.name} | {each.line} | could not take part |")
    print(f"\nMedians and, in brackets, worst of {plural(arguments.rounds, 'round')} and {plural(arguments.hangs, 'hang')};"
          " one dial each, where no other number is said.\n" + ABSENT)


def unpack():
    """Puts what tests/lab/contenders has unpacked over the guest's root, which vanishes with the guest."""
    if UNPACKED.exists():
        tar = f"tar -c -C {shlex.quote(str(UNPACKED))} --exclude=./usr/share/man --exclude=./usr/share/locale ."
        subprocess.run(["sh", "-c", f"{tar} | tar -x -C / --keep-directory-symlink"], check=True)
    for program in ("wvdial", "NetworkManager", "dbus-daemon"):
        if shutil.which(program) is None:
            sys.exit(f"head_to_head: no {program} here; first: tests/lab/contenders")


def main():
    parser = argparse.ArgumentParser(description="lineman beside pppd's persist, wvdial and NetworkManager.")
    parser.add_argument("--program", default="build/release/lineman")
    parser.add_argument("--rounds", type=int, default=4, help="how often the servers are killed (%(default)s)")
    parser.add_argument("--hangs", type=int, default=2, help="how often they hang (%(default)s)")
    parser.add_argument("--span", type=float, default=600, help="seconds of wrong passwords and busy numbers (%(default)s)")
    parser.add_argument("--settled", type=float, default=65, help="seconds that lines are up before a fault (%(default)s)")
    arguments = parser.parse_args()
    program = pathlib.Path(arguments.program).resolve()
    if not os.access(program, os.X_OK):
        sys.exit(f"head_to_head: no program {arguments.program}; build it, or name it with --program")
    if os.geteuid() != 0 or not os.path.exists("/dev/ppp"):
        sys.exit("head_to_head: cannot dial here; run it in the lab: tests/lab/run tests/lab/head_to_head.py")
    unpack()

    everyone = []
    with tempfile.TemporaryDirectory(prefix="head-to-head-") as name:
        folder = pathlib.Path(name)
        for part in ("lineman", "lineman-connect", "lineman-pppd.so"):  # a build meanwhile does no harm
            shutil.copy(program.parent / part, folder)
        try:
            contenders = list(make(folder, folder / "lineman", busy=False))
            busy = list(make(folder, folder / "lineman", busy=True))
            everyone = contenders + busy
            run(contenders, busy, arguments)
        finally:
            for each in everyone:
                each.stop()
    print_table(contenders, busy, arguments)
    found = [{"contender": each.name, "line": each.line, "took_part": not each.out, **each.found} for each in everyone]
    (OUT / "head_to_head.json").write_text(json.dumps({"settings": vars(arguments), "found": found}, indent=1) + "\n")
    return 1 if any(each.out for each in everyone) else 0


def run(contenders, busy, arguments):
    for each in contenders:
        each.start()
    there = bring_back(contenders, since=0)
    say("up: " + "; ".join(each.title for each in there))
    for kind, rounds in (("memory", 1), ("killed", arguments.rounds), ("hangs", arguments.hangs)):
        for _ in range(rounds):
            settle(there, arguments.settled)
            if kind == "memory":
                for each in there:
                    each.found[kind] = each.memory()
            else:
                there = bring_back(there, fault(there, kind))
    settle(there, arguments.settled)
    count(there, busy, arguments.span)


if __name__ == "__main__":
    sys.exit(main())
