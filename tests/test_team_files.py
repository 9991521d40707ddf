"""The files for who runs a team's server: each is read as its program reads it, and calls what there is."""

from __future__ import annotations

import configparser
import itertools
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from evaluator.cli import cli
from evaluator.extensions.workbench.team import public

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "docs" / "team"
UNITS = sorted([*FILES.glob("*.service"), *FILES.glob("*.timer")])
SERVER = yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))


def unit(path):
    found = configparser.RawConfigParser(strict=False)
    found.optionxform = str
    found.read_string(path.read_text(encoding="utf-8"))
    return found


def parsed(words):
    """Return the command that words call, and its options: click refuses what it does not know."""
    command, context = cli, None
    while isinstance(command, click.Group):
        name, *words = words
        command = command.get_command(click.Context(command), name)
        assert command is not None, name
    context = command.make_context(command.name, list(words))
    return command.name, context.params


@pytest.fixture(autouse=True)
def _database(monkeypatch):
    monkeypatch.setenv("EVALUATOR_DATABASE", "postgresql:///desk")


def test_every_file_is_named_on_the_page_and_is_looked_at_here():
    names = {path.name for path in FILES.iterdir()}
    page = (FILES.parent / "workbench-team.md").read_text(encoding="utf-8")
    assert {name for name in names if f"](team/{name})" not in page} == set()
    assert names == {path.name for path in UNITS} | {"compose.yaml", "nginx.conf", "Containerfile"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_of_systemd_has_its_parts_and_calls_a_command_that_there_is(path):
    found = unit(path)
    if path.suffix == ".timer":
        assert set(found) >= {"Unit", "Timer", "Install"}
        assert (FILES / f"{path.stem}.service").exists()
        return
    service = found["Service"]
    start = service["ExecStart"].replace("$$", "$").replace("%%", "%")
    inner = re.search(r"'exec (.*)'", start)
    program, *words = shlex.split(inner[1] if inner else start)
    assert program == "/opt/evaluator/bin/evaluator"
    name, params = parsed(words)
    assert name in ("serve", "backup")
    library = next(word for before, word in itertools.pairwise(words) if before == "--library")
    assert library in service["ReadWritePaths"].split()
    assert service["NoNewPrivileges"] == "yes"
    assert params["database"] == "postgresql:///desk"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze is on this machine")
def test_systemd_itself_finds_nothing_but_the_program_that_is_not_here():
    call = ["systemd-analyze", "verify", "--man=no", *UNITS]
    said = subprocess.run(call, capture_output=True, text=True, check=False).stderr.splitlines()
    ours = [line for line in said if any(path.name in line for path in UNITS)]
    assert [line for line in ours if "/opt/evaluator/bin/evaluator is not executable" not in line] == []


def test_the_services_of_compose_call_commands_that_there_are_and_wait_for_what_they_need():
    services = SERVER["services"]
    assert parsed(services["tables"]["command"])[0] == "migrate"
    name, params = parsed(services["workbench"]["command"])
    assert (name, params["address"]) == ("serve", "https://desk.example.org")
    assert services["proxy"]["networks"]["inside"]["ipv4_address"] == params["proxy"]
    assert services["proxy"]["command"][-1] == f"workbench:{params['listen'].partition(':')[2]}"
    assert services["workbench"]["depends_on"]["tables"]["condition"] == "service_completed_successfully"
    for service in services.values():
        networks = service["networks"]
        assert set(networks) <= set(SERVER["networks"])
        named = {each.partition(":")[0] for each in service.get("volumes", [])}
        assert named <= set(SERVER["volumes"])
        assert set(service.get("depends_on", [])) <= set(services)
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def image() -> list[tuple[str, str]]:
    """Return the instructions of the container file in order, with what follows them, lines joined."""
    text = re.sub(r"^#.*\n", "", (FILES / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_the_image_is_made_of_what_the_wheel_needs_on_a_python_that_it_runs_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    first, base = image()[0]
    version = re.fullmatch(r"python:(3\.\d+)-slim", base)[1]
    assert first == "FROM"
    assert f"Programming Language :: Python :: {version}" in project["project"]["classifiers"]
    copied = [name for made, rest in image() if made == "COPY" for name in rest.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needs = {"pyproject.toml", project["project"]["readme"], *wheel["packages"], *wheel["force-include"]}
    assert {*needs, *wheel["sbom-files"], "LICENSE", "LICENSE-CONTENT"} == set(copied)
    install = next(rest for made, rest in image() if made == "RUN" and "pip install" in rest)
    extras = re.search(r"/src\[([a-z,]+)\]", install)[1].split(",")
    assert set(extras) <= set(project["project"]["optional-dependencies"])
    assert {"workbench", "team"} <= set(extras)


def test_the_image_starts_the_desk_as_a_user_who_is_not_root_and_exposes_its_port():
    said = dict(image())
    names = [made for made, _ in image()]
    assert said["USER"] not in ("root", "0")
    assert any(f"useradd --create-home --uid 10001 {said['USER']}" in rest for made, rest in image() if made == "RUN")
    assert "RUN" not in names[names.index("USER") :]
    words = [*json.loads(said["ENTRYPOINT"]), *json.loads(said["CMD"])]
    assert words.pop(0) == "evaluator"
    name, params = parsed(words)
    assert (name, params["listen"]) == ("serve", f"0.0.0.0:{said['EXPOSE']}")
    assert public(params["address"]) == params["address"]
    assert f"--library={said['VOLUME']}" in words


def builder() -> str | None:
    """Return the program that builds images, where one is here and at work."""
    for name in filter(shutil.which, ("podman", "docker")):
        if subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    return None


@pytest.mark.slow
def test_the_image_builds_where_a_builder_is_at_work():
    name = builder()
    if name is None:
        pytest.skip("neither podman nor docker is at work on this machine")
    made = [name, "build", "--quiet", "--file", FILES / "Containerfile", ROOT]
    image_id = subprocess.run(made, capture_output=True, text=True, check=True).stdout.strip()
    said = subprocess.run([name, "run", "--rm", image_id, "--version"], capture_output=True, text=True, check=True)
    assert "0." in said.stdout


def test_compose_builds_that_image():
    assert {service["build"]["dockerfile"] for service in SERVER["services"].values() if "build" in service} == {
        "docs/team/Containerfile"
    }
    build = SERVER["services"]["workbench"]["build"]
    assert (FILES / build["context"] / build["dockerfile"]).resolve() == FILES / "Containerfile"


def test_no_password_stands_in_the_files():
    for path in FILES.iterdir():
        for found in re.findall(r"postgresql://[^:/\s]*:([^@\s]*)@", path.read_text(encoding="utf-8")):
            assert found == "${DESK_PASSWORD}", path.name


def test_the_proxy_passes_on_the_name_and_writes_over_who_asks():
    text = re.sub(r"#.*", "", (FILES / "nginx.conf").read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}") == 3
    statements = [one.split() for one in re.split(r"[;{}]", text) if one.strip()]
    headers = {words[1]: words[2] for words in statements if words[0] == "proxy_set_header"}
    assert headers == {"Host": "$host", "X-Forwarded-For": "$remote_addr", "X-Forwarded-Proto": "$scheme"}
    (size,) = (words[1] for words in statements if words[0] == "client_max_body_size")
    from evaluator.extensions.workbench.web import MOST_BROUGHT

    assert int(size.removesuffix("m")) * 1_000_000 >= MOST_BROUGHT
    (to,) = (words[1] for words in statements if words[0] == "proxy_pass")
    served = unit(FILES / "evaluator-workbench.service")["Service"]["ExecStart"]
    assert f"--listen {to.removeprefix('http://')} " in served
