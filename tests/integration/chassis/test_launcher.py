"""A service that has died ends its process, so that whoever started it can start it again."""

import signal

import eventlet
import pytest
from nameko.extensions import DependencyProvider

from chassis import launcher
from chassis.settings import Settings


class Fragile(DependencyProvider):
    """Breaks where a test says."""

    breaks_at = "never"

    def start(self):
        if self.breaks_at == "start":
            raise RuntimeError("could not start")
        self.container.spawn_managed_thread(self._live)

    def _live(self):
        if self.breaks_at == "work":
            raise RuntimeError("could not go on")
        eventlet.sleep(60)

    def get_dependency(self, worker_ctx):
        return self


class Steady:
    name = "steady"


@pytest.fixture(autouse=True)
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def services(monkeypatch):
    """Two services that need no database; one of them breaks."""

    def breaking(place):
        fragile = type("Part", (Fragile,), {"breaks_at": place})
        classes = {
            "fragile": type("FragileService", (), {"name": "fragile", "part": fragile()}),
            "steady": Steady,
        }
        monkeypatch.setattr(launcher, "service_class", classes.__getitem__)
        monkeypatch.setattr(launcher, "has_database", lambda name: False)
        monkeypatch.setattr(launcher.catalogue, "SERVICES", tuple(classes))

    return breaking


@pytest.fixture
def settings(admin_url):
    return Settings(
        secret_key="k",
        encryption_keys=(),
        amqp_uri="inproc://launcher",
        database_url=admin_url,
        twilio_account_sid="AC" + "0" * 32,
    )


@pytest.mark.parametrize("place", ["start", "work"])
def test_a_service_that_dies_ends_its_process_with_a_status(services, settings, place):
    services(place)
    with eventlet.Timeout(10):
        assert launcher.run_service("fragile", settings) == 1


@pytest.mark.parametrize("place", ["start", "work"])
def test_one_that_dies_beside_others_ends_them_all(services, settings, place):
    services(place)
    told = []
    with eventlet.Timeout(10):
        assert launcher.run_everything(settings, announce=lambda: told.append("ready")) == 1
    assert place == "work" or told == []


def test_a_service_that_is_told_to_stop_did_not_fail(services, settings):
    services("never")
    ask = eventlet.spawn_after(0.5, signal.raise_signal, signal.SIGTERM)
    with eventlet.Timeout(10):
        assert launcher.run_service("fragile", settings) == 0
    ask.wait()
