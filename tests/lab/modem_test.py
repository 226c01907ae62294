#!/usr/bin/env python3
"""The lab's modem, as one who dials it sees it."""

import importlib.machinery
import importlib.util
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path

MODEM = Path(__file__).with_name("modem")
PATIENCE = 20  # seconds; nothing waits them out unless it fails


class Caller:
    """The computer's end of the tty."""

    def __init__(self, path):
        self.handle = os.open(path, os.O_RDWR | os.O_NOCTTY)
        self.text = b""

    def close(self):
        if self.handle is not None:
            os.close(self.handle)
        self.handle = None

    def send(self, text):
        os.write(self.handle, text)

    def expect(self, wanted):
        """Reads up to `wanted`; gives what came before it."""
        end = time.monotonic() + PATIENCE
        while wanted not in self.text:
            ready, _, _ = select.select([self.handle], [], [], end - time.monotonic())
            if not ready:
                raise AssertionError(f"{wanted} does not come after {self.text}")
            self.text += os.read(self.handle, 4096)
        before, _, self.text = self.text.partition(wanted)
        return before

    def dial(self, number):
        self.send(b"ATDT" + number + b"\r")
        self.expect(b"ATDT" + number + b"\r")


class ModemTest(unittest.TestCase):
    def start(self, *options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "modem")
        self.modem = subprocess.Popen(
            [MODEM, self.path, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.stop)
        self.assertIn(b" -> /dev/", self.modem.stdout.readline())
        return self.open()

    def open(self):
        caller = Caller(self.path)
        self.addCleanup(caller.close)
        return caller

    def hang_up(self, caller):
        """Waits until the modem knows."""
        caller.close()
        said = b""
        while b"hung up\n" not in said:
            ready, _, _ = select.select([self.modem.stderr], [], [], PATIENCE)
            self.assertTrue(ready, said)
            said += os.read(self.modem.stderr.fileno(), 4096)

    def stop(self):
        self.modem.terminate()
        self.modem.wait(PATIENCE)
        self.modem.stdout.close()
        self.modem.stderr.close()

    def test_commands_are_answered_and_echoed(self):
        caller = self.start()
        caller.send(b"ATZ\r")
        self.assertEqual(caller.expect(b"\r\nOK\r\n"), b"ATZ\r")
        caller.send(b"ATE0 M1 S7=60 &C1\r")
        caller.expect(b"\r\nOK\r\n")
        caller.send(b"atih\r")
        self.assertEqual(caller.expect(b"\r\nOK\r\n"), b"\r\nlineman lab modem\r\n")
        caller.send(b"AT+WRONG\r")
        self.assertEqual(caller.expect(b"\r\nERROR\r\n"), b"")
        caller.send(b"ATV0\r")
        self.assertEqual(caller.expect(b"0\r"), b"")

    def test_what_precedes_at_is_noise(self):
        caller = self.start()
        caller.send(b"~\xff}#\xc0!ATZ\r")
        caller.expect(b"\r\nOK\r\n")

    def test_numbers_end_as_told(self):
        results = {
            "busy": b"BUSY", "no-answer": b"NO ANSWER", "no-carrier": b"NO CARRIER",
            "no-dialtone": b"NO DIALTONE", "voice": b"VOICE", "delayed": b"DELAYED 00:05:00",
            "blacklisted": b"BLACKLISTED"}
        numbers = {f"55501{i:02}": outcome for i, outcome in enumerate(results)}
        caller = self.start(*(f"--number={n}={outcome}" for n, outcome in numbers.items()))
        for number, outcome in numbers.items():
            caller.dial(number.encode())
            self.assertEqual(caller.expect(b"\r\n" + results[outcome] + b"\r\n"), b"")
        caller.send(b"ATD *99***1#\r")
        caller.expect(b"\r\nNO CARRIER\r\n")

    def test_it_rings_before_the_outcome(self):
        caller = self.start("--number=1=ring:2:busy")
        caller.dial(b"1")
        began = time.monotonic()
        self.assertEqual(caller.expect(b"\r\nBUSY\r\n"), 2 * b"\r\nRINGING\r\n")
        self.assertGreaterEqual(time.monotonic() - began, 1.5)

    def test_the_server_talks_to_the_caller_and_ends_the_call(self):
        caller = self.start("--number=1=connect", "--answer=head -c 5")
        for _ in range(2):
            caller.dial(b"1")
            self.assertEqual(caller.expect(b"\r\nCONNECT 33600/V92\r\n"), b"")
            caller.send(b"~PPP~")
            self.assertEqual(caller.expect(b"\r\nNO CARRIER\r\n"), b"~PPP~")

    def test_the_line_drops_with_the_server_and_its_children(self):
        caller = self.start("--number=1=drop:1", "--answer=sleep 1000 & echo $!; wait")
        caller.dial(b"1")
        caller.expect(b"\r\nCONNECT 33600/V92\r\n")
        child = int(caller.expect(b"\n"))
        caller.expect(b"\r\nNO CARRIER\r\n")
        self.await_end(child)

    def test_anything_sent_ends_the_dialling(self):
        caller = self.start("--number=1=silent", "--number=2=garbage")
        for number in (b"1", b"2"):
            caller.dial(number)
            caller.send(b"\r")
            self.assertNotIn(b"CONNECT", caller.expect(b"\r\nNO CARRIER\r\n"))
        caller.send(b"ATZ\r")
        self.assertEqual(caller.expect(b"\r\nOK\r\n"), b"ATZ\r")

    def test_closing_the_tty_hangs_up_and_leaves_nothing_for_the_next(self):
        caller = self.start("--number=1=connect", "--answer=echo $$; exec sleep 1000")
        for _ in range(2):
            caller.dial(b"1")
            caller.expect(b"\r\nCONNECT 33600/V92\r\n")
            server = int(caller.expect(b"\n"))
            self.hang_up(caller)
            self.await_end(server)
            caller = self.open()
            caller.send(b"ATZ\r")
            self.assertEqual(caller.expect(b"\r\nOK\r\n"), b"ATZ\r")

    def test_closing_the_tty_ends_the_dialling(self):
        caller = self.start("--number=1=silent")
        caller.dial(b"1")
        self.hang_up(caller)
        caller = self.open()
        caller.send(b"ATZ\r")
        self.assertIn(b"ATZ\r", caller.expect(b"\r\nOK\r\n"))

    def test_it_calls_back_once(self):
        caller = self.start("--number=1=connect", "--answer=head -c 5", "--rings-back=0.1", "--answer-back=echo back")
        caller.dial(b"1")
        caller.expect(b"\r\nCONNECT 33600/V92\r\n")
        caller.send(b"~PPP~")
        caller.expect(b"\r\nNO CARRIER\r\n")
        began = time.monotonic()
        for _ in range(2):
            self.assertEqual(caller.expect(b"\r\nRING\r\n"), b"")
        self.assertGreaterEqual(time.monotonic() - began, 1.5)
        caller.send(b"ATA\r")
        self.assertEqual(caller.expect(b"\r\nCONNECT 33600/V92\r\n"), b"ATA\r")
        self.assertEqual(caller.expect(b"\r\nNO CARRIER\r\n"), b"back\n")
        caller.send(b"ATA\r")
        self.assertEqual(caller.expect(b"\r\nNO CARRIER\r\n"), b"ATA\r")

    def test_it_calls_back_who_has_hung_up_and_answers_by_itself_if_told(self):
        caller = self.start("--number=1=connect", "--answer=echo $$; exec sleep 1000", "--rings-back=0.3")
        caller.send(b"ATS0=1\r")
        caller.expect(b"\r\nOK\r\n")
        caller.dial(b"1")
        caller.expect(b"\r\nCONNECT 33600/V92\r\n")
        first = int(caller.expect(b"\n"))
        self.hang_up(caller)
        caller = self.open()
        self.assertEqual(caller.expect(b"\r\nRING\r\n"), b"")
        self.assertEqual(caller.expect(b"\r\nCONNECT 33600/V92\r\n"), b"")
        self.assertNotEqual(int(caller.expect(b"\n")), first)

    def test_dialling_ends_the_ringing(self):
        caller = self.start("--number=1=drop:0", "--number=2=busy", "--answer=cat", "--rings-back=0")
        caller.dial(b"1")
        caller.expect(b"\r\nRING\r\n")
        caller.dial(b"2")
        caller.expect(b"\r\nBUSY\r\n")
        caller.send(b"ATA\r")
        self.assertEqual(caller.expect(b"\r\nNO CARRIER\r\n"), b"ATA\r")

    def test_it_rings_ten_times(self):
        """By a clock that is none."""
        sys.dont_write_bytecode = True
        loader = importlib.machinery.SourceFileLoader("modem", str(MODEM))
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader("modem", loader))
        loader.exec_module(module)
        line = unittest.mock.Mock()
        modem = module.Modem(line, {}, "true", 5)
        rings = []
        with unittest.mock.patch.object(module, "time") as clock:
            line.write.side_effect = lambda text: rings.append((clock.monotonic(), text))
            modem.next_ring = 5
            for now in range(100):
                clock.monotonic.return_value = now
                modem.ring()
        self.assertEqual(rings, [(now, b"\r\nRING\r\n") for now in range(5, 25, 2)])
        modem.take_call()
        self.assertEqual(rings[-1][1], b"\r\nNO CARRIER\r\n")

    def test_terminated_it_takes_its_link_along(self):
        self.start()
        self.modem.send_signal(signal.SIGTERM)
        self.assertEqual(self.modem.wait(PATIENCE), 0)
        self.assertFalse(os.path.lexists(self.path))

    def test_an_outcome_it_does_not_know_is_refused(self):
        for wrong in ("--number=1=bussy", "--number=1=connect", "--number=x=busy", "--answer-back=true"):
            done = subprocess.run([MODEM, "/nowhere", wrong], capture_output=True, check=False)
            self.assertEqual(done.returncode, 2, wrong)

    def await_end(self, pid):
        end = time.monotonic() + PATIENCE
        while os.path.exists(f"/proc/{pid}") and time.monotonic() < end:
            with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
                if " Z " in stat.read():
                    return
            time.sleep(0.01)
        self.assertFalse(os.path.exists(f"/proc/{pid}"))


if __name__ == "__main__":
    unittest.main()
