"""A real agent on the simulator, with a line for each thing a tray can show; and the tray."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from desktop import PATIENCE, Process, Screen, wait_for

BUILD = Path(os.environ["LINEMAN_BUILD"])
LINEMAN = BUILD / "lineman"
TRAY = BUILD / "lineman-tray"

WORLD = """world: every pause, in its own number
pace: 100
numbers:
  "100": office
  "101": busy
  "102": callback
  "103": prompt
  "104": eap
  "105": access
  "106": expired
servers:
  office: {link: copper}
  callback: {patience: 100h, callback: set_by_caller}
  prompt: {patience: 100h, prompts: [{prompt: "login:", answer: someone}]}
  eap: {patience: 100h, eap: [{prompt: "PIN of the card", answer: "4711"}]}
  access: {patience: 100h, retries: 3, users: {kiosk-18: {password: right}}}
  expired: {patience: 100h, users: {kiosk-17: {password: right, password_expires: 0s}}}
"""
LINES = {"till": "100", "signage": "101", "callback": "102", "prompt": "103", "eap": "104", "access": "105",
         "expired": "106"}
PLUGIN = """return {api = 1, about = 'asks', hooks = {callback_set_by_caller = function(call)
  return call:ask_operator()
end}}
"""


class Agent:
    """An agent in a folder. Its lines are some of LINES."""

    def __init__(self, folder, lines, links="links: {copper: {}}\n", more=""):
        self.folder = Path(folder)
        self.process = None
        (self.folder / "profiles").mkdir(parents=True)
        (self.folder / "plugins/asker").mkdir(parents=True)
        self.write("plugins/asker/init.lua", PLUGIN)
        self.write("password", "right\n", 0o600)
        self.write("world.yaml", WORLD + links)
        self.write("lineman.yaml", "profiles: profiles\nplugins: [plugins]\nstate: state\nsocket: control\n" + more +
                   "defaults:\n  retry: {start_spread: 0s, holdoff: 1s, backoff: {first: 3s, jitter: 0%},"
                   " budgets: {line: 2}}\n  paused: {deadline: 10m}\n")
        for name in lines:
            plugins = "plugins: [{use: asker}]\n" if name == "callback" else ""
            self.write(f"profiles/{name}.yaml", f'profile: {name}\nengine: simulator\nnumbers: ["{LINES[name]}"]\n'
                       f"user: kiosk-17\npassword: {{file: {self.folder}/password}}\n" + plugins)

    def write(self, name, text, mode=0o644):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    @property
    def socket(self):
        return self.folder / "control"

    def start(self):
        self.process = Process([LINEMAN, "--config", "lineman.yaml", "agent", "--world", "world.yaml"],
                               self.folder / "agent.log", cwd=self.folder)
        wait_for("the agent answers", lambda: self.call("status").returncode == 0)

    def end(self):
        if self.process is not None:
            self.process.end()
            self.process = None

    def call(self, *words):
        return subprocess.run([LINEMAN, "--config", "lineman.yaml", *words], cwd=self.folder, capture_output=True,
                              text=True, check=False, timeout=PATIENCE)

    def line(self, profile):
        status = json.loads(self.call("status", "--json").stdout)
        return next(line for line in status["lines"] if line["profile"] == profile)

    def await_line(self, profile, *states):
        def in_one_of_them():
            line = self.line(profile)
            return line if line["line"] in states else None
        return wait_for(f"{profile} is {' or '.join(states)}; it is {self.line(profile)['line']}", in_one_of_them)

    def events(self, profile, what):
        """How often that has happened to the line."""
        rows = self.call("events", profile, "--json", "--since", "1h").stdout.splitlines()
        return sum(json.loads(row)["what"] == what for row in rows)


class Tray:
    """A running lineman-tray, as a screen reader sees it."""

    def __init__(self, desktop, folder, socket, *options, **env):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.desktop = desktop
        self.side = 6  # of the icon's middle, that was clicked last
        environment = dict(desktop.env, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", **env)
        self.process = Process([TRAY, "--socket", socket, *options], folder / "tray.log", env=environment)
        self.screen = Screen(self.process.pid)
        wait_for("the tray is there", self.is_there)

    def is_there(self):
        assert self.process.is_running(), self.process.said()
        return self.screen.root() is not None

    def end(self):
        return self.process.end()

    def icon(self):
        """The place of the icon in an XEmbed tray."""
        def found():
            for _, name, width, height, x, y in self.desktop.windows():
                if '("lineman-tray" "lineman-tray")' in name and 8 <= width <= 72 and 8 <= height <= 72:
                    return x + width // 2, y + height // 2
            return None
        return wait_for("the icon is in the tray", found)

    def open_menu(self):
        """Opens the menu with the mouse and gives its entries. What follows is done with the keyboard."""
        wait_for("no menu is open", lambda: not self.menus())
        wait_for("the menu is on the screen", self.click_for_menu)
        self.press("Down")
        return self.screen.entries()

    def click_for_menu(self):
        """A person clicks once more where the panel was still moving its icons about."""
        # Two clicks on one spot may be a double click; people take longer.
        self.side = -self.side
        x, y = self.icon()
        self.desktop.click(x + self.side, y, button=3)
        try:
            return wait_for("a menu", self.menus, patience=3)
        except AssertionError:
            return None

    def press(self, key):
        self.desktop.keys(key)
        return self.screen.await_entry()

    def go_to(self, name):
        """Goes down to an entry; the name is a regular expression."""
        seen = []
        while not re.fullmatch(name, self.screen.entry.get_name()):
            seen.append(self.screen.entry.get_name())
            assert len(seen) < 30, f"no entry {name!r}: {seen}"
            self.press("Down")

    def line_menu(self, profile):
        """Opens the menu and in it the line's; its entries."""
        self.open_menu()
        self.go_to(f"{profile}: .*")
        self.press("Right")
        return self.screen.entries()

    def choose(self, *names):
        """Opens the menu, goes down to each in turn, and takes the last."""
        self.open_menu()
        for name in names[:-1]:
            self.go_to(name)
            self.press("Right")
        self.go_to(names[-1])
        self.desktop.keys("Return")
        wait_for("the menu is closed", lambda: not self.menus())

    def close_menu(self):
        def closed():
            self.desktop.keys("Escape")
            return not self.menus()
        wait_for("the menu is closed", closed)

    def menus(self):
        """The windows of menus: those without a title."""
        return [name for _, name, width, _, _, _ in self.desktop.windows()
                if name == '"lineman": ("lineman-tray" "lineman-tray")' and width > 72]

    def memory(self):
        """Resident, in MiB."""
        rows = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return int(next(row for row in rows if row.startswith("VmRSS")).split()[1]) / 1024

    def ticks(self):
        """Of a processor, since the start."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
