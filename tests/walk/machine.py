"""A pretend machine for the blocks of docs/install.md: its folders and ports are others, and what
only root can do (users, services, packages, firewall) is written down instead of done.

Everything else is real: git, OpenSSL, nginx, curl, and Kaibo started as its unit says.
"""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.deployed import nginx_places, put_here
from tests.support.network import free_port, listens, wait_until
from tests.support.repository import ROOT
from tests.support.requirements import find_program

NAME = "live.example.com"
_OURS = re.compile(
    r"(?<![\w.])/(?=(?:opt/kaibo|etc|var/lib/kaibo|var/backups|var/www|usr/local)\b)"
)
_PAGES = "src/kaibo/apps/api/pages"


class Machine:
    """Types blocks, and keeps what was asked of root."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "machine"
        self.log = folder / "journal.log"
        self.https, self.core, self.media, self.rtmp = (free_port() for _ in range(4))
        self._asked = folder / "asked.log"
        self._bin = folder / "bin"
        self._nginx = find_program(
            "nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", package="nginx"
        )
        self._curl = find_program("curl", package="curl")
        self._asked.touch()
        for name in ("etc/nginx/conf.d", "etc/systemd/system", "etc/ssl", "usr/local/bin", "run"):
            (self.root / name).mkdir(parents=True)
        for name in ("lib/kaibo", "backups", "www/html"):
            (self.root / "var" / name).mkdir(parents=True)
        self._put_programs()
        self._write_nginx_conf()

    def type(self, block: str, **replaced: str) -> str:
        """Run a block as it stands in the docs; give what it printed."""
        for old, new in {"REPOSITORY": str(ROOT), **replaced}.items():
            block = block.replace(old, new)
        done = subprocess.run(
            ["/bin/sh", "-eu", "-c", self.here(block)],
            cwd=self.root,
            env={
                "PATH": f"{self._bin}:{self.root}/usr/local/bin:/usr/local/bin:/usr/bin:/bin",
                "HOME": str(self.root),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        return done.stdout

    def here(self, text: str) -> str:
        """Put the machine's folder before the paths that a real machine has at its root."""
        return _OURS.sub(f"{self.root}/", text)

    @property
    def asked(self) -> list[str]:
        """What only root could have done, a command a line."""
        return self._asked.read_text("utf-8").splitlines()

    def settle(self) -> None:
        """Give the clone this machine's folders and ports, and the packages that ROOT has.

        `make setup` in a clean clone has a test of its own: tests/architecture/test_setup.py.
        """
        clone = self.root / "opt" / "kaibo"
        (clone / ".venv").symlink_to(ROOT / ".venv")
        shutil.copytree(ROOT / _PAGES, clone / _PAGES, dirs_exist_ok=True)
        for path in (*(clone / "deploy/nginx").iterdir(), *(clone / "deploy/systemd").iterdir()):
            path.write_text(self.here(path.read_text("utf-8")), "utf-8")
        conf = clone / "deploy" / "nginx" / "kaibo.conf"
        places = nginx_places(self.https, self.core, self.media)
        conf.write_text(put_here(conf.read_text("utf-8"), places), "utf-8")

    @contextmanager
    def service(self) -> Iterator[None]:
        """Run what the installed unit starts, with the environment that it gives."""
        unit = (self.root / "etc/systemd/system/kaibo.service").read_text("utf-8")
        (start,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        before = self.log.read_text("utf-8").count("Ctrl-C") if self.log.exists() else 0
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                shlex.split(start),
                cwd=self.root / "var/lib/kaibo",
                env=self._environment(unit),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until(
                lambda: (
                    process.poll() is not None
                    or self.log.read_text("utf-8").count("Ctrl-C") > before
                ),
                60,
                because="the service never said that it runs",
            )
            assert process.poll() is None, self.log.read_text("utf-8")
            yield
            process.terminate()
            assert process.wait(30) == 0, self.log.read_text("utf-8")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()

    def stop_nginx(self) -> None:
        """Stop what `systemctl reload nginx` started."""
        if (self.root / "run/nginx.pid").exists():
            subprocess.run([self._nginx, *self._nginx_options(), "-s", "quit"], check=True)
            wait_until(lambda: not listens(self.https), 10, because="nginx went on")

    def _environment(self, unit: str) -> dict[str, str]:
        told = dict(
            pair.split("=", 1)
            for line in re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
            for pair in shlex.split(line)
        )
        (file,) = re.findall(r"^EnvironmentFile=-(.+)$", unit, re.MULTILINE)
        return {
            "PATH": "/usr/bin:/bin",
            **told,
            **read_environment(Path(file)),
            "KAIBO_HOST": "127.0.0.1",
            "KAIBO_PORT": str(self.core),
            "KAIBO_MEDIA_PORT": str(self.media),
            "KAIBO_RTMP_PORT": str(self.rtmp),
        }

    def _nginx_options(self) -> list[str]:
        return ["-p", str(self.root), "-c", str(self.root / "nginx.conf")]

    def _write_nginx_conf(self) -> None:
        user = "user root;" if self.root.owner() == "root" else ""
        temporary = "".join(
            f"{name}_temp_path {self.root}/run/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.root / "nginx.conf").write_text(
            f"{user}\npid {self.root}/run/nginx.pid;\nerror_log {self.root}/nginx-error.log;\n"
            f"events {{}}\nhttp {{ access_log off;\n{temporary}"
            f"include {self.root}/etc/nginx/conf.d/*.conf;\n}}\n",
            "utf-8",
        )

    def _put_programs(self) -> None:
        write_down = f'echo "$(basename "$0") $*" >> {shlex.quote(str(self._asked))}'
        nginx = shlex.join([self._nginx, *self._nginx_options()])
        made = {
            **dict.fromkeys(("apt-get", "useradd", "certbot", "ufw", "make"), write_down),
            "sudo": 'exec "$@"',
            "id": "echo 0",
            "systemctl": f'{write_down}\nif [ "$*" = "reload nginx" ]; then {nginx}; fi',
            "nginx": f'exec {nginx} "$@"',
            "journalctl": f"cat {shlex.quote(str(self.log))}",
            "curl": f'exec {self._curl} --noproxy "*" --cacert {self.root}/etc/ssl/kaibo/ca.pem'
            f' --connect-to {NAME}:443:127.0.0.1:{self.https} "$@"',
        }
        self._bin.mkdir()
        for name, text in made.items():
            self._put(name, f"#!/bin/sh\n{text}\n")
        self._put("install", _INSTALL)
        self._put("systemd-run", _SYSTEMD_RUN)

    def _put(self, name: str, text: str) -> None:
        (self._bin / name).write_text(text, "utf-8")
        (self._bin / name).chmod(0o755)


def read_environment(file: Path) -> dict[str, str]:
    """Read an environment file as systemd does: a setting a line, quotes around it or none."""
    told = {}
    for line in file.read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        told[name] = value.strip('"')
    return told


# Nobody here is called kaibo: the owner is left out.
_INSTALL = f"""#!{sys.executable}
import os, sys
given = sys.argv[1:]
kept = [
    word for at, word in enumerate(given)
    if word not in ("-o", "-g") and (at == 0 or given[at - 1] not in ("-o", "-g"))
]
os.execv("/usr/bin/install", ["install", *kept])
"""

# As systemd-run does, but as whoever runs the tests.
_SYSTEMD_RUN = f"""#!{sys.executable}
import os, sys
at = sys.argv.index("--")
environment = {{"PATH": "/usr/bin:/bin"}}
for option in sys.argv[1:at]:
    if option.startswith("--setenv="):
        name, _, value = option[9:].partition("=")
        environment[name] = value
    elif option.startswith("--property=EnvironmentFile=-"):
        for line in open(option.removeprefix("--property=EnvironmentFile=-")):
            name, _, value = line.strip().partition("=")
            environment[name] = value.strip('"')
    elif option.startswith("--property=WorkingDirectory="):
        os.chdir(option.removeprefix("--property=WorkingDirectory="))
    else:
        assert option in (
            "--quiet", "--wait", "--collect", "--pipe", "--uid=kaibo", "--gid=kaibo",
            "--property=UMask=0077",
        ), option
os.execve(sys.argv[at + 1], sys.argv[at + 1:], environment)
"""
