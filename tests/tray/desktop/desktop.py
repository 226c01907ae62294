"""What is on a desktop, as a screen reader is told."""

import re

import gi

from screen import PATIENCE, Desktop, Process, wait_for  # noqa: F401

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


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
