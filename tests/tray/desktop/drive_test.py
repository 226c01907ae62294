#!/usr/bin/env python3
"""Drives lineman-tray through everything it offers, in real trays, with a real agent on the simulator.

usage: drive_test.py [TEST...]    (inside a D-Bus session; tests/tray/desktop/run makes one)

Pictures of what was seen are left in LINEMAN_PICTURES.
"""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from agent import LINEMAN, Agent, Tray
from desktop import Desktop, act, area_of, has_focus, is_active, wait_for
from recorded_agent import RecordedAgent, record_of

PICTURES = Path(os.environ["LINEMAN_PICTURES"])
MOST_MEMORY = 60  # MiB
MEASURED = 5  # s


class Case(unittest.TestCase):
    """A folder, and a desktop with a tray, of the test's own."""

    tray_kind = "xembed"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="lineman-tray-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.folder.chmod(0o755)
        self.desktop = Desktop(self.folder, self.tray_kind, PICTURES)
        self.addCleanup(self.desktop.end)

    def tearDown(self):
        result = self._outcome.result
        if any(test is self for test, _ in result.failures + result.errors):
            self.desktop.picture("failed-" + self.id().rpartition(".")[2])

    def agent(self, *lines, **more):
        agent = Agent(self.folder / "agent", lines, **more)
        agent.start()
        self.addCleanup(agent.end)
        return agent

    def tray(self, agent, *options, **env):
        tray = Tray(self.desktop, self.folder / "tray", agent.socket, *options, **env)
        self.addCleanup(tray.end)
        return tray


class Menu(Case):
    def test_every_entry_does_what_it_says(self):
        agent = self.agent("till", "signage")
        agent.await_line("till", "online")
        agent.await_line("signage", "open_circuit")
        tray = self.tray(agent)
        wait_for("the menu knows", lambda: self.menu_of(tray) ==
                 ["signage: needs the office", "till: online", "Show the window", "Quit"])
        entries = tray.line_menu("signage")
        self.desktop.picture("menu")
        tray.close_menu()
        self.assertRegex(entries[0], "^since ")
        self.assertRegex(entries[1], "^next try at ")
        self.assertRegex(entries[2], "^gave up timed dials")
        self.assertEqual(entries[3:], ["Redial now", "Bring up", "Take down", "Last day, and why…"])
        dials = agent.events("signage", "dial")
        tray.choose("signage: .*", "Redial now")
        wait_for("it dials again", lambda: agent.events("signage", "dial") > dials)

        tray.choose("till: .*", "Take down")
        agent.await_line("till", "idle")
        wait_for("the menu knows", lambda: "till: at rest" in self.menu_of(tray))
        entries = tray.line_menu("till")
        tray.close_menu()
        self.assertEqual(entries[1:], ["the operator said down", "Bring up", "Last day, and why…"])
        tray.choose("till: .*", "Bring up")
        agent.await_line("till", "online")

        for way in (["till: .*", "Last day, and why…"], ["till: .*", "since .*"], ["Show the window"]):
            tray.choose(*way)
            tray.screen.find("text", "Why")
            act(tray.screen.find("push button", "Close"), "Press")
            tray.screen.gone("text", "Why")
        tray.choose("Quit")
        wait_for("the tray has ended", lambda: not tray.process.is_running())
        self.assertEqual(tray.end(), 0)

    @staticmethod
    def menu_of(tray):
        entries = tray.open_menu()
        tray.close_menu()
        return entries

    def test_an_open_menu_stays_as_it_is(self):
        agent = self.agent("till")
        agent.await_line("till", "online")
        tray = self.tray(agent)
        wait_for("the menu knows", lambda: "till: online" in self.menu_of(tray))
        tray.open_menu()
        agent.call("down", "till")
        agent.await_line("till", "idle")
        self.assertIn("till: online", tray.screen.entries())
        tray.close_menu()
        wait_for("the menu knows", lambda: "till: at rest" in self.menu_of(tray))

    def test_a_click_on_the_icon_opens_the_window(self):
        agent = self.agent("till")
        tray = self.tray(agent)
        self.desktop.click(*tray.icon())
        tray.screen.find("text", "Why")


class Dialogs(Case):
    def open(self, profile, patience="10m", env=None):
        agent = self.agent(profile)
        tray = self.tray(agent, **(env or {}))
        dialog = tray.screen.find("dialog", f"{profile}: the server waits for an answer")
        return agent, tray, dialog

    def type_into(self, tray, role, name, text):
        field = tray.screen.find(role, name)
        act(field, "SetFocus")
        wait_for(f"{name} has the keyboard", lambda: has_focus(field))
        self.desktop.type(text)

    def give_keyboard(self, dialog):
        def clicked():
            x, y, width, _ = area_of(dialog, 0)
            self.desktop.click(x + width // 2, y + 8)
            return is_active(dialog)
        wait_for("the dialog has the keyboard", clicked)

    def test_a_number_to_be_called_back_at(self):
        agent, tray, dialog = self.open("callback")
        self.give_keyboard(dialog)
        self.type_into(tray, "text", "Number", "+49 30 555 0190")
        self.desktop.picture("dialog-callback", area_of(dialog))
        self.desktop.keys("Return")
        agent.await_line("callback", "online")
        tray.screen.gone("dialog", "callback: .*")
        self.assertIn("+49 30 555 0190", agent.call("events", "callback").stdout)

    def test_a_dialogue_at_a_prompt(self):
        agent, tray, dialog = self.open("prompt")
        said = tray.screen.find("label", "What the server says")
        self.assertEqual(said.get_description(), "login:")
        self.give_keyboard(dialog)
        self.type_into(tray, "text", "Answer", "someone")
        self.desktop.picture("dialog-prompt", area_of(dialog))
        self.desktop.keys("Return")
        wait_for("the answer has gone", lambda: "text: (given)" in agent.call("events", "prompt").stdout)
        # The server has no more questions, but waits for the dialogue's end.
        if agent.line("prompt")["line"] == "paused":
            act(tray.screen.find("push button", "End the dialogue"), "Press")
        agent.await_line("prompt", "online")

    def test_the_end_of_a_dialogue(self):
        agent, tray, _ = self.open("prompt")
        act(tray.screen.find("push button", "End the dialogue"), "Press")
        wait_for("its end was sent", lambda: "done: true" in agent.call("events", "prompt").stdout)

    def test_what_eap_asks(self):
        agent, tray, dialog = self.open("eap")
        self.give_keyboard(dialog)
        self.type_into(tray, "password text", "Answer", "4711")
        self.desktop.picture("dialog-eap", area_of(dialog))
        self.desktop.keys("Return")
        agent.await_line("eap", "online")

    def test_other_credentials(self):
        agent, tray, dialog = self.open("access")
        self.give_keyboard(dialog)
        self.assertTrue(tray.screen.find("text", "User name").get_text(0, -1), "kiosk-17")
        self.desktop.keys("Return")
        tray.screen.find("label", "The password is empty.")
        self.type_into(tray, "text", "User name", "")
        self.desktop.keys("ctrl+a")
        self.desktop.type("kiosk-18")
        self.type_into(tray, "password text", "Password", "right")
        self.desktop.picture("dialog-credentials", area_of(dialog))
        self.desktop.keys("Return")
        agent.await_line("access", "online")

    def test_a_new_password_twice(self):
        agent, tray, dialog = self.open("expired")
        self.give_keyboard(dialog)
        self.type_into(tray, "password text", "New password", "Fresh-1")
        self.type_into(tray, "password text", "The same again", "Fresh-2")
        self.desktop.keys("Return")
        tray.screen.find("label", "The two passwords differ.")
        self.desktop.picture("dialog-new-password", area_of(dialog))
        self.desktop.keys("ctrl+a")
        for name in ("New password", "The same again"):
            self.type_into(tray, "password text", name, "")
            self.desktop.keys("ctrl+a")
            self.desktop.type("Fresh-1")
        self.desktop.keys("Return")
        agent.await_line("expired", "online")
        self.assertIn("Fresh-1", (agent.folder / "state/secrets/expired.current").read_text(encoding="utf-8"))

    def test_it_is_withdrawn_with_the_pause_and_can_be_put_off(self):
        agent, tray, dialog = self.open("expired")
        left = tray.screen.find("label", r"\d+ minutes? left; then the line hangs up\.|.* seconds? left; .*")
        self.assertRegex(left.get_name(), "^(9|10) minutes")
        act(tray.screen.find("push button", "Not now"), "Press")
        tray.screen.gone("dialog", "expired: .*")
        tray.choose("expired: .*", "Answer the server…")
        tray.screen.find("dialog", "expired: .*")
        self.assertEqual(agent.call("down", "expired").returncode, 0)
        tray.screen.gone("dialog", "expired: .*")

    def test_its_deadline_counts_down(self):
        agent = self.agent("expired")
        tray = self.tray(agent)
        agent.write("profiles/expired.yaml", (agent.folder / "profiles/expired.yaml").read_text(encoding="utf-8") +
                    "paused: {deadline: 20s}\n")
        self.assertEqual(agent.call("reload").returncode, 0)
        self.assertEqual(agent.call("redial", "expired").returncode, 0)
        seconds = r"(\d+) seconds? left; then the line hangs up\."
        first = tray.screen.find("label", seconds).get_name()
        wait_for("less is left", lambda: [name for name in tray.screen.names("label") if name.endswith("hangs up.")]
                 not in ([first], []))
        tray.screen.gone("dialog", "expired: .*")


class Window(Case):
    def test_shows_the_day_and_why(self):
        agent = self.agent("till", "signage", "expired")
        agent.await_line("till", "online")
        agent.await_line("signage", "open_circuit")
        tray = self.tray(agent, "--window")
        act(tray.screen.find("push button", "Not now"), "Press")
        tray.screen.gone("dialog", "expired: .*")
        strip = tray.screen.find("filler", "The last day of signage")
        act(strip, "SetFocus")
        self.desktop.keys("End")
        wait_for("why it has given up", lambda: "gave up timed dials" in text_of(tray))
        self.assertIn("signage", text_of(tray))
        self.assertRegex(text_of(tray), r"1\. ")
        self.desktop.picture("window", area_of(tray.screen.find("filler", "The last day"), 24))
        later = text_of(tray)
        wait_for("what was before", lambda: self.desktop.keys("Left") or text_of(tray) != later)
        self.assertRegex(strip.get_description(), r"^\d\d:\d\d, ")
        self.desktop.keys("Home")
        wait_for("nothing before", lambda: "Nothing was decided before" in text_of(tray))
        self.assertIn("not known", text_of(tray))


    def test_shows_a_whole_day(self):
        record = record_of(LINEMAN, Path(__file__).with_name("day.story.yaml"))
        self.assertEqual(sorted(record), ["head-office", "signage", "till"])
        agent = RecordedAgent(self.folder / "recorded", record)
        self.addCleanup(agent.end)
        tray = Tray(self.desktop, self.folder / "tray", self.folder / "recorded", "--window")
        self.addCleanup(tray.end)
        strip = tray.screen.find("filler", "The last day of head-office")
        act(strip, "SetFocus")
        wait_for("the line has the keyboard", lambda: has_focus(strip))
        wait_for("the record has come", lambda: text_of(tray).startswith("head-office, "))
        states = {"at rest", "online", "waiting", "needs the office"}
        seen = set()

        def walks_back():
            before = text_of(tray)
            self.desktop.keys("Left")
            try:
                wait_for("another text", lambda: text_of(tray) != before, patience=0.5)
            except AssertionError:
                pass  # moments within a second may have the same
            words = text_of(tray)
            seen.update(word for word in states if f": {word}\n" in words)
            return "rule busy" in words and ": waiting\n" in words
        wait_for("the afternoon, when the number was busy", walks_back)
        self.assertEqual(seen, states)
        self.assertRegex(text_of(tray), r"head-office dials \+49 30 555 010\d again at .*, by rule busy")
        self.assertRegex(strip.get_description(), ", waiting$")
        share = [name for name in tray.screen.names("label") if name.startswith("online ")]
        self.assertEqual(len(share), 3)
        self.desktop.picture("day", area_of(tray.screen.find("filler", "The last day"), 22))


def text_of(tray):
    why = tray.screen.find("text", "Why")
    return why.get_text(0, -1)


LOOKS_AT = os.environ.get("LINEMAN_LOOKS_AT")  # a socket, in the process of somebody who may only look


class Rights(Case):
    tray_kind = None

    def test_who_may_only_look_is_shown_and_offered_nothing(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become others: run this test as root")
        agent = self.agent("till", "expired", more="control: {look: users, act: games}\n")
        agent.await_line("expired", "paused")
        here, there = Path(__file__).parent, self.folder / "theirs"
        there.mkdir()
        for file in [*here.glob("*.py"), Path(os.environ["LINEMAN_BUILD"]) / "lineman-tray"]:
            shutil.copy(file, there)
        (there / "run").mkdir(mode=0o700)
        somebody = pwd.getpwnam("nobody").pw_uid  # whom a D-Bus session has to know
        for path in (there, there / "run"):
            os.chown(path, somebody, somebody)
        env = dict(os.environ, LINEMAN_LOOKS_AT=str(agent.socket), LINEMAN_BUILD=str(there), HOME=str(there),
                   LINEMAN_PICTURES=str(there), XDG_RUNTIME_DIR=str(there / "run"), TMPDIR=str(there),
                   XDG_CONFIG_HOME=str(there))
        done = subprocess.run(
            ["setpriv", f"--reuid={somebody}", f"--regid={somebody}", f"--groups={grp.getgrnam('users').gr_gid}",
             "dbus-run-session", "--", "/usr/bin/python3", "-B", str(there / "drive_test.py"), "Looker"],
            env={name: value for name, value in env.items() if not name.startswith("DBUS_")}, capture_output=True,
            text=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Ran 1 test", done.stderr)
        self.assertNotIn("skipped", done.stderr)
        shutil.copy(there / "look-only.png", PICTURES)


if LOOKS_AT:
    class Looker(Case):
        def test_sees_the_pause_and_nothing_to_do_about_it(self):
            tray = Tray(self.desktop, self.folder / "tray", LOOKS_AT)
            self.addCleanup(tray.end)
            # Told at the very moment in which others get the dialog.
            tray.screen.find("label", "expired is waiting for an answer")
            entries = tray.line_menu("expired")
            self.desktop.picture("look-only")
            tray.close_menu()
            self.assertRegex(entries[0], "^since ")
            self.assertEqual(entries[2:], ["Last day, and why…"])
            self.assertEqual(tray.screen.all("dialog"), [])


class Away(Case):
    def test_it_greys_and_comes_back_by_itself(self):
        agent = self.agent("till")
        agent.await_line("till", "online")
        tray = self.tray(agent)
        wait_for("the menu knows", lambda: self.menu_has(tray, "till: online"))
        agent.end()
        wait_for("the menu says so", lambda: self.menu_has(tray, "lineman is not running"))
        agent.start()
        wait_for("the line is back", lambda: self.menu_has(tray, "till: online"))

    def menu_has(self, tray, name):
        entries = tray.open_menu()
        tray.close_menu()
        return name in entries

    def test_it_starts_before_the_agent(self):
        agent = Agent(self.folder / "agent", ["till"])
        self.addCleanup(agent.end)
        tray = self.tray(agent)
        self.assertTrue(self.menu_has(tray, "lineman is not running"))
        agent.start()
        wait_for("the line shows", lambda: self.menu_has(tray, "till: online"))

    def test_a_silent_agent_blocks_nothing(self):
        path = self.folder / "silent"
        with socket.socket(socket.AF_UNIX) as silent:
            silent.bind(str(path))
            silent.listen()
            tray = Tray(self.desktop, self.folder / "tray", path, "--window")
            self.addCleanup(tray.end)
            connection, _ = silent.accept()
            self.addCleanup(connection.close)
            tray.open_menu()
            tray.close_menu()
            wait_for("it says so", lambda: self.menu_has(tray, "lineman does not answer"))
            act(tray.screen.find("push button", "Close"), "Press")
            tray.screen.gone("push button", "Close")

    def test_a_second_one_for_the_same_agent_goes_away(self):
        agent = self.agent("till")
        tray = self.tray(agent)
        second = subprocess.run([os.environ["LINEMAN_BUILD"] + "/lineman-tray", "--socket", agent.socket],
                                env=self.desktop.env, capture_output=True, text=True, check=False, timeout=30)
        self.assertEqual(second.returncode, 1)
        self.assertIn("there is one already", second.stderr)
        self.assertTrue(tray.process.is_running())


class Frugality(Case):
    def test_memory_and_processor(self):
        agent = self.agent("till", "expired")
        agent.await_line("till", "online")
        tray = self.tray(agent, "--window")
        tray.screen.find("dialog", "expired: .*")
        act(tray.screen.find("push button", "Not now"), "Press")
        tray.screen.gone("dialog", "expired: .*")
        act(tray.screen.find("push button", "Close"), "Press")
        tray.screen.gone("push button", "Close")
        self.assertLess(tray.memory(), MOST_MEMORY)
        # The message of the pause goes by itself after ten seconds.
        wait_for("nothing is left on the screen", lambda: len(tray.screen.all("filler")) == 0)
        ticks, woken = tray.ticks(), self.switches(tray)
        time.sleep(MEASURED)  # the length of what is measured, no wait for anything
        ticks, woken = tray.ticks() - ticks, self.switches(tray) - woken
        print(f"resident {tray.memory():.1f} MiB; in {MEASURED} s: {ticks} ticks of a processor, woken {woken} times")
        self.assertEqual(ticks, 0)
        self.assertLessEqual(woken, 2, "it wakes though nothing happens")

    @staticmethod
    def switches(tray):
        rows = Path(f"/proc/{tray.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return int(next(row for row in rows if row.startswith("voluntary")).split()[1])


class Languages(Case):
    def test_german(self):
        agent = self.agent("till", "expired")
        agent.await_line("till", "online")
        tray = self.tray(agent, "--window", LANG="de_DE.UTF-8", LANGUAGE="de")
        dialog = tray.screen.find("dialog", "expired: Der Server wartet auf eine Antwort")
        self.desktop.picture("german-dialog", area_of(dialog))
        act(tray.screen.find("push button", "Nicht jetzt"), "Press")
        self.assertIn("Dem Server antworten …", tray.line_menu("expired"))
        self.desktop.picture("german")

    def test_twice_the_size(self):
        agent = self.agent("till", "expired")
        agent.await_line("till", "online")
        tray = self.tray(agent, "--window", QT_SCALE_FACTOR="2")
        dialog = tray.screen.find("dialog", "expired: .*")
        # Positions are told in units of the scale, windows in pixels.
        _, _, width, _ = area_of(dialog, 0)
        shown = next(row for row in self.desktop.windows() if row[1].startswith('"expired: '))
        self.assertEqual(shown[2], 2 * width)
        self.desktop.picture("scale-200")


class StatusNotifier(Case):
    tray_kind = None

    def test_menu_and_messages(self):
        messages = self.folder / "messages"
        recorder = subprocess.Popen(["/usr/bin/python3", str(Path(__file__).with_name("messages.py")), str(messages)])
        self.addCleanup(recorder.wait)
        self.addCleanup(recorder.terminate)
        wait_for("messages are taken", messages.exists)
        self.desktop.start_panel("status-notifier")
        wait_for("a host of StatusNotifiers is there", host_is_there)
        agent = self.agent("till", "signage", links="links: {copper: {drops: [{at: 12s}]}}\n")
        agent.await_line("till", "online")
        tray = self.tray(agent)
        item = wait_for("the icon has been registered", registered_item)
        self.assertTrue(item)
        wait_for("a loss and its end", lambda: "is online again" in messages.read_text(encoding="utf-8"))
        told = messages.read_text(encoding="utf-8").splitlines()
        for words in ("till has lost its line", "till is online again", "signage needs the office"):
            self.assertEqual(sum(words in row for row in told), 1, told)
        self.assertEqual(len(told), 3, told)
        entry = wait_for("the menu over D-Bus", lambda: menu_entry(item, "Show the window"))
        x, y = self.place_of_panel()
        self.desktop.click(x, y, button=3)
        wait_for("the host shows the menu", self.host_menus)
        self.desktop.keys("Down", "Right")
        wait_for("the host shows the line's menu", lambda: len(self.host_menus()) > 1)
        self.desktop.picture("status-notifier")
        # The first entry of the line's menu shows its last day.
        self.desktop.keys("Return")
        tray.screen.find("text", "Why")
        act(tray.screen.find("push button", "Close"), "Press")
        tray.screen.gone("text", "Why")
        press(item, entry)
        tray.screen.find("text", "Why")


    def place_of_panel(self):
        """Where the icon is, the first thing on it."""
        return next((x + 16, y + height // 2) for _, name, width, height, x, y in self.desktop.windows()
                    if '("xfce4-panel"' in name and width > 10 and height > 10)

    def host_menus(self):
        """The windows of menus, which belong to the panel's program for trays."""
        return [name for _, name, width, height, _, _ in self.desktop.windows()
                if "wrapper" in name and width > 60 and height > 60]


def on_bus(*words):
    done = subprocess.run(["gdbus", "call", "--session", *words], capture_output=True, text=True, check=False)
    return done.stdout


def watcher(what):
    return on_bus("--dest", "org.kde.StatusNotifierWatcher", "--object-path", "/StatusNotifierWatcher", "--method",
                  "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierWatcher", what)


def host_is_there():
    return "true" in watcher("IsStatusNotifierHostRegistered")


def registered_item():
    """The bus name of the icon."""
    names = watcher("RegisteredStatusNotifierItems")
    found = [word.split("/")[0] for word in names.split("'") if "StatusNotifierItem" in word]
    return found[0] if found else None


def menu_entry(item, label):
    """The number of an entry of the icon's menu."""
    layout = on_bus("--dest", item, "--object-path", "/MenuBar", "--method", "com.canonical.dbusmenu.GetLayout", "0",
                    "--", "-1", "['label']")
    for piece in layout.split("(")[1:]:
        if f"'{label}'" in piece:
            return piece.split(",")[0]
    return None


def press(item, entry):
    on_bus("--dest", item, "--object-path", "/MenuBar", "--method", "com.canonical.dbusmenu.Event", str(entry),
           "clicked", "<''>", "0")


if __name__ == "__main__":
    unittest.main(verbosity=2)
