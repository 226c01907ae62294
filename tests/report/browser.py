"""A headless Chromium, driven over W3C WebDriver with nothing but the standard library."""

import base64
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# No host has an address, so whatever asks the network fails, and shows.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"]
KEYS = {"left": "\ue012", "up": "\ue013", "right": "\ue014", "down": "\ue015", "page_up": "\ue00e",
        "page_down": "\ue00f", "end": "\ue010", "home": "\ue011", "tab": "\ue004", "escape": "\ue00c"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One session; `with` ends it, its driver and its profile."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="lineman-report-", ignore_cleanup_errors=True)
        log = Path(self.folder.name, "driver.log")
        # It picks a free port itself, and says which.
        with log.open("wb") as words:
            self.driver = subprocess.Popen([DRIVER, "--port=0"], stdout=words, stderr=subprocess.STDOUT,
                                           env={**os.environ, "TMPDIR": self.folder.name})
        self.base = ""
        try:
            self.port = self._port(log)
            options = {"binary": CHROMIUM, "args": [*FLAGS, f"--user-data-dir={self.folder.name}/profile"]}
            session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        except BaseException:
            self._end()
            raise
        self.base = f"/session/{session['sessionId']}"
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self._end()

    def _end(self):
        self.driver.terminate()
        self.driver.wait(10)
        self.folder.cleanup()

    def _port(self, log):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.driver.poll() is None:
            found = re.search(r"started successfully on port (\d+)", log.read_text(errors="replace"))
            if found:
                return int(found[1])
            time.sleep(0.02)
        raise RuntimeError(f"chromedriver does not start: {log.read_text(errors='replace')}")

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, self.base + path, json.dumps(body or {}) if method == "POST" else None,
                               {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message']}")
        return value

    def open(self, path):
        self.call("POST", "/url", {"url": Path(path).resolve().as_uri()})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width, height, scale=1):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=scale, mobile=False)

    def media(self, scheme, kind="screen"):
        self.devtools("Emulation.setEmulatedMedia", media=kind,
                      features=[{"name": "prefers-color-scheme", "value": scheme}])

    def settle(self):
        """Until what has changed is drawn."""
        self.run("return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def press(self, *keys):
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def element(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})

    def id_of(self, selector):
        return self.element(selector)[ELEMENT]

    def point(self, selector, x=0, y=0, click=False):
        """Moves the mouse to so many pixels from the middle of an element."""
        element = self.element(selector)
        actions = [{"type": "pointerMove", "origin": element, "x": x, "y": y, "duration": 0}]
        if click:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self.call("POST", "/actions", {"actions": [
            {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}]})

    def console(self):
        return self.call("POST", "/se/log", {"type": "browser"})

    def picture(self, path, whole=False):
        data = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=whole,
                             **({"clip": self._whole()} if whole else {}))["data"]
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(base64.b64decode(data))

    def _whole(self):
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
