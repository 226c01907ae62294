#!/usr/bin/env python3
"""Holds the tree to its architecture: which room may know which, who owns which library, and that
the deciding rooms touch nothing outside themselves. It reads text only, so it needs no build.

    architecture_test.py [ROOT]      check the tree (this repository)
    architecture_test.py --self-test prove that each rule is able to fail
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

# --- The rules ----------------------------------------------------------------------------------

FOUNDATION = "base text ras model"
RULES = "policy hooks line"
ENGINES = "engines/simulator engines/pppd engines/rasapi"

# Room: the rooms it may include and link. A room in no row does not exist.
STAR = {
    "base": "",
    "text": "base",
    "ras": "base text",
    "model": "base text ras",
    "policy": FOUNDATION,
    "hooks": FOUNDATION,
    "line": FOUNDATION,
    "pipeline": f"{FOUNDATION} {RULES}",
    "engines/simulator": FOUNDATION,
    "engines/pppd": FOUNDATION,
    "engines/rasapi": FOUNDATION,
    "journal": FOUNDATION,
    "control": FOUNDATION,
    "rehearsal": f"{FOUNDATION} {RULES} pipeline engines/simulator",
    "app": f"{FOUNDATION} {RULES} pipeline rehearsal {ENGINES} journal control",
    "tray": "base control",
}
STAR = {room: row.split() for room, row in STAR.items()}

# Library: its headers, the rooms that may include them, one such header.
LIBRARIES = {
    "yaml-cpp": (r"yaml-cpp/", "text", "yaml-cpp/yaml.h"),
    "nlohmann-json": (r"nlohmann/", "text", "nlohmann/json.hpp"),
    "sqlite": (r"SQLiteCpp/|sqlite3\w*\.h$", "journal", "sqlite3.h"),
    "Lua": (r"(lua[\d.]*/)?(lua|lauxlib|lualib|luaconf)\.hp?p?$", "hooks", "lua5.4/lauxlib.h"),
    "date": (r"date/", "base", "date/tz.h"),
    "Asio": (r"asio([./]|$)", "app control engines/pppd", "asio/ip/tcp.hpp"),
    "CLI11": (r"CLI/", "app", "CLI/CLI.hpp"),
    "spdlog": (r"spdlog/", "app", "spdlog/spdlog.h"),
}

# The rooms that decide: time, chance and the outside reach them only through Env, events, actions.
SANS_IO = "ras model policy hooks line pipeline".split()

OUTSIDE_HEADERS = (
    "fstream filesystem iostream random thread mutex shared_mutex condition_variable future"
    " unistd.h fcntl.h poll.h netdb.h dirent.h windows.h winsock2.h sys/socket.h sys/un.h"
    " sys/stat.h sys/time.h sys/select.h sys/epoll.h netinet/in.h arpa/inet.h net/if.h"
).split()
OUTSIDE_HEADER = re.compile(r"(netinet|arpa|net|linux)/|(%s)$" % "|".join(
    re.escape(header) for header in OUTSIDE_HEADERS))

# A call of a free function: not a member, not another namespace's, not a longer word.
CALL = r"(?<![\w.>:])(?:std\s*::\s*|::\s*)?"

# What is touched: how it looks in code, examples.
OUTSIDE = {
    "a clock": (
        r"\w*[Cc]lock\w*\s*::\s*now\b|\bgettimeofday\b|\bclock_gettime\b|\bstd\s*::\s*time\b"
        r"|\b(localtime|mktime)(_[rs])?\s*\(" + f"|{CALL}" + r"time\s*\(\s*(nullptr|NULL|0|&)",
        ["std::chrono::steady_clock::now()", "std::chrono::system_clock::now()", "time(nullptr)",
         "::time(&now)", "std::time(0)", "gettimeofday(&now, nullptr)", "localtime_r(&now, &tm)"]),
    "a sleep": (
        rf"\bsleep_(for|until)\b|{CALL}(u|nano)?sleep\s*\(\s*[^)\s]",
        ["std::this_thread::sleep_for(pause)", "usleep(100)", "::sleep(1)"]),
    "a file or the environment": (
        rf"{CALL}(f|fd|p)?open(at)?\s*\(\s*[^)\s]|\bfreopen\b"
        r"|\bstd\s*::\s*(filesystem|[io]?fstream)"
        rf"|{CALL}(secure_)?getenv\s*\(|{CALL}system\s*\(\s*[^)\s]",
        ['fopen("x", "r")', "open(path, 0)", '::open("x", 0)', "std::ifstream in(path)",
         "std::filesystem::exists(path)", 'std::getenv("HOME")', 'system("reboot")']),
    "a socket": (
        rf"{CALL}(socket|connect|recv|sendto)\s*\(\s*[A-Z\w]+\s*,",
        ["socket(AF_INET, SOCK_STREAM, 0)", "::connect(fd, address, size)"]),
    "a random generator": (
        rf"{CALL}[sd]?rand(48|_r)?\s*\(|\brandom_device\b|\bmt19937|\bdefault_random_engine\b",
        ["std::rand()", "srand(1)", "drand48()", "std::random_device chance", "std::mt19937_64 g"]),
    "a thread or a lock": (
        r"\bstd\s*::\s*(j?thread|(recursive_|shared_|timed_)*mutex|async|condition_variable)\b",
        ["std::thread worker", "std::jthread worker", "std::shared_mutex guard", "std::async(f)"]),
    "the terminal": (
        rf"\bstd\s*::\s*(cout|cerr|clog|cin)\b|{CALL}f?printf\s*\(|{CALL}f?puts\s*\(",
        ["std::cout << 1", 'printf("x")', 'std::fprintf(stderr, "x")']),
}
OUTSIDE = {what: (re.compile(looks), examples) for what, (looks, examples) in OUTSIDE.items()}

# Code for one system is a half of its own, X_win32.cc beside X_posix.cc; only these ask which it is.
PLATFORM_HEADERS = ()
assert len(PLATFORM_HEADERS) <= 3
SYSTEM_ASKED = re.compile(r"\b(_WIN32|_WIN64|__MINGW\d+__)\b")
WINDOWS_HEADER = re.compile(
    r"(windows|winsock2|ws2tcpip|ras|raserror|io|shlobj|shellapi|wincred|sddl|aclapi|accctrl|lm|winsvc)\.h$")

# Traces of a workshop that mean nothing to a reader. Spelt in halves: this file is read as well.
WORKSHOP = [".." + "/shared", "/wor" + "k/", "helper" + " session", "sub" + "agent"]
WORKSHOP = re.compile(
    "|".join(("(?<![\\w.])" if word.startswith("/") else "") + re.escape(word)
             for word in WORKSHOP), re.IGNORECASE)

# --- Reading ------------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""(?P<number>\b\d(?:'?[\w.])*)
      | (?P<comment>//[^\n]*|/\*[\s\S]*?\*/)
      | R"(?P<fence>[^()\\\s]{0,16})\([\s\S]*?\)(?P=fence)"
      | "(?:\\.|[^"\\\n])*"
      | '(?:\\.|[^'\\\n])+'""", re.VERBOSE)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
LINK_CALL = re.compile(r"\b(lineman_room|target_link_libraries)\s*\(([^)]*)\)")


def without(text, literals):
    """The text without comments, and with `literals` emptied as well; lines stay where they are."""
    def empty(match):
        if match["number"] or not (match["comment"] or literals):
            return match[0]
        return (" " if match["comment"] else '""') + "\n" * match[0].count("\n")
    return TOKEN.sub(empty, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def room_of(path):
    """The room a path below agent/ lies in: its folder, or folder/folder under engines/."""
    parts = Path(path).parts
    return "/".join(parts[:2] if parts[0] == "engines" else parts[:1])


def sources(root):
    return sorted(path for path in (root / "agent").rglob("*")
                  if path.suffix in {".h", ".cc", ".inc"} and path.parent != root / "agent")


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def repository_files(root):
    """What git keeps or would keep; without git, everything outside build/."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False) if (root / ".git").exists() else None
    if listing and listing.returncode == 0:
        paths = [root / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in root.rglob("*")
                 if path.relative_to(root).parts[0] not in {"build", ".git"}]
    return sorted(path for path in paths if path.is_file())


# --- Checking: each function yields breaches as (path, line, what is wrong) ---------------------

def check_system(path, code):
    for asked in SYSTEM_ASKED.finditer(code):
        if path.name not in PLATFORM_HEADERS:
            yield path, line_of(code, asked.start()), f"{asked[0]} is asked: write a half for the system"
    for include in INCLUDE.finditer(code):
        if WINDOWS_HEADER.match(include[2]) and not path.name.endswith("_win32.cc"):
            yield path, line_of(code, include.start()), f"{include[2]}: only X_win32.cc may include it"


def check_source(path, room, links):
    code = without(read(path), literals=False)
    yield from check_system(path, code)
    for include in INCLUDE.finditer(code):
        wrong = check_include(room, links, quoted=include[1] == '"', header=include[2])
        if wrong:
            yield path, line_of(code, include.start()), wrong
    if room in SANS_IO:
        code = without(code, literals=True)
        for what, (looks, _) in OUTSIDE.items():
            for touch in looks.finditer(code):
                yield (path, line_of(code, touch.start()),
                       f"{room} must not touch {what}: `{touch[0].strip()}`; use Env and events")


def check_include(room, links, quoted, header):
    """What is wrong with one include, or None. `links`: the rooms linked, also by way of others."""
    for library, (looks, owners, _) in LIBRARIES.items():
        if re.match(looks, header):
            if room not in owners.split():
                return f"{header}: only {owners} may include {library}"
            return None
    if room in SANS_IO and OUTSIDE_HEADER.match(header):
        return f"<{header}>: {room} does no input or output, keeps no time, runs no thread"
    if not quoted:
        return None
    target = room_of(header) if "/" in header else None
    if target not in STAR:
        return f'"{header}" names no room; includes are written "room/file.h"'
    if target == room:
        return None
    if target not in STAR[room]:
        return f"{room} must not include {target}; it may: {' '.join(STAR[room]) or 'nothing'}"
    if target not in links:
        return f"{room} includes {target}, but its lineman_room() line does not link it"
    return None


def check_link_lines(root, links):
    """Compares lineman_room(NAME [LINKS ROOM...]) with the star; fills links: room -> linked."""
    for path in sorted((root / "agent").rglob("CMakeLists.txt")):
        text = re.sub(r"#[^\n]*", "", read(path))
        for call in LINK_CALL.finditer(text):
            line, (name, *words) = line_of(text, call.start()), call[2].split()
            if call[1] == "lineman_room":
                room, linked = as_room(name), linked_rooms(words)
                links[room] = linked
            else:  # a room's libraries are added so, a room never behind the star's back
                room = as_room(name.removeprefix("lineman_"))
                linked = [as_room(word.removeprefix("lineman_")) for word in words
                          if word.startswith("lineman_") and word != "lineman_options"]
            if room not in STAR and call[1] == "lineman_room":
                yield path, line, f"{room} is no room of the star"
            elif room in STAR:
                for other in set(linked) - set(STAR[room]):
                    allowed = " ".join(STAR[room]) or "nothing"
                    yield path, line, f"{room} must not link {other}; it may: {allowed}"
    if not links:
        yield root / "agent/CMakeLists.txt", 1, "no lineman_room() line found"


def as_room(name):
    """engines_simulator and engines/simulator are one room."""
    return name if name in STAR else name.replace("_", "/", 1)


def linked_rooms(words):
    """The words after LINKS up to the next KEYWORD."""
    linked, taking = [], False
    for word in words:
        if re.fullmatch(r"[A-Z][A-Z_]+", word):
            taking = word == "LINKS"
        elif taking:
            linked.append(as_room(word))
    return linked


def closure(room, links):
    """Every room reached from `room` over link lines."""
    reached, ahead = set(), list(links.get(room, []))
    while ahead:
        next_room = ahead.pop()
        if next_room not in reached:
            reached.add(next_room)
            ahead += links.get(next_room, [])
    return reached


def check_rooms(root):
    links = {}
    yield from check_link_lines(root, links)
    files = sources(root)
    if not files:
        yield root / "agent", 1, "no source file found"
    for path in files:
        room = room_of(path.relative_to(root / "agent"))
        if room not in STAR:
            yield path, 1, f"agent/{room} is no room of the star"
        elif room not in links:
            yield path, 1, f"agent/{room} has no lineman_room() line"
        else:
            yield from check_source(path, room, closure(room, links))


def check_workshop(root):
    for path in repository_files(root):
        for trace in WORKSHOP.finditer(text := read(path)):
            yield path, line_of(text, trace.start()), f"workshop talk: `{trace[0]}`"


def breaches(root):
    root = Path(root)
    found = [*check_rooms(root), *check_workshop(root)]
    return [f"{path.relative_to(root)}:{line}: {wrong}" for path, line, wrong in found]


# --- Self-test: a small sound tree, spoilt in one way at a time ---------------------------------

SOUND_LINKS = "\n".join(
    ["function(lineman_room name)", "  target_link_libraries(${target} PUBLIC lineman_options)"] +
    [f"lineman_room({room} LINKS {' '.join(row)} USES a::library)" for room, row in STAR.items()])

SOUND = {
    "agent/CMakeLists.txt": SOUND_LINKS,
    **{f"agent/{room}/a.cc": "".join(f'#include "{other}/b.h"\n' for other in [room, *row])
       for room, row in STAR.items()},
    "agent/app/half_win32.cc": "#include <windows.h>\n",
    "agent/text/yaml.cc": '#include <yaml-cpp/yaml.h>\n#include "base/result.h"\n',
    "agent/line/innocent.cc":
        "// std::rand() and time(nullptr)\n/* open(x, 1)\n */ auto text = \"usleep(1)\";\n"
        "int time() const; long n = 1'000; auto r = R\"(std::cout)\"; char c = '\"';\n"
        "env.clock().Now(); lua.open(1); snprintf(b, n, \"\"); Circuit::time(0); bool open();\n"
        "#include <chrono>\n",
    "README.md": "lineman keeps lines up; see frame" + "work/wor" + "k/ too\n",
}


def spoilt_trees():
    """(path, text, the place of the breach, words of its message): one per rule and example."""
    bad = "bad.cc"
    for room in STAR:
        for other in STAR:
            if other != room and other not in STAR[room]:
                yield (f"agent/{room}/{bad}", f'\n#include "{other}/b.h"\n',
                       f"agent/{room}/{bad}:2", f"{room} must not include {other}")
                lines = f"{SOUND_LINKS}\nlineman_room(\n  {room} LINKS {other}\n  OTHER x)"
                yield ("agent/CMakeLists.txt", lines,
                       f"agent/CMakeLists.txt:{len(STAR) + 3}", f"{room} must not link {other}")
        for library, (_, owners, header) in LIBRARIES.items():
            if room not in owners.split():
                yield (f"agent/{room}/{bad}", f"/*\n*/\n#include <{header}>\n",
                       f"agent/{room}/{bad}:3", f"may include {library}")
    for room in SANS_IO:
        for header in OUTSIDE_HEADERS:
            yield (f"agent/{room}/{bad}", f"#include <{header}>", f"agent/{room}/{bad}:1", header)
        for what, (_, examples) in OUTSIDE.items():
            for code in examples:
                yield (f"agent/{room}/{bad}", f"\nauto x = {code};\n",
                       f"agent/{room}/{bad}:2", f"must not touch {what}")
    yield ("agent/app/bad.cc", "\n#ifdef _WIN32\n", "agent/app/bad.cc:2", "write a half")
    yield ("agent/app/bad.h", "\n#include <windows.h>\n", "agent/app/bad.h:2", "only X_win32.cc")
    yield "agent/ras/bad.h", '#include "other.h"\n', "agent/ras/bad.h:1", "names no room"
    yield "agent/ras/bad.h", '#include "nowhere/other.h"\n', "agent/ras/bad.h:1", "names no room"
    yield "agent/cellar/a.cc", "", "agent/cellar/a.cc:1", "agent/cellar is no room"
    yield "agent/CMakeLists.txt", "", "agent/CMakeLists.txt:1", "no lineman_room() line"
    yield ("agent/CMakeLists.txt", SOUND_LINKS.replace("ras LINKS base text ", "ras LINKS base "),
           "agent/ras/a.cc:3", "does not link it")
    yield ("agent/CMakeLists.txt", SOUND_LINKS.replace("lineman_room(journal", "# ("),
           "agent/journal/a.cc:1", "has no lineman_room() line")
    yield ("agent/CMakeLists.txt", SOUND_LINKS + "\nlineman_room(cellar)",
           f"agent/CMakeLists.txt:{len(STAR) + 3}", "cellar is no room")
    yield ("agent/CMakeLists.txt",
           SOUND_LINKS + "\ntarget_link_libraries(lineman_engines_pppd PRIVATE lineman_line)",
           f"agent/CMakeLists.txt:{len(STAR) + 3}", "engines/pppd must not link line")
    for trace in ("a .." + "/shared/x", " /wor" + "k/x", "a Sub" + "agent", "helper" + " session"):
        yield "NOTES.md", f"\n\n{trace}\n", "NOTES.md:3", "workshop talk"


def spoil(root, name, text):
    """Writes a file below root; returns what puts it back as it was."""
    path = Path(root, name)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.unlink if before is None else lambda: path.write_text(before, encoding="utf-8")


def self_test():
    faults = []
    for room, row in STAR.items():
        beyond = {far for near in row for far in STAR[near]} - set(row)
        if room in beyond or (beyond and room != "tray"):  # the tray sees control, not behind it
            faults.append(f"the star's row {room} lets in, by way of others: {sorted(beyond)}")
    with tempfile.TemporaryDirectory() as root:
        spoil(root, "agent/CMakeLists.txt", SOUND_LINKS)
        if "agent:1: no source file found" not in breaches(root):
            faults.append("a tree without sources passes")
        for name, text in SOUND.items():
            spoil(root, name, text)
        faults += [f"a sound tree is refused: {breach}" for breach in breaches(root)]
        spoilt = list(spoilt_trees())
        for name, text, place, words in spoilt:
            restore = spoil(root, name, text)
            found = breaches(root)
            restore()
            if not any(breach.startswith(f"{place}: ") and words in breach for breach in found):
                faults.append(f"not found at {place}: {words!r} in {text[-80:]!r}; found: {found}")
    print(*faults, f"self-test: {len(spoilt)} spoilt trees, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    root = Path(arguments[0] if arguments else Path(__file__).parents[2]).resolve()
    found = breaches(root)
    print(*found, f"architecture: {len(sources(root))} files, {len(found)} breaches", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
