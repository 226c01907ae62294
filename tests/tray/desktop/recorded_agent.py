"""An agent that has a day behind it: the record of stories, played in virtual time, with its end at the present.

A real agent would have to run for a day first. It speaks as much of the control protocol as the tray's
window asks for.
"""

import json
import socketserver
import subprocess
import threading
from datetime import datetime, timedelta, timezone

END = datetime(2026, 3, 3, 7, 55, tzinfo=timezone.utc)  # of the stories


def moment(text):
    for form in ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"):
        try:
            return datetime.strptime(text.replace("Z", "+0000"), form)
        except ValueError:
            continue
    raise ValueError(text)


def written(at):
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record_of(lineman, story):
    """The entries by profile, moved so that the story's end is now."""
    shift = datetime.now(timezone.utc) - END
    done = subprocess.run([lineman, "test", "--record", story.name], cwd=story.parent, capture_output=True, text=True,
                          check=True)
    record = {}
    for row in done.stdout.splitlines():
        if not row.startswith("{"):
            continue
        entry = json.loads(row)
        if moment(entry["time"]) > END:
            continue
        for key in ("time", "next_at"):
            if key in entry:
                entry[key] = written(moment(entry[key]) + shift)
        record.setdefault(entry["profile"], []).append(entry)
    return record


class RecordedAgent:
    def __init__(self, socket, record):
        self.record = record
        agent = self

        class Calls(socketserver.StreamRequestHandler):
            def handle(self):
                for line in self.rfile:
                    call = json.loads(line)
                    result = agent.answer(call["method"], call.get("params", {}))
                    self.wfile.write((json.dumps({"jsonrpc": "2.0", "id": call["id"], "result": result}) +
                                      "\n").encode())

        self.server = socketserver.ThreadingUnixStreamServer(str(socket), Calls)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, method, params):
        if method == "hello":
            return {"protocol": 1, "agent": "recorded", "may": ["look", "act"]}
        if method == "status":
            return {"lines": [self.line(profile) for profile in self.record]}
        if method == "events":
            return self.events(**params)
        return {}

    def line(self, profile):
        entries = self.record[profile]
        last = next(entry for entry in reversed(entries) if entry["kind"] == "line")
        decided = next(entry for entry in reversed(entries) if entry["kind"] == "decision")
        waits = last["what"] == "holdoff"
        return {"profile": profile, "engine": "simulator", "line": last["what"], "since": last["time"], "wanted": True,
                "wanted_because": "always", "why": "; ".join(decided["why"]),
                "next": written(moment(decided["time"]) + timedelta(milliseconds=decided["after_ms"])) if waits else None}

    def events(self, profile, kind, before=None, most=1000):
        fitting = [entry for entry in self.record[profile] if entry["kind"] == kind and
                   (before is None or entry["sequence"] < before)]
        # Small pages, so that the tray has to turn them.
        most = min(most, 7)
        return {"entries": fitting[-most:], "more": len(fitting) > most}
