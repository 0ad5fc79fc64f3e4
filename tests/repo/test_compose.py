"""docker-compose.yml and the Dockerfile name only what exists; no engine is needed to see that."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import yaml

from chassis import settings
from chassis.settings import Settings
from contracts import catalogue

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: part for name, part in COMPOSE["services"].items() if "build" in part}
FIRST_STAGE, LAST_STAGE = re.split(
    r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE
)[1:]


def test_each_service_has_one_container_and_the_sandbox_waits_behind_a_profile():
    assert set(OURS) == {*catalogue.SERVICES, "sandbox"}
    assert OURS["sandbox"]["profiles"] == ["sandbox"]


def test_each_container_runs_the_service_it_is_named_after():
    assert {name: part["command"] for name, part in OURS.items()} == {
        name: ["run", name] for name in OURS
    }


def test_every_variable_is_a_setting():
    source = Path(settings.__file__).read_text()
    for part in OURS.values():
        for variable in part["environment"]:
            assert f'"{variable}"' in source, variable


def test_ports_are_those_that_the_programs_listen_on():
    gateway = OURS["gateway"]
    assert gateway["ports"] == ["8000:8000"]
    assert gateway["environment"]["GATEWAY_ADDRESS"].endswith(":8000")
    sandbox_port = OURS["sandbox"]["environment"]["SANDBOX_ADDRESS"].rpartition(":")[2]
    assert all(
        part["environment"]["SANDBOX_ADDRESS"].endswith(f":{sandbox_port}")
        for part in OURS.values()
    )


def test_the_servers_that_are_named_in_addresses_exist():
    for part in OURS.values():
        environment = part["environment"]
        for name in ("AMQP_URI", "DATABASE_URL"):
            host = re.search(r"@([a-z]+):\d+", environment[name])
            assert host is not None
            assert host.group(1) in COMPOSE["services"]


def test_every_volume_is_declared():
    used = {
        volume.partition(":")[0]
        for part in COMPOSE["services"].values()
        for volume in part.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_the_image_holds_every_package_and_starts_our_command():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    copied = set(re.findall(r"^COPY (\w+) \1$", LAST_STAGE, re.MULTILINE))
    assert copied == {"contracts", "chassis", "services", "sandbox"}
    [entrypoint] = re.findall(r'^ENTRYPOINT \["([\w-]+)"\]$', LAST_STAGE, re.MULTILINE)
    assert entrypoint in project["scripts"]
    assert LAST_STAGE.count("--require-hashes") == 1
    home = re.findall(r"SERVICEPRO_HOME=(\S+)", LAST_STAGE)
    assert [f"sandbox:{home[0]}"] == OURS["sandbox"]["volumes"]
    assert "home" in {field.name for field in fields(Settings)}


def test_the_image_builds_the_pages_as_make_does_and_keeps_nothing_else_of_it():
    install = "pip install --no-cache-dir --no-deps --require-hashes --requirement"
    assert f"{install} requirements/web.txt" in FIRST_STAGE
    [command] = re.findall(r"^RUN python -m ([\w.]+)$", FIRST_STAGE, re.MULTILINE)
    assert f"$(BIN)/python -m {command}\n" in (ROOT / "Makefile").read_text()
    sources = command.replace(".", "/") + ".py"
    assert sources in re.findall(r"^COPY (.+) \S+$", FIRST_STAGE, re.MULTILINE)[1].split()
    [kept] = re.findall(r"^COPY --from=pages (.+)$", LAST_STAGE, re.MULTILINE)
    assert kept == "/build/web/dist web/dist"
    [workdir] = re.findall(r"^WORKDIR (.+)$", LAST_STAGE, re.MULTILINE)
    assert f"WEB_DIST={workdir}/web/dist" in LAST_STAGE


def test_what_is_made_here_stays_out_of_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"**/node_modules", "web/dist", ".venv", "var", ".git"} <= set(ignored)
