#!/usr/bin/env python3
"""Tries the tray for Windows under Wine, in a real tray: its icon, its menu, a dialog, with a real agent.

usage: windows_test.py BUILD    (of the preset windows)

Pictures of what was seen are left in BUILD/tray.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(sys.argv.pop(1)).resolve()

from screen import Desktop, Process, wait_for  # noqa: E402

WORLD = """world: a password that has expired
pace: 100
numbers: {"100": office, "106": expired}
servers:
  office: {}
  expired: {patience: 100h, users: {kiosk-17: {password: right, password_expires: 0s}}}
"""


class WindowsTray(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="lineman-tray-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.desktop = Desktop(self.folder, "xembed-wide", BUILD / "tray")
        self.addCleanup(self.desktop.end)
        self.env = dict(self.desktop.env, WINEDEBUG="-all", WINEDLLOVERRIDES="mscoree,mshtml=")
        # Wine's services stay, on this desktop; they must not inherit what somebody reads to its end.
        self.addCleanup(self.wine_itself, "wineserver", "-k")
        self.wine_itself("wineserver", "-p")
        self.wine_itself("wine", "cmd", "/c", "rem")
        (self.folder / "profiles").mkdir()
        self.write("world.yaml", WORLD)
        self.write("password", "right\n").chmod(0o600)
        self.write("lineman.yaml", "profiles: profiles\nstate: state\nsocket: control\n"
                   "defaults: {retry: {start_spread: 0s}, paused: {deadline: 10m}}\n")
        for name, number in {"till": "100", "expired": "106"}.items():
            self.write(f"profiles/{name}.yaml", f'profile: {name}\nengine: simulator\nnumbers: ["{number}"]\n'
                       "user: kiosk-17\npassword: {file: ../password}\n")

    def wine_itself(self, *words):
        subprocess.run(words, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False, timeout=180)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def start(self, program, *words):
        process = Process(["wine", BUILD / program, *words], self.folder / f"{program}.log", cwd=self.folder,
                          env=self.env)
        self.addCleanup(process.end)
        return process

    def ask(self, *words):
        return subprocess.run(["wine", BUILD / "lineman.exe", "--config", "lineman.yaml", *words], cwd=self.folder,
                              env=self.env, capture_output=True, text=True, check=False, timeout=60).stdout

    def place_of(self, name, **limits):
        """The middle of a window, by the text that xwininfo has of it."""
        for _, text, width, height, x, y in self.desktop.windows():
            if re.search(name, text) and 8 <= width <= limits.get("most", 2000) and height >= 8:
                return x, y, width, height
        return None

    def icon(self):
        x, y, width, height = wait_for("the icon is in the tray",
                                       lambda: self.place_of(r'"(explorer|lineman-tray)\.exe"', most=40), 60)
        return x + width // 2, y + height // 2

    def click_for_menu(self):
        """Once more where the panel was still moving its icons about."""
        self.desktop.click(*self.icon(), button=3)
        try:
            return wait_for("a menu", self.menus, patience=3)
        except AssertionError:
            return None

    def menus(self):
        return [name for _, name, width, height, _, _ in self.desktop.windows()
                if '"lineman-tray.exe"' in name and width > 100 and height > 40 and "waits for an answer" not in name]

    def test_icon_menu_and_dialog(self):
        self.start("lineman.exe", "--config", "lineman.yaml", "agent", "--world", "world.yaml")
        wait_for("the password has expired", lambda: "password_expired" in self.ask("status", "expired"), 60)
        self.start("lineman-tray.exe", "--socket", "Z:" + str(self.folder / "control").replace("/", "\\"))
        title = "expired: the server waits for an answer"
        x, y, width, height = wait_for("the dialog", lambda: self.place_of(title), 60)
        wait_for("the menu", self.click_for_menu)
        self.desktop.picture("windows")
        # A click elsewhere closes it.
        self.desktop.click(x + width // 2, y + 20)
        wait_for("no menu", lambda: not self.menus())
        wait_for("the dialog has the keyboard",
                 lambda: self.desktop.run("xdotool", "getactivewindow", "getwindowname").strip() == title)
        self.desktop.click(x + width * 2 // 3, y + 94)
        self.desktop.type("Fresh-1")
        self.desktop.keys("Tab")
        self.desktop.type("Fresh-1")
        self.desktop.picture("windows-dialog", (x, y, width, height))
        self.desktop.keys("Return")
        wait_for("the line is online", lambda: "online" in self.ask("status", "expired"), 60)
        wait_for("the dialog has gone", lambda: not self.place_of(title))
        kept = self.folder / "state/secrets/expired.current"
        self.assertTrue(not kept.exists() or "Fresh-1" in kept.read_text(encoding="utf-8"))


if __name__ == "__main__":
    os.environ["WINEPREFIX"] = str(BUILD.parent / "wine-tray")
    Path(os.environ["WINEPREFIX"]).mkdir(exist_ok=True)
    unittest.main(verbosity=2)
