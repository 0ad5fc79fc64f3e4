"""How long a2p takes to look at everything that is due, in front of the arithmetic floor.

The floor is what waiting alone takes: every look at Twilio lasts 200 ms, and 2 processes make 50 at
once.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from benchmarks import report
from benchmarks.installation import free_address
from benchmarks.processes import Party, parties
from chassis import embedded_postgres
from chassis.migrations import migrate
from chassis.provision import provision

GOAL = 1.2
CAMPAIGNS, ROUNDS = 10_000, 3
QUICK_CAMPAIGNS, QUICK_ROUNDS = 200, 1
PROCESSES, AT_ONCE = 2, 50
ANSWER_SECONDS = 0.2
# The first look at a campaign is stored with the campaign: slower, so it is asked for in parts.
CHUNK = 1_000
# Long enough ago for a quarter of an hour between looks: none comes up twice in a round.
WAITING_SINCE = "interval '2 hours'"


def run(*, quick: bool = False) -> None:
    campaigns, rounds = (QUICK_CAMPAIGNS, QUICK_ROUNDS) if quick else (CAMPAIGNS, ROUNDS)
    twilio = free_address()
    with (
        _registrations(campaigns) as (engine, app_url),
        parties(
            reviewer=("reviewer", twilio, str(ANSWER_SECONDS)),
            **{f"poller_{number}": ("poller", twilio, app_url) for number in range(PROCESSES)},
        ) as started,
    ):
        pollers = [party for name, party in started.items() if name != "reviewer"]
        first = [
            _round(engine, pollers, CHUNK, only=_NEVER_LOOKED_AT)[0]
            for _ in range(-(-campaigns // CHUNK))
        ]
        measured = [_round(engine, pollers, campaigns) for _ in range(rounds)]
    _tell(campaigns, measured, sum(first))


def _round(
    engine: sqlalchemy.Engine, pollers: list[Party], campaigns: int, *, only: str = "true"
) -> tuple[float, float]:
    """Seconds until everything was looked at, and of processor time in both processes together."""
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(_DUE.format(only=only)), {"limit": campaigns})
    with ThreadPoolExecutor(len(pollers)) as pool:
        began = time.perf_counter()
        answers = list(pool.map(lambda poller: poller.ask(), pollers))
        seconds = time.perf_counter() - began
    with engine.begin() as connection:
        left = connection.execute(sqlalchemy.text(_LEFT)).scalar_one()
    if left:
        raise RuntimeError(f"{left} campaigns were not looked at")
    return seconds, sum(answer["cpu"] for answer in answers)


@contextmanager
def _registrations(campaigns: int) -> Iterator[tuple[sqlalchemy.Engine, str]]:
    """As many tenants with a campaign under review, on a server that flushes to disk as usual."""
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        admin_url = embedded_postgres.start(directory / "data")
        urls = provision(
            admin_url,
            service="a2p",
            prefix="bench",
            secret_key="of this run only",  # noqa: S106
        )
        migrate("services.a2p", urls.owner_url)
        inside = sqlalchemy.make_url(admin_url).set(
            drivername="postgresql+psycopg2",
            database=sqlalchemy.make_url(urls.app_url).database,
        )
        engine = sqlalchemy.create_engine(inside)
        with engine.begin() as connection:
            for statement in _SEED:
                connection.execute(sqlalchemy.text(statement), {"campaigns": campaigns})
        yield engine, urls.app_url
        engine.dispose()
    finally:
        embedded_postgres.stop(directory / "data")
        shutil.rmtree(directory)


def _tell(campaigns: int, measured: list[tuple[float, float]], first: float) -> None:
    floor = campaigns / (PROCESSES * AT_ONCE) * ANSWER_SECONDS
    ratio = report.ratio_of([seconds for seconds, _ in measured], [floor] * len(measured))
    cpu = min(cpu for _, cpu in measured) / campaigns * 1000
    report.heading(f"Polling {campaigns} due campaigns, {PROCESSES} processes, {AT_ONCE} at once")
    report.line("floor: waiting for Twilio alone", f"{floor:.1f} s")
    report.line("looking at all of them", f"{ratio.middle * floor:.1f} s")
    report.line("  ratio", str(ratio), f"goal ≤ {GOAL} × {report.verdict(ratio.middle <= GOAL)}")
    report.line("processor time a look, least of all rounds", f"{cpu:.2f} ms")
    report.line("for information: looks that are stored", f"{first / floor:.2f} × the floor")


_SEED = (
    """
    insert into campaigns (
        tenant_id, id, name, use_case, description, message_flow, sample_messages, is_primary,
        status, stage, twilio_brand_sid, twilio_campaign_sid, messaging_service_sid,
        trusthub_status, submitted_at, created_at, updated_at
    )
    select gen_random_uuid(), gen_random_uuid(), 'Booking texts', 'CUSTOMER_CARE',
           repeat('Reminders for customers. ', 8), repeat('An unchecked box on our form. ', 12),
           '["Shine Studio: see you at [time]. Reply STOP to opt out."]', true,
           'SUBMITTED', 'CAMPAIGN_REVIEW', 'BN00000000000000000000000000000001',
           'QE2c6890da8086d771620e9b13fadeba0b', 'MG' || lpad(n::text, 32, '0'),
           'submitted', now(), now(), now()
      from generate_series(1, :campaigns) n
    """,
    "insert into due_work (tenant_id, due_at) select tenant_id, 'infinity' from campaigns",
    "analyze",
)
_DUE = f"""
    with chosen as (select tenant_id from due_work where {{only}} limit :limit),
    waiting as (
        update campaigns set updated_at = now() - {WAITING_SINCE}, trusthub_last_checked_at = null
         where tenant_id in (select tenant_id from chosen)
    )
    update due_work set due_at = now() where tenant_id in (select tenant_id from chosen)
"""  # noqa: S608
_NEVER_LOOKED_AT = "tenant_id not in (select tenant_id from quiet_looks)"
_LEFT = "select count(*) from due_work where due_at <= now() or worker is not null"
