"""A desktop of the test's own: an X server without a screen, a window manager, a panel with a tray; what is on
it, as a screen reader is told; the keyboard and the mouse; screenshots.

Nothing here sleeps for a length of time in the hope that something has happened: it waits for it, up to a
deadline.
"""

import os
import re
import subprocess
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("LINEMAN_PATIENCE", 30))
PANEL = {
    # Each speaks with trays in one way only.
    "xembed": ["trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32"],
    "status-notifier": ["xfce4-panel", "--disable-wm-check"],
}


def wait_for(what, condition, patience=PATIENCE):
    """Until the condition gives something; that."""
    deadline = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {patience:g} s")
        time.sleep(0.05)


class Process:
    """A program that is ended with its owner."""

    def __init__(self, command, log, **more):
        self.log = Path(log)
        self.output = self.log.open("w", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=self.output, stderr=subprocess.STDOUT, **more)

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process.poll() is None

    def end(self):
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()
        return self.process.returncode

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")


class Desktop:
    """The X server, the window manager and a panel."""

    def __init__(self, folder, tray, pictures, size="1024x768"):
        self.folder, self.pictures = Path(folder), Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        reader, writer = os.pipe()
        self.server = Process(["Xvfb", "-displayfd", str(writer), "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset"],
                              self.folder / "xvfb.log", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        assert number, self.server.said()
        self.env = dict(os.environ, DISPLAY=f":{number}")
        self.run("xsetroot", "-solid", "#44546a")
        self.manager = Process(["openbox", "--sm-disable"], self.folder / "openbox.log", env=self.env)
        self.panel = None
        if tray:
            self.start_panel(tray)

    def start_panel(self, tray):
        if tray == "status-notifier":
            write_xfce_settings()
        self.panel = Process(PANEL[tray], self.folder / "panel.log", env=self.env)

    def end(self):
        for process in (self.panel, self.manager, self.server):
            if process is not None:
                process.end()

    def run(self, *command):
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        return done.stdout

    def windows(self):
        """(id, what xwininfo says of it) of every window, with its place on the screen."""
        rows = re.findall(r"^\s+(0x[0-9a-f]+) (.*?)\s+(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(-?\d+)\+(-?\d+)$",
                          self.run("xwininfo", "-root", "-tree"), re.MULTILINE)
        return [(window, name, int(w), int(h), int(x), int(y)) for window, name, w, h, x, y in rows]

    def click(self, x, y, button=1):
        self.run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def keys(self, *names):
        self.run("xdotool", "key", "--delay", "30", *names)

    def type(self, text):
        self.run("xdotool", "type", "--delay", "10", text)

    def picture(self, name, area=None):
        """A screenshot, of (x, y, width, height) or all."""
        cut = [] if area is None else ["-crop", "{2}x{3}+{0}+{1}".format(*area), "+repage"]
        path = self.pictures / f"{name}.png"
        self.run("import", "-window", "root", *cut, str(path))
        assert path.stat().st_size > 0, path
        return path


def write_xfce_settings():
    """A panel with nothing on it but a tray. A service of the session reads them."""
    place = Path(os.environ["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml"
    place.mkdir(parents=True, exist_ok=True)
    (place / "xfce4-panel.xml").write_text("""<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=800;y=750"/>
      <property name="length" type="uint" value="30"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
""", encoding="utf-8")


# --- What a screen reader is told ---------------------------------------------------------------


def walk(node):
    """A node and all below it that are on the screen."""
    node.clear_cache()
    yield node
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield from walk(child)


def is_shown(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)


class Focus:
    """What has the keyboard, as programs tell it: how a screen reader finds a menu, which is below no window."""

    def __init__(self):
        self.told = []
        self.listener = Atspi.EventListener.new(self.hear)
        self.listener.register("object:state-changed:focused")

    def hear(self, event):
        try:
            if event.detail1 and event.source.get_role_name() == "menu item":
                self.told.append(event.source)
        except GLib.Error:
            pass  # it has gone already


FOCUS = Focus()


class Screen:
    """The accessible objects of one program."""

    def __init__(self, pid):
        self.pid = pid
        self.entry = None  # of a menu, that has the keyboard

    def await_entry(self):
        """The entry that the keyboard has come to."""
        def told():
            self.root()
            return [node for node in FOCUS.told if self.owns(node)]
        self.entry = wait_for("an entry of a menu has the keyboard", told)[-1]
        FOCUS.told.clear()
        return self.entry.get_name()

    def owns(self, node):
        try:
            return node.get_process_id() == self.pid
        except GLib.Error:
            return False

    def entries(self):
        """Those of the menu that has the keyboard."""
        menu = self.entry.get_parent()
        menu.clear_cache()
        nodes = [menu.get_child_at_index(at) for at in range(menu.get_child_count())]
        return [node.get_name() for node in nodes if node.get_role_name() == "menu item"]

    def root(self):
        # What programs have told since is taken in only here.
        while GLib.MainContext.default().iteration(False):
            pass
        desk = Atspi.get_desktop(0)
        desk.clear_cache()
        for at in range(desk.get_child_count()):
            application = desk.get_child_at_index(at)
            try:
                if application is not None and application.get_process_id() == self.pid:
                    return application
            except GLib.Error:
                continue
        return None

    def all(self, role=None, name=None, shown=True):
        """Those of a role and name; the name is a regular expression that must match whole."""
        found = []
        try:
            root = self.root()
            for node in walk(root) if root is not None else ():
                if role is not None and node.get_role_name() != role:
                    continue
                if name is not None and not re.fullmatch(name, node.get_name() or "", re.DOTALL):
                    continue
                if not shown or is_shown(node):
                    found.append(node)
        except GLib.Error:  # it has gone while it was looked at
            return []
        return found

    def find(self, role, name, patience=PATIENCE):
        return wait_for(f"{role} {name!r}", lambda: self.all(role, name), patience)[0]

    def gone(self, role, name):
        wait_for(f"no {role} {name!r}", lambda: self.root() is not None and not self.all(role, name))

    def names(self, role):
        return [node.get_name() for node in self.all(role)]


def act(node, deed):
    for at in range(node.get_n_actions()):
        if node.get_action_name(at) == deed:
            return node.do_action(at)
    raise AssertionError(f"{node.get_name()!r} cannot {deed}")


def area_of(node, margin=6):
    box = node.get_extents(Atspi.CoordType.SCREEN)
    return (max(0, box.x - margin), max(0, box.y - margin), box.width + 2 * margin, box.height + 2 * margin)


def is_active(window):
    """Whether the keyboard belongs to a window."""
    window.clear_cache()
    return window.get_state_set().contains(Atspi.StateType.ACTIVE)


def has_focus(node):
    node.clear_cache()
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)
