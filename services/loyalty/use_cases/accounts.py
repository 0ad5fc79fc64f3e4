"""A customer's balance and history, and changes that staff make by hand."""

from collections.abc import Sequence
from dataclasses import asdict

from contracts.enums import TransactionType
from contracts.errors import Code, conflict, invalid, not_found
from services.loyalty.domain.conversion import worth_cents
from services.loyalty.domain.messages import so_many
from services.loyalty.ports import Entry, Ports, PostStatus, Reply
from services.loyalty.use_cases.posting import post_once

RECENT = 3


def get_rewards(ports: Ports, tenant_id: str, customer_id: str) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        guardrails = work.settings.find()
        balance = work.accounts.balance(customer_id)
        recent, _ = work.accounts.history(customer_id, page=1, page_size=RECENT)
    return {
        **asdict(guardrails),
        "points_balance": balance,
        "approximate_value_cents": worth_cents(balance, guardrails.point_value_cents),
        "recent_transactions": [asdict(entry) for entry in recent],
    }


def get_customer_account(ports: Ports, tenant_id: str, customer_id: str) -> Reply:
    """For staff; whoever is known and never had points has none."""
    with ports.unit_of_work(tenant_id) as work:
        name = work.members.name(customer_id)
        balance = work.accounts.balance(customer_id)
        recent, total = work.accounts.history(customer_id, page=1, page_size=RECENT)
        point_value_cents = work.settings.find().point_value_cents
    if name is None and total == 0:
        raise not_found("customer")
    return {
        "customer_id": customer_id,
        "name": name,
        "points_balance": balance,
        "approximate_value_cents": worth_cents(balance, point_value_cents),
        "recent_transactions": [asdict(entry) for entry in recent],
    }


def list_transactions(
    ports: Ports, tenant_id: str, customer_id: str, page: int, page_size: int, must_be_known: bool
) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        entries, total = work.accounts.history(customer_id, page=page, page_size=page_size)
        if must_be_known and total == 0 and work.members.name(customer_id) is None:
            raise not_found("customer")
    items = [asdict(entry) for entry in entries]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def adjust_points(
    ports: Ports,
    tenant_id: str,
    customer_id: str,
    points: int,
    reason: str,
    idempotency_key: str | None,
) -> Reply:
    if not reason.strip():
        raise invalid("Some of what was sent is not valid.", {"reason": ["Must not be blank."]})
    with ports.unit_of_work(tenant_id) as work:
        if work.members.name(customer_id) is None:
            raise not_found("customer")
    forms = ports.body_hashes(customer_id, points, reason)
    entry = Entry(
        tenant_id=tenant_id,
        customer_id=customer_id,
        type=TransactionType.ADJUST,
        points=points,
        key=f"adjust:{idempotency_key or ports.ids.new()}",
        body_hash=forms[0],
        reason=reason.strip(),
        description="Manual adjustment",
    )
    return _post(ports, entry, forms)


def _post(ports: Ports, entry: Entry, forms: Sequence[bytes]) -> Reply:
    posted = post_once(ports.ledger, entry, forms)
    if posted.status is PostStatus.KEY_REUSED:
        raise conflict(
            Code.IDEMPOTENCY_KEY_REUSED,
            "This idempotency key was used before with a different request.",
        )
    if posted.transaction is None:
        raise conflict(
            Code.INSUFFICIENT_POINTS,
            _too_much(posted.balance),
            {"balance": str(posted.balance)},
        )
    return asdict(posted.transaction)


def _too_much(balance: int) -> str:
    if balance == 0:
        return "This customer has no points, so none can be taken away."
    return f"This customer has {so_many(balance)}, so at most {balance:,} can be taken away."
