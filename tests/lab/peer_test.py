#!/usr/bin/env python3
"""The lab's PPP server that plays by a script: its ciphers against the RFCs, and whole conversations
with it over pipes."""

import collections
import hashlib
import importlib.machinery
import importlib.util
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
import tty
import unittest
from pathlib import Path

PROGRAM = Path(__file__).with_name("peer")
PATIENCE = 30  # seconds; nothing waits them out unless it fails
PASSWORD = "Tr0ub4dor&3-contract"

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("peer", str(PROGRAM))
peer = importlib.util.module_from_spec(importlib.util.spec_from_loader("peer", loader))
loader.exec_module(peer)

LCP, IPCP, PAP, CHAP, CBCP, EAP = peer.LCP, peer.IPCP, peer.PAP, peer.CHAP, peer.CBCP, peer.EAP
REQUEST, ACK, NAK, REJECT, TERMINATE_REQUEST, TERMINATE_ACK = 1, 2, 3, 4, 5, 6
CHALLENGE, RESPONSE, SUCCESS, FAILURE, CHANGE = 1, 2, 3, 4, 7
CALLBACK_OPTION = b"\x0d\x03\x06"


def hexadecimal(text):
    return bytes.fromhex(text)


def change_packet(old, new, name, challenge):
    """The data of a change-password packet, made from RFC 2759's section 7."""
    clear = os.urandom(512 - 2 * len(new)) + new.encode("utf-16le") + (2 * len(new)).to_bytes(4, "little")
    old_hash, new_hash = peer.nt_hash(old), peer.nt_hash(new)
    encrypted = peer.des(new_hash[:7], old_hash[:8]) + peer.des(new_hash[7:14], old_hash[8:])
    ours = os.urandom(16)
    return peer.rc4(old_hash, clear) + encrypted + ours + bytes(8) \
        + peer.nt_response(challenge, ours, name, new) + bytes(2)


class CipherTest(unittest.TestCase):
    """The values are those of RFC 2759's section 9.2, but for RC4's, which everyone knows."""

    CHALLENGE = hexadecimal("5B5D7C7D7B3F2F3E3C2C602132262628")
    PEER_CHALLENGE = hexadecimal("21402324255E262A28295F2B3A337C7E")
    RESPONSE = hexadecimal("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF")

    def test_hashes(self):
        self.assertEqual(peer.nt_hash("clientPass"), hexadecimal("44EBBA8D5312B8D611474411F56989AE"))
        self.assertEqual(
            peer.challenge_hash(self.PEER_CHALLENGE, self.CHALLENGE, "User"), hexadecimal("D02E4386BCE91226"))

    def test_the_response(self):
        for name in ("User", "DOMAIN\\User"):
            self.assertEqual(
                peer.nt_response(self.CHALLENGE, self.PEER_CHALLENGE, name, "clientPass"), self.RESPONSE)

    def test_the_authenticator_response(self):
        self.assertEqual(
            peer.authenticator_response(self.CHALLENGE, self.PEER_CHALLENGE, "User", "clientPass", self.RESPONSE),
            "S=407A5589115FD0D6209F510FE9C04566932CDA56")

    def test_rc4(self):
        self.assertEqual(peer.rc4(b"Key", b"Plaintext"), hexadecimal("BBF316E8D940AF0AD3"))

    def test_a_new_password_comes_through(self):
        data = change_packet("old", "näw", "User", self.CHALLENGE)
        new, wrong, success = peer.read_new_password("old", "User", self.CHALLENGE, data)
        self.assertEqual((new, wrong), ("näw", ""))
        ours, response = data[532:548], data[556:580]
        words = peer.authenticator_response(self.CHALLENGE, ours, "User", "näw", response)
        self.assertTrue(success.decode().startswith(words))

    def test_each_part_of_a_change_is_looked_at(self):
        data = change_packet("old", "new", "User", self.CHALLENGE)
        for place, what in ((515, "length"), (520, "hash"), (540, "response"), (550, "reserved"),
                            (560, "response"), (581, "reserved")):
            spoilt = bytearray(data)
            spoilt[place] ^= 1
            self.assertIn(what, peer.read_new_password("old", "User", self.CHALLENGE, bytes(spoilt))[1])
        self.assertIn("length", peer.read_new_password("old", "User", self.CHALLENGE, data[:-1])[1])
        self.assertTrue(peer.read_new_password("other", "User", self.CHALLENGE, data)[1])


class FrameTest(unittest.TestCase):
    ALL = bytes(range(256))

    def test_the_checksum(self):
        self.assertEqual(peer.fcs(b"123456789"), 0x906E)

    def test_a_frame_has_nothing_the_line_could_take_for_its_own(self):
        frame = peer.frame(LCP, self.ALL)
        self.assertTrue(frame.startswith(b"~\xff\x7d\x23\xc0!"))
        self.assertEqual([byte for byte in frame if byte < 0x20], [])
        self.assertEqual(frame.count(b"~"), 2)

    def test_it_comes_through_in_pieces_and_with_what_the_line_adds(self):
        unframer = peer.Unframer()
        stream = b"noise" + b"".join(bytes([byte]) + b"\x11" for byte in 2 * peer.frame(CHAP, self.ALL))
        got = [packet for byte in stream for packet in unframer.feed(bytes([byte]))]
        self.assertEqual(got, [(CHAP, self.ALL)] * 2)

    def test_what_is_spoilt_or_cut_is_dropped(self):
        frame = peer.frame(CHAP, b"abcdef")
        for wrong in (frame.replace(b"d", b"e"), frame[:-1] + b"\x7d~", frame[:-4] + b"~", b"~~", b"~a~"):
            self.assertEqual(list(peer.Unframer().feed(wrong)), [])


class Client:
    """The other end of the pipes."""

    def __init__(self, keys):
        self.peer = subprocess.Popen(
            [sys.executable, PROGRAM, *keys], bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.unframer, self.packets, self.seen = peer.Unframer(), collections.deque(), []
        self.pid = self.peer.pid

    def close(self):
        """Gives what else it had to say."""
        if self.peer.stdin:
            self.peer.stdin.close()
            self.peer.stdin = None
        return self.peer.communicate(timeout=PATIENCE)

    def send(self, protocol, code, identifier=0, data=b""):
        self.peer.stdin.write(peer.frame(protocol, peer.pack(code, identifier, data)))

    def read(self):
        ready, _, _ = select.select([self.peer.stdout], [], [], PATIENCE)
        if not ready:
            raise AssertionError(f"nothing comes any more after {self.seen}")
        data = os.read(self.peer.stdout.fileno(), 4096)
        if not data:
            raise EOFError
        return data

    def receive(self):
        while not self.packets:
            self.packets.extend(self.unframer.feed(self.read()))
        protocol, data = self.packets.popleft()
        return protocol, *peer.unpack(data)

    def expect(self, protocol, code):
        """Its identifier and data; only what has come before may precede it."""
        got = self.receive()
        while got in self.seen:
            got = self.receive()
        self.seen.append(got)
        if got[:2] != (protocol, code):
            raise AssertionError(f"{got} instead of {protocol:04x}, code {code}; before it {self.seen[:-1]}")
        return got[2:]

    def open(self, options=b""):
        """LCP; gives the option that says how to log on."""
        identifier, data = self.expect(LCP, REQUEST)
        self.send(LCP, ACK, identifier, data)
        self.send(LCP, REQUEST, 1, options)
        self.expect(LCP, ACK)
        return peer.split_options(data).get(peer.AUTH)

    def respond(self, challenge, identifier, name="kiosk", password=PASSWORD, code=RESPONSE):
        """With MS-CHAPv2; gives the Success that is due."""
        ours = os.urandom(16)
        response = peer.nt_response(challenge, ours, name, password)
        self.send(CHAP, code, identifier, b"\x31" + ours + bytes(8) + response + b"\0" + name.encode())
        return peer.authenticator_response(challenge, ours, name, password, response)

    def respond_md5(self, password=PASSWORD):
        identifier, data = self.expect(CHAP, CHALLENGE)
        value = hashlib.md5(bytes([identifier]) + password.encode() + data[1:17]).digest()
        self.send(CHAP, RESPONSE, identifier, b"\x10" + value + b"kiosk")

    def challenge(self):
        identifier, data = self.expect(CHAP, CHALLENGE)
        return data[1:17], identifier

    def failure(self, pattern):
        """The new challenge, and the identifier that is next."""
        identifier, data = self.expect(CHAP, FAILURE)
        found = re.fullmatch(pattern + " C=([0-9A-F]{32}) V=3 M=.+", data.decode())
        if not found:
            raise AssertionError(f"{data} instead of {pattern}")
        return hexadecimal(found[1]), (identifier + 1) % 256

    def come_up(self):
        """IPCP; gives both addresses."""
        identifier, data = self.expect(IPCP, REQUEST)
        self.send(IPCP, ACK, identifier, data)
        self.send(IPCP, REQUEST, 1, b"\x03\x06\0\0\0\0\x81\x06\0\0\0\0\x83\x06\0\0\0\0")
        if self.expect(IPCP, REJECT) != (1, b"\x83\x06\0\0\0\0"):
            raise AssertionError("the second name server is not rejected")
        self.send(IPCP, REQUEST, 2, b"\x03\x06\0\0\0\0\x81\x06\0\0\0\0")
        _, given = self.expect(IPCP, NAK)
        self.send(IPCP, REQUEST, 3, given)
        self.expect(IPCP, ACK)
        self.expect(LCP, peer.ECHO_REQUEST)
        return data[2:], peer.split_options(given)


class ConversationTest(unittest.TestCase):
    def start(self, *keys):
        client = Client(keys)
        self.addCleanup(self.stop, client)
        return client

    def stop(self, client):
        if client.peer.returncode is None:
            self.assertEqual(client.close()[1], b"")
            self.assertEqual(client.peer.returncode, 0)

    def start_logged(self, *keys):
        """And makes a log."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "log")
        return self.start(f"log={self.path}", *keys)

    def log(self):
        text = self.path.read_text(encoding="utf-8")
        self.assertNotIn(PASSWORD, text)
        return re.sub(r"(?m)^ *\d+\.\d{3} ", "", text).splitlines()

    def await_exit(self, client):
        """By itself."""
        self.assertEqual(client.peer.wait(PATIENCE), 0)
        rest, errors = client.close()
        self.assertEqual(errors, b"")
        return rest

    def expect_goodbye(self, client, reason=b"log-on refused"):
        self.assertEqual(client.expect(LCP, TERMINATE_REQUEST)[1], reason)

    # The log-ons.

    def test_without_a_log_on(self):
        client = self.start_logged("auth=none")
        self.assertIsNone(client.open())
        here, given = client.come_up()
        self.assertEqual(here[0], 10)
        self.assertEqual(int.from_bytes(here[1:], "big"), client.pid * 2 & 0xFFFFFF)
        self.assertEqual(given, {3: here[:3] + bytes([here[3] + 1]), 129: bytes([192, 0, 2, 53])})
        client.send(LCP, TERMINATE_REQUEST, 9, b"User request")
        self.assertEqual(client.expect(LCP, TERMINATE_ACK), (9, b""))
        self.await_exit(client)
        address = ".".join(str(byte) for byte in given[3])
        self.assertEqual(
            self.log(), ["start", "lcp open", f"up {address}", "terminate-request User request", "hung up"])

    def test_pap(self):
        client = self.start_logged("auth=pap", "retries=1", "also=anna:x:y")
        self.assertEqual(client.open(), b"\xc0\x23")
        client.send(PAP, REQUEST, 1, b"\x05kiosk\x05wrong")
        self.assertEqual(client.expect(PAP, NAK), (1, b"\x0dAccess denied"))
        client.send(PAP, REQUEST, 2, b"\x04anna\x03x:y")
        self.assertEqual(client.expect(PAP, ACK), (2, b"\x07Welcome"))
        client.come_up()
        self.assertEqual(self.log()[2:4], ["log-on kiosk wrong", "log-on anna right"])

    def test_pap_refused(self):
        client = self.start("auth=pap")
        client.open()
        client.send(PAP, REQUEST, 1, b"\x06nobody\0")
        client.expect(PAP, NAK)
        self.expect_goodbye(client)
        client.send(LCP, TERMINATE_ACK, 1)
        self.assertEqual(self.await_exit(client), b"")

    def test_chap_with_md5_and_a_second_try(self):
        client = self.start_logged("auth=chap", "retries=1")
        self.assertEqual(client.open(), b"\xc2\x23\x05")
        client.respond_md5("wrong")
        client.expect(CHAP, FAILURE)
        client.respond_md5()
        client.expect(CHAP, SUCCESS)
        client.come_up()
        self.assertEqual(self.log()[2:4], ["log-on kiosk wrong", "log-on kiosk right"])

    def test_mschapv2(self):
        client = self.start()
        self.assertEqual(client.open(), b"\xc2\x23\x81")
        challenge, identifier = client.challenge()
        due = client.respond(challenge, identifier)
        self.assertEqual(client.expect(CHAP, SUCCESS), (identifier, f"{due} M=Access granted".encode()))
        client.come_up()

    def test_mschapv2_refused(self):
        client = self.start()
        client.open()
        client.respond(*client.challenge(), password="wrong")
        client.failure("E=691 R=0")
        self.expect_goodbye(client)

    def test_mschapv2_with_a_second_try(self):
        client = self.start_logged("retries=2")
        client.open()
        challenge, identifier = client.challenge()
        client.respond(challenge, identifier, password="wrong")
        second, following = client.failure("E=691 R=1")
        self.assertNotEqual(second, challenge)
        self.assertEqual(following, identifier + 1)
        client.respond(challenge, identifier)  # late: to the challenge before
        client.respond(second, following, name="nobody")
        third, _ = client.failure("E=691 R=1")
        client.respond(third, identifier)  # right, though the identifier is not
        client.expect(CHAP, SUCCESS)
        self.assertEqual(
            self.log()[2:6], ["log-on kiosk wrong", "log-on stale", "log-on nobody wrong", "log-on kiosk right"])

    def test_the_last_try_is_the_last(self):
        client = self.start("retries=1")
        client.open()
        client.respond(*client.challenge(), password="wrong")
        client.respond(*client.failure("E=691 R=1"), password="wrong")
        client.failure("E=691 R=0")

    def test_the_goodbye_may_come_first(self):
        client = self.start("goodbye=first")
        client.open()
        client.respond(*client.challenge(), password="wrong")
        self.assertEqual(client.expect(LCP, TERMINATE_REQUEST)[1], b"log-on refused")
        client.failure("E=691 R=0")

    def test_an_error_of_choice(self):
        client = self.start_logged("error=649")
        client.open()
        client.respond(*client.challenge())
        client.failure("E=649 R=0")
        self.assertIn("log-on kiosk error 649", self.log())

    # Expired passwords.

    def expire(self, client):
        client.open()
        client.respond(*client.challenge())
        return client.failure("E=648 R=0")

    def test_an_expired_password_is_changed(self):
        client = self.start_logged("expired=yes", "rechallenge=0.1")
        challenge, identifier = self.expire(client)
        data = change_packet(PASSWORD, "n3w-on€", "kiosk", challenge)
        client.send(CHAP, CHANGE, identifier, data)
        due = peer.authenticator_response(challenge, data[532:548], "kiosk", "n3w-on€", data[556:580])
        self.assertEqual(client.expect(CHAP, SUCCESS), (identifier, f"{due} M=Access granted".encode()))
        client.come_up()
        client.respond(*client.challenge(), password="n3w-on€")
        client.expect(CHAP, SUCCESS)
        self.assertEqual(self.log()[2:4], ["log-on kiosk expired", "new password right"])
        self.assertNotIn("n3w", self.path.read_text(encoding="utf-8"))

    def test_a_change_that_is_wrong_is_refused(self):
        for offset, old, name in ((1, PASSWORD, "kiosk"), (0, "wrong", "kiosk"), (0, PASSWORD, "nobody")):
            client = self.start_logged("expired=yes")
            challenge, identifier = self.expire(client)
            client.send(CHAP, CHANGE, identifier + offset, change_packet(old, "new", name, challenge))
            client.failure("E=691 R=0")
            self.assertIn("new password wrong: ", self.log()[3])

    def test_a_weak_password_is_refused_once_in_a_log(self):
        client = self.start_logged("expired=yes", "change=weak")
        challenge, identifier = self.expire(client)
        client.send(CHAP, CHANGE, identifier, change_packet(PASSWORD, "1", "kiosk", challenge))
        client.failure("E=709 R=0")
        for change, code in (("refuse", FAILURE), ("weak", SUCCESS)):
            client = self.start("expired=yes", f"change={change}", f"log={self.path}")
            challenge, identifier = self.expire(client)
            client.send(CHAP, CHANGE, identifier, change_packet(PASSWORD, "22", "kiosk", challenge))
            client.expect(CHAP, code)

    def test_who_else_is_let_in_has_a_password_that_holds(self):
        client = self.start("expired=yes", "also=anna:secret", "retries=1")
        client.open()
        client.respond(*client.challenge(), password="wrong")
        client.respond(*client.failure("E=691 R=1"), name="anna", password="secret")
        client.expect(CHAP, SUCCESS)

    # EAP.

    def start_eap(self, *keys):
        client = self.start_logged("auth=eap", *keys)
        self.assertEqual(client.open(), b"\xc2\x27")
        identifier, data = client.expect(EAP, REQUEST)
        self.assertEqual(data, b"\x01")
        client.send(EAP, RESPONSE, identifier, b"\x01kiosk")
        return client

    def answer(self, client, question, answer):
        identifier, data = client.expect(EAP, REQUEST)
        self.assertEqual(data, question)
        client.send(EAP, RESPONSE, identifier, answer)

    def test_eap_with_a_token(self):
        for kind, number in (("gtc", b"\x06"), ("otp", b"\x05")):
            client = self.start_eap(f"eap=notification,{kind}", "retries=1", "note=Hark", "prompt=Code?")
            self.answer(client, b"\x02Hark", b"\x02")
            self.answer(client, number + b"Code?", number + b"000000")
            self.answer(client, number + b"Code?", number + b"123456")
            client.expect(EAP, SUCCESS)
            client.come_up()
            self.assertEqual(self.log()[2:8], [
                "identity kiosk", "notification seen", "token wrong", "log-on kiosk wrong", "token right",
                "log-on kiosk right"])

    def test_eap_refused(self):
        for answer in (b"\x06000000", b"\x03\x04"):  # the other one is a Nak
            client = self.start_eap()
            self.answer(client, b"\x06Enter token code: ", answer)
            client.expect(EAP, FAILURE)

    def test_eap_with_md5(self):
        client = self.start_eap("eap=md5")
        identifier, data = client.expect(EAP, REQUEST)
        self.assertEqual(data[:2], b"\x04\x10")
        value = hashlib.md5(bytes([identifier]) + PASSWORD.encode() + data[2:18]).digest()
        client.send(EAP, RESPONSE, identifier, b"\x04\x10" + value)
        client.expect(EAP, SUCCESS)

    def test_eap_with_mschapv2(self):
        client = self.start_eap("eap=mschapv2", "retries=1")
        for password, verdict, words in (("wrong", FAILURE, b"E=691 R=1 C="), (PASSWORD, SUCCESS, b"S=")):
            identifier, data = client.expect(EAP, REQUEST)
            self.assertEqual((data[0], data[1], data[5]), (26, CHALLENGE, 16))
            self.assertEqual(int.from_bytes(data[3:5], "big"), len(data) - 1)
            ours = os.urandom(16)
            response = peer.nt_response(data[6:22], ours, "kiosk", password)
            value = b"\x31" + ours + bytes(8) + response + b"\0kiosk"
            client.send(EAP, RESPONSE, identifier, b"\x1a" + peer.pack(RESPONSE, data[2], value))
            identifier, data = client.expect(EAP, REQUEST)
            self.assertEqual((data[0], data[1], data[5:5 + len(words)]), (26, verdict, words))
            client.send(EAP, RESPONSE, identifier, bytes([26, verdict]))
        client.expect(EAP, SUCCESS)
        client.come_up()

    # Callbacks.

    def start_callback(self, *keys):
        client = self.start_logged("auth=none", *keys)
        client.open(CALLBACK_OPTION)
        return client, *client.expect(CBCP, REQUEST)

    def test_a_callback_to_the_users_number(self):
        client, identifier, offer = self.start_callback("callback=user,admin,none")
        self.assertEqual(offer, b"\x02\x03\0\x03\x03\0\x01\x02")
        answer = b"\x02\x0c\x05\x015550190\0"
        client.send(CBCP, RESPONSE, identifier, answer)
        self.assertEqual(client.expect(CBCP, ACK + 1), (identifier, answer))
        client.send(LCP, TERMINATE_REQUEST, 2, b"Call me back")
        client.expect(LCP, TERMINATE_ACK)
        self.await_exit(client)
        self.assertEqual(self.log()[2:4], ["callback user 5550190", "terminate-request Call me back"])

    def test_a_callback_that_is_not_wanted(self):
        client, identifier, offer = self.start_callback("callback=none,list")
        self.assertEqual(offer, b"\x01\x02\x04\x15\0\x015550191\0\x015550192\0")
        client.send(CBCP, RESPONSE, identifier, b"\x01\x02")
        client.expect(CBCP, ACK + 1)
        client.come_up()

    def test_a_callback_by_the_admins_choice_and_one_to_a_wrong_number(self):
        client, identifier, offer = self.start_callback(
            "callback=user,admin", "callback_address=yes", "callback_wrong=yes")
        self.assertEqual(offer, b"\x02\x05\0\x01\0\x03\x03\0")
        client.send(CBCP, RESPONSE, identifier, b"\x02\x0c\x05\x015550190\0")
        self.assertEqual(client.expect(CBCP, ACK + 1)[1], b"\x02\x0c\x05\x015550199\0")
        client, identifier, _ = self.start_callback("callback=admin")
        client.send(CBCP, RESPONSE, identifier, b"\x03\x03\x05")
        self.assertEqual(client.expect(CBCP, ACK + 1)[1], b"\x03\x03\x05")
        self.assertIn("callback admin", self.log())

    def test_who_does_not_ask_for_callbacks_gets_none(self):
        client = self.start("auth=none", "callback=user")
        client.open()
        client.come_up()

    def test_callbacks_are_not_known_unless_told(self):
        client = self.start("auth=none")
        identifier, data = client.expect(LCP, REQUEST)
        client.send(LCP, ACK, identifier, data)
        client.send(LCP, REQUEST, 1, CALLBACK_OPTION + b"\x07\x02\x01\x04\x05\xdc")
        self.assertEqual(client.expect(LCP, REJECT), (1, CALLBACK_OPTION + b"\x07\x02"))
        client.send(LCP, REQUEST, 2, b"\x01\x04\x05\xdc")
        client.expect(LCP, ACK)
        client.come_up()

    # While up, and between.

    def test_it_repeats_what_is_not_answered(self):
        """Side by side, as each waits 3 s."""
        client, late = self.start(), self.start_logged("auth=chap", "rechallenge=0.1")
        late.open()
        late.respond_md5()
        late.expect(CHAP, SUCCESS)
        late.come_up()
        began = time.monotonic()
        request = client.receive()
        self.assertEqual(client.receive(), request)
        client.send(LCP, ACK, request[2], request[3])
        client.send(LCP, REQUEST, 1)
        while (challenge := client.receive())[0] == LCP:
            pass
        self.assertEqual(client.receive(), challenge)
        self.assertGreater(time.monotonic() - began, 3.5)
        late.expect(CHAP, CHALLENGE)
        self.expect_goodbye(late)
        self.assertIn("rechallenge unanswered", self.log())

    def test_it_asks_again_while_up(self):
        client = self.start_logged("rechallenge=0.1")
        client.open()
        client.respond(*client.challenge())
        client.expect(CHAP, SUCCESS)
        client.come_up()
        for password, verdict in ((PASSWORD, SUCCESS), (PASSWORD, SUCCESS), ("wrong", FAILURE)):
            client.respond(*client.challenge(), password=password)
            client.expect(CHAP, verdict)
        self.assertEqual(self.log()[4:7], 2 * ["rechallenge kiosk right"] + ["rechallenge kiosk wrong"])

    def test_it_answers_echoes_and_rejects_what_it_does_not_speak(self):
        client = self.start_logged("auth=none")
        client.open()
        client.come_up()
        client.send(LCP, peer.ECHO_REQUEST, 5, b"\0\0\0\0hello")
        identifier, data = client.expect(LCP, peer.ECHO_REPLY)
        self.assertEqual((identifier, data[4:]), (5, b"hello"))
        client.send(0x8057, REQUEST, 1, b"\x01\x0aabcdefgh")
        self.assertEqual(
            client.expect(LCP, peer.PROTOCOL_REJECT)[1], b"\x80\x57\x01\x01\0\x0e\x01\x0aabcdefgh")
        client.send(LCP, 14, 6, b"odd")
        self.assertEqual(client.expect(LCP, peer.CODE_REJECT)[1], b"\x0e\x06\0\x07odd")
        client.send(IPCP, TERMINATE_REQUEST, 7)
        self.assertEqual(client.expect(IPCP, TERMINATE_ACK)[0], 7)
        self.assertIn("echo", self.log())

    def test_a_client_that_does_not_speak_the_log_on(self):
        client = self.start("auth=pap")
        identifier, data = client.expect(LCP, REQUEST)
        client.send(LCP, NAK, identifier, data[-4:])
        self.expect_goodbye(client, b"options refused")
        client = self.start("auth=eap")
        client.open()
        client.expect(EAP, REQUEST)
        client.send(LCP, peer.PROTOCOL_REJECT, 4, b"\xc2\x27\x01\x01\0\x05\x01")
        self.expect_goodbye(client, b"protocol rejected")

    def test_noise_does_no_harm(self):
        client = self.start()
        client.peer.stdin.write(os.urandom(9000) + b"~")
        for protocol in (LCP, CHAP, PAP, IPCP, CBCP, EAP, 0x8057):
            client.peer.stdin.write(peer.frame(protocol, b"") + peer.frame(protocol, b"\x09\x01\xff\xff"))
        client.open(b"\x01")
        client.send(CHAP, RESPONSE, 200)
        client.challenge()

    # What the script puts in place of a step.

    def test_silence(self):
        client = self.start_logged("at=log_on:silence")
        client.open()
        client.send(LCP, peer.ECHO_REQUEST, 5, b"\0\0\0\0")
        client.send(LCP, TERMINATE_REQUEST, 6)
        self.assertEqual(client.close(), (b"", b""))
        self.assertEqual(self.log()[2:], ["silence at log_on", "the line is closed"])

    def test_silence_from_the_start(self):
        client = self.start("at=lcp:silence")
        client.send(LCP, REQUEST, 1)
        self.assertEqual(client.close(), (b"", b""))

    def test_garbage(self):
        said = []
        for _ in range(2):
            client = self.start("at=lcp:garbage")
            client.send(LCP, REQUEST, 1)
            said.append(client.close()[0])
            self.assertEqual(list(peer.Unframer().feed(said[-1])), [])
        self.assertEqual(len(said[0]), 4096)
        self.assertEqual(said[0], said[1])

    def test_half_a_frame(self):
        client = self.start("auth=pap", "at=log_on:half")
        client.open()
        client.send(PAP, REQUEST, 1, b"\x05kiosk\x05wrong")
        whole = peer.frame(PAP, peer.pack(NAK, 1, b"\x0dAccess denied"))
        self.assertEqual(client.close()[0], whole[:len(whole) // 2])

    def test_terminate(self):
        client = self.start("auth=none", "at=ipcp:terminate")
        client.open()
        self.expect_goodbye(client, b"closing")

    def test_terminate_while_the_client_considers(self):
        client = self.start("retries=1", "at=retry:terminate:0.1")
        client.open()
        client.respond(*client.challenge(), password="wrong")
        client.failure("E=691 R=1")
        self.expect_goodbye(client, b"closing")

    def test_hang_up_at_each_step(self):
        for step, *keys in (("lcp",), ("log_on",), ("up", "auth=none"), ("callback", "auth=none", "callback=admin")):
            client = self.start_logged(*keys, f"at={step}:hang_up")
            try:
                client.open(CALLBACK_OPTION * (step == "callback"))
                client.come_up()
            except (EOFError, BrokenPipeError):
                pass
            self.await_exit(client)
            self.assertIn(f"hang_up at {step}", self.log())

    def test_the_other_steps_can_be_told_apart(self):
        client = self.start("expired=yes", "at=expired:terminate")
        client.open()
        client.respond(*client.challenge())
        self.assertEqual(client.expect(LCP, TERMINATE_REQUEST)[1], b"closing")
        client = self.start_eap("at=eap:terminate")
        self.assertEqual(client.expect(LCP, TERMINATE_REQUEST)[1], b"closing")

    # The program.

    def test_a_pty_that_is_closed_ends_it(self):
        master, slave = pty.openpty()
        tty.setraw(slave)
        process = subprocess.Popen([PROGRAM], stdin=master, stdout=master)
        os.close(master)
        select.select([slave], [], [], PATIENCE)
        self.assertEqual(os.read(slave, 1), b"~")
        os.close(slave)
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_misuse(self):
        for wrong, known in (("pasword=x", "password"), ("--help", "password"), ("auth=chapp", "mschapv2"),
                             ("retries=-1", "0-9"), ("at=lcp:sleep", "silence"), ("at=ip:silence", "ipcp"),
                             ("callback=user,", "admin"), ("eap=tls", "gtc"), ("error=", "0-9")):
            done = subprocess.run([sys.executable, PROGRAM, wrong], stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 64, wrong)
            self.assertIn(known, done.stderr)
            self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
