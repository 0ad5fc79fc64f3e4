import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import eventlet
import psutil
import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis import embedded_postgres
from chassis.database import Database, is_connection_problem
from chassis.embedded_postgres import EmbeddedPostgresError, start, stop
from chassis.provision import provision

# Starts, says where, and lives until its input ends (exits well) or it is killed.
USER_PROGRAM = """
import json, sys
from chassis import embedded_postgres
url = embedded_postgres.start(sys.argv[1], durable=False)
print(json.dumps(url), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data():
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    yield directory / "data"
    stop(directory / "data")
    shutil.rmtree(directory)


def begin(data):
    return start(data, durable=False)


def ask(url, *statements):
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg2"), poolclass=NullPool
    )
    with engine.begin() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement)
        return result.scalar() if result.returns_rows else None


def server_of(data):
    return psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))


def is_gone(process):
    """In a container without an init, what has ended stays as a zombie."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class User:
    """Another process that uses the server."""

    def __init__(self, data):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", USER_PROGRAM, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.url = json.loads(self.process.stdout.readline())

    def leave(self):
        self.process.communicate(timeout=20)

    def crash(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=20)


def test_data_stay_after_a_stop_and_a_start(data):
    ask(begin(data), "create table kept (v int)", "insert into kept values (7)")
    stop(data)
    assert not (data / "postmaster.pid").exists()
    assert ask(begin(data), "select v from kept") == 7


def test_starting_twice_and_stopping_twice_is_harmless(data):
    assert begin(data) == begin(data)
    stop(data)
    stop(data)
    assert not (data / "postmaster.pid").exists()


def test_greenthreads_may_start_it_at_once(data):
    threads = [eventlet.spawn(begin, data) for _ in range(3)]
    assert len({thread.wait() for thread in threads}) == 1


def test_it_stops_with_its_last_process(data):
    user, url = User(data), begin(data)
    server = server_of(data)
    assert user.url == url
    stop(data)
    assert ask(user.url, "select 1") == 1
    user.leave()
    assert is_gone(server)


def test_a_crashed_process_does_not_keep_it_running(data):
    user = User(data)
    user.crash()
    assert ask(begin(data), "select 1") == 1
    server = server_of(data)
    stop(data)
    assert is_gone(server)


def test_a_killed_server_is_started_again(data):
    ask(start(data), "create table kept (v int)", "insert into kept values (7)")
    server = server_of(data)
    processes = [server, *server.children()]
    server.kill()
    with eventlet.Timeout(5):
        while not all(map(is_gone, processes)):
            eventlet.sleep(0)
    stop(data)
    assert ask(begin(data), "select v from kept") == 7


def test_a_server_that_does_not_stop_is_cut_off(data, monkeypatch):
    ask(start(data), "create table kept (v int)", "insert into kept values (7)")
    monkeypatch.setattr(embedded_postgres, "STOP_TIMEOUT_SECONDS", 1)
    frozen = server_of(data)
    frozen.suspend()
    waker = eventlet.spawn_after(1.2, frozen.resume)
    stop(data)
    waker.wait()
    assert is_gone(frozen)
    assert ask(begin(data), "select v from kept") == 7


def test_a_pid_file_that_names_another_program_is_ignored(data):
    begin(data)
    stale = (data / "postmaster.pid").read_text().splitlines()
    stop(data)
    stale[0] = str(os.getpid())
    (data / "postmaster.pid").write_text("\n".join(stale))
    assert ask(begin(data), "select 1") == 1


def test_an_interrupted_first_start_is_begun_again(data):
    half_made = data.with_name(data.name + ".new")
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18")
    assert ask(begin(data), "select 1") == 1
    assert not half_made.exists()


def test_a_long_path_gets_a_short_socket(data):
    long = data / ("a-rather-long-directory-name-" * 4) / "data"
    url = start(long, durable=False)
    sockets = Path(str(sa.make_url(url).query["host"]))
    assert ask(url, "select 1") == 1
    assert sockets.stat().st_mode & 0o777 == 0o700
    stop(long)
    shutil.rmtree(sockets)


@pytest.mark.parametrize(
    "name",
    ["it's a test", "1+1=2,3", "100%", "50%25", "a#b?c@d&e", "Müller Söhne", "日本"],
)
def test_a_service_gets_its_database_whatever_the_path_is(data, name):
    odd = data.with_name(name)
    admin_url = start(odd, durable=False)
    try:
        urls = provision(admin_url, service="demo", prefix="some", secret_key="a key")
        assert ask(urls.app_url, "select 1") == 1
    finally:
        stop(odd)


@pytest.mark.parametrize("name", ['say "hi"', "$HOME", "`id`", "back\\slash"])
def test_a_path_that_a_shell_would_read_otherwise_is_refused_with_a_sentence(data, name):
    with pytest.raises(EmbeddedPostgresError, match="set SERVICEPRO_HOME to a path without"):
        start(data.with_name(name), durable=False)


def test_data_of_another_version_are_refused_with_a_sentence(data):
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedPostgresError, match=r"was made by PostgreSQL 12; this is 18"):
        begin(data)


def test_a_service_starts_with_its_database_down_and_recovers(data):
    admin_url = begin(data)
    urls = provision(admin_url, service="demo", prefix="some", secret_key="a key")
    stop(data)
    database = Database(urls.app_url, pool_size=2)
    assert database.ping() is False
    begin(data)
    assert database.ping() is True
    stop(data)
    with pytest.raises(sa.exc.OperationalError) as refusal, database.transaction() as connection:
        connection.exec_driver_sql("select 1")
    assert is_connection_problem(refusal.value)
    begin(data)
    with database.transaction() as connection:
        assert connection.exec_driver_sql("select 1").scalar() == 1
    database.dispose()


def test_unicode_is_folded_and_sorted_alike_on_every_machine(data):
    url = begin(data)
    assert ask(url, "select lower('ÉMILE')") == "émile"


def test_the_server_is_reached_by_its_socket_only(data):
    begin(data)
    assert server_of(data).net_connections("tcp") == []
    assert embedded_postgres._url(data).startswith("postgresql://postgres@/postgres?host=")
