"""A desktop of the test's own: an X server without a screen, a window manager, a panel with a tray; the keyboard
and the mouse; screenshots.

Nothing here sleeps for a length of time in the hope that something has happened: it waits for it, up to a
deadline.
"""

import os
import re
import subprocess
import time
from pathlib import Path

PATIENCE = float(os.environ.get("LINEMAN_PATIENCE", 30))
PANEL = {
    # Each speaks with trays in one way only.
    "xembed": ["trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32"],
    # Wine's icons are lost in a tray that changes its size.
    "xembed-wide": ["trayer", "--edge", "bottom", "--widthtype", "percent", "--width", "100", "--height", "24"],
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
