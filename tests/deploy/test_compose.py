"""The compose file and the Dockerfile, which no test here can run in containers: what they name is
there, what they promise is told, and what the docs say to prepare is what they ask for.
"""

import re
import shlex
import subprocess
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from kaibo.platform.settings import Settings
from tests.support.docs import chapters
from tests.support.repository import ROOT
from tests.support.requirements import find_program

FOLDER = ROOT / "deploy/compose"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
KAIBO = SERVICES["kaibo"]
SETTINGS = {f"KAIBO_{name.upper()}" for name in Settings.model_fields}


def instructions() -> list[tuple[str, str]]:
    """Give the Dockerfile's instructions, a continued one as one."""
    text = re.sub(r"^#.*\n", "", (FOLDER / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if line.strip()]


def of(kind: str) -> list[str]:
    return [rest for name, rest in instructions() if name == kind]


def block() -> str:
    """What the docs say to type."""
    (found,) = (
        block for block in chapters("operations.md")["Processes and ports"] if "docker" in block
    )
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_restarts_and_all_but_the_last_tell_when_they_are_ready(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert ("build" in service) != ("image" in service)
    for other, how in service.get("depends_on", {}).items():
        assert how == {"condition": "service_healthy"}
        assert SERVICES[other]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_only_settings_that_exist_are_set_and_each_is_accepted() -> None:
    environment: dict[str, str] = KAIBO["environment"]
    assert environment.keys() <= SETTINGS
    values = {"KAIBO_PUBLIC_URL": "https://live.example.com"}
    told = {
        name.removeprefix("KAIBO_").lower(): re.sub(
            r"\$\{(\w+):[?-][^}]*\}", lambda found: values.get(found[1], ""), value
        )
        for name, value in environment.items()
    }
    settings = Settings(**told)  # type: ignore[arg-type]
    assert settings.media_url == "https://live.example.com/media"


def test_what_must_be_told_is_what_the_docs_write_down() -> None:
    text = (FOLDER / "compose.yaml").read_text("utf-8")
    demanded = set(re.findall(r"\$\{(\w+):\?", text))
    assert demanded == set(re.findall(r"^(\w+)=", block(), re.MULTILINE))
    optional = set(re.findall(r"\$\{(\w+):-", text))
    operations = (ROOT / "docs/operations.md").read_text("utf-8")
    assert {name for name in optional if f"`{name}`" not in operations} == set()


def test_the_records_outlive_the_containers() -> None:
    mounted = [
        volume.split(":") for service in SERVICES.values() for volume in service.get("volumes", [])
    ]
    named = {source: target for source, target, *_ in mounted if not source.startswith(".")}
    assert named.keys() == COMPOSE["volumes"].keys()
    assert of("VOLUME") == [named["data"]]
    assert f"KAIBO_DATA={named['data']}" in of("ENV")[0].split()


def test_encoders_and_browsers_reach_it_and_nothing_else_is_published() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"kaibo": ["1935:1935"], "nginx": ["0.0.0.0:80:80", "0.0.0.0:443:443"]}
    fields = Settings.model_fields
    inside = [fields[name].default for name in ("port", "media_port", "rtmp_port")]
    assert [int(port) for port in of("EXPOSE")[0].split()] == inside
    assert f":{inside[0]}/readyz" in " ".join(KAIBO["healthcheck"]["test"])


def test_the_health_check_is_a_program_that_says_no_when_nobody_answers() -> None:
    kind, program, *arguments = KAIBO["healthcheck"]["test"]
    assert kind == "CMD"
    # Another port: here something else may listen on that one.
    arguments = [word.replace(":8000/", ":9/") for word in arguments]
    done = subprocess.run([f"{program}3", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "URLError" in done.stderr


def test_the_proxy_has_an_address_of_its_own_and_only_that_one_is_trusted() -> None:
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    address = SERVICES["nginx"]["networks"]["default"]["ipv4_address"]
    assert KAIBO["environment"]["KAIBO_TRUSTED_PROXIES"] == address
    assert IPv4Address(address) in IPv4Network(network["subnet"])
    assert address != network["gateway"]
    # Another service could be given it otherwise.
    assert IPv4Address(address) not in IPv4Network(network["ip_range"])
    assert IPv4Network(network["ip_range"]).subnet_of(IPv4Network(network["subnet"]))


def test_the_docs_make_what_nginx_mounts(tmp_path: Path) -> None:
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    work = tmp_path / "deploy-copy"
    text = re.sub(r"^docker.*$", "", block(), flags=re.MULTILINE)
    text = text.replace("deploy/compose/", f"{work}/").replace("kaibo.env", f"{work}/kaibo.env")
    work.mkdir()
    find_program("openssl", package="openssl")
    subprocess.run(["/bin/sh", "-euc", text], cwd=tmp_path, check=True, capture_output=True)

    mounted = {source for source, *_ in (one.split(":") for one in SERVICES["nginx"]["volumes"])}
    assert mounted == {"./kaibo.conf", "./tls"}
    conf = (work / "kaibo.conf").read_text("utf-8")
    assert re.findall(r"server (\S+:\d+);", conf) == ["kaibo:8000", "kaibo:8001"]
    for name in re.findall(r"/etc/ssl/kaibo/(\S+);", conf):
        assert (work / "tls" / name).is_file()
    assert (work / "kaibo.env").stat().st_mode & 0o077 == 0


def test_the_image_is_built_from_the_checkout_and_only_from_it() -> None:
    build = KAIBO["build"]
    context = (FOLDER / build["context"]).resolve()
    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    # This machine's environment would be taken for the image's own; its records and secrets would
    # lie in every image.
    assert {".venv", ".git", "build", "kaibo-data", "kaibo-demo", "*.env"} <= set(ignored)
    for source, target in (rest.split() for rest in of("COPY")):
        assert (context / source).exists()
        assert target == "/opt/kaibo"


def test_what_the_image_runs_is_there() -> None:
    packages, make = of("RUN")
    assert shlex.split(make)[:2] == ["make", "-C"]
    goal = shlex.split(make)[3]
    assert re.search(rf"^{goal}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for program in ("make", "tini", "postgresql-client-17"):
        assert f" {program} " in packages
    user = re.search(r"useradd .* (\w+) *$", packages)
    assert user is not None
    assert of("USER") == [user[1]]
    home = re.search(r"--home-dir (\S+)", packages)
    assert home is not None
    assert of("WORKDIR") == of("VOLUME") == [home[1]]
    assert of("ENTRYPOINT") == ['["tini", "--", "/opt/kaibo/.venv/bin/kaibo"]']
    assert of("CMD") == ['["serve"]']


@pytest.mark.long(seconds=180)
@pytest.mark.timeout(600)
def test_what_the_image_runs_makes_a_kaibo_out_of_what_it_copies(tmp_path: Path) -> None:
    for name in subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    command = shlex.split(of("RUN")[1].replace("/opt/kaibo", str(tmp_path)))
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    program = tmp_path / ".venv/bin/kaibo"
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    assert re.search(r"\d+\.\d+", said.stdout)
    assert (tmp_path / "src/kaibo/apps/api/pages/shop.html").is_file()
