#!/usr/bin/env python3
"""Takes the messages programs show to a desktop, and writes down one a line.

usage: messages.py FILE
"""

import sys
from pathlib import Path

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Messages(dbus.service.Object):
    def __init__(self, bus, path):
        super().__init__(dbus.service.BusName(NAME, bus), "/org/freedesktop/Notifications")
        self.file = Path(path).open("a", encoding="utf-8", buffering=1)
        self.count = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, _program, _replaces, _icon, title, text, _actions, _hints, _timeout):
        self.count += 1
        self.file.write(f"{title}: {text}".replace("\n", " ") + "\n")
        return self.count

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["body"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return "messages", "lineman", "1", "1.2"

    @dbus.service.method(NAME, in_signature="u")
    def CloseNotification(self, _number):
        pass


DBusGMainLoop(set_as_default=True)
messages = Messages(dbus.SessionBus(), sys.argv[1])
GLib.MainLoop().run()
