"""Port Recovery: every customer is thanked with points, once."""

from dataclasses import asdict

from contracts.errors import Code, conflict, not_found, unavailable
from services.loyalty.domain.messages import so_many
from services.loyalty.ports import Ports, Reply, Run, Work

# Each further one means that a run ended between two statements of ours.
TRIES = 3
# Few enough that a customer who pays meanwhile waits a moment only.
CUSTOMERS_AT_ONCE = 1_000


def start_port_recovery(
    ports: Ports, tenant_id: str, points: int, idempotency_key: str | None
) -> Reply:
    """Writes down that there is work; a run that goes on already is the answer to a second one."""
    with ports.unit_of_work(tenant_id) as work:

        def start() -> Reply:
            return _start(work, ports.ids.new(), points)

        body = {"points": points}
        return work.once("start_port_recovery", key=idempotency_key, body=body, action=start)


def get_port_recovery_run(ports: Ports, tenant_id: str, run_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        run = work.runs.find(run_id)
    if run is None:
        raise not_found("promotion run")
    return asdict(run)


def credit_due_customers(ports: Ports) -> bool:
    """One chunk of one run; says whether to come back at once."""
    return ports.due_runs.credit_next(at_most=CUSTOMERS_AT_ONCE)


def _start(work: Work, run_id: str, points: int) -> Reply:
    run = _running(work, run_id, points)
    if run.points != points:
        raise conflict(
            Code.PROMOTION_RUNNING,
            f"A run with {so_many(run.points)} is going on. Start another when it is done.",
            {"run_id": run.id},
        )
    return asdict(run)


def _running(work: Work, run_id: str, points: int) -> Run:
    """Ours, unless one is going on."""
    for _ in range(TRIES):
        work.runs.start(run_id, points=points)
        run = work.runs.running()
        if run is not None:
            return run
    raise unavailable("loyalty")
