#!/usr/bin/env python3
"""Holds the service's files to what systemd's own programs say of them.

usage: service_test.py LINEMAN UNIT FOLDER    (of lineman.sysusers and lineman.tmpfiles)
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# Of 100; what is left is what dialling takes: the network, its devices, root.
MOST_EXPOSED = 40


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{said}"
    return said


def main() -> int:
    program, unit, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as root:
        text = Path(unit).read_text(encoding="utf-8")
        assert re.search(r"^ExecStart=/\S+/lineman agent$", text, re.MULTILINE), text
        # The installed program need not be there.
        built = Path(root) / "lineman.service"
        built.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={program}", text, flags=re.MULTILINE))
        said = run("systemd-analyze", "verify", "--man=no", str(built))
        assert not said, said
        exposed = run(
            "systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(built)
        )
        print(exposed.strip().splitlines()[-1])

        (Path(root) / "etc").mkdir()
        run("systemd-sysusers", f"--root={root}", f"{folder}/lineman.sysusers")
        groups = (Path(root) / "etc/group").read_text(encoding="utf-8")
        for group in ("lineman", "lineman-operators"):
            assert f"\n{group}:" in "\n" + groups, groups
        run("systemd-tmpfiles", "--create", f"--root={root}", f"{folder}/lineman.tmpfiles")
        mode = os.stat(f"{root}/etc/lineman/secrets").st_mode & 0o777
        assert mode == 0o700, oct(mode)
    return 0


sys.exit(main())
