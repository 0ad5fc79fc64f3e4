"""Tenants, and the people who belong to them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.enums import Role
from contracts.errors import Code, ServiceError, conflict, invalid, not_found
from services.tenants.ports import Account, AccountKind, Customer, Route, Tenant, Work
from services.tenants.use_cases.base import NOBODY, Ports, Reply, user_reply

LONGEST_EMAIL = 254
SCOPES_AT_ONCE = 20
ROLLING_UPGRADE = timedelta(minutes=10)
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Zone files that are not places: what they mean differs from machine to machine.
NOT_A_PLACE = re.compile(r"(localtime|Factory|posixrules)$|(posix|right)/")


class People(Ports):
    def get_user(self, user_id: str) -> Reply:
        with self.unit_of_work(None) as work:
            route = work.routes.find(user_id)
        account, tenant = self.load(route or NOBODY)
        if account is None:
            raise not_found("user")
        return user_reply(account, tenant, route or NOBODY)

    def get_tenant(self, tenant_id: str) -> Reply:
        with self.unit_of_work(tenant_id) as work:
            tenant = work.tenants.find(tenant_id)
        if tenant is None:
            raise not_found("tenant")
        return asdict(tenant)

    def list_tenants(self, *, page: int, page_size: int) -> Reply:
        with self.unit_of_work(None) as work:
            tenants, total = work.tenants.page(limit=page_size, offset=(page - 1) * page_size)
        return _page([asdict(tenant) for tenant in tenants], page, page_size, total)

    def create_tenant(self, request: Mapping[str, Any]) -> Reply:
        """The tenant and its first owner, or neither."""
        now = self.clock.now()
        tenant = Tenant(
            id=self.ids.new(),
            name=_name(request["name"], field="name"),
            time_zone=_time_zone(request["time_zone"]),
            created_at=now,
        )
        owner = Account(
            id=self.ids.new(),
            name=_name(request["owner_name"], field="owner_name"),
            email=_email(request["owner_email"], field="owner_email"),
            role=Role.OWNER,
            password_hash=self.passwords.hash(request["owner_password"]),
        )
        with self.unit_of_work(tenant.id) as work:
            work.tenants.add(tenant)
            self._claim_email(work, Route(owner.id, tenant.id, AccountKind.STAFF), owner.email)
            work.accounts.add_staff(owner, created_at=now)
            told = {"name": tenant.name, "time_zone": tenant.time_zone}
            work.emit("tenant_created_v1", told)
        return asdict(tenant)

    def register_customer(self, request: Mapping[str, Any]) -> Reply:
        customer = Customer(
            id=self.ids.new(),
            name=_name(request["name"], field="name"),
            email=_email(request["email"], field="email"),
            phone=_phone(request["phone"]),
            created_at=self.clock.now(),
        )
        tenant_id, password = request["tenant_id"], request["password"]
        password_hash = None if password is None else self.passwords.hash(password)
        with self.unit_of_work(tenant_id) as work:

            def register() -> Reply:
                if work.tenants.find(tenant_id) is None:
                    raise not_found("tenant")
                route = Route(customer.id, tenant_id, AccountKind.CUSTOMER)
                self._claim_email(work, route, customer.email)
                work.customers.add(customer, password_hash=password_hash)
                work.emit("customer_registered_v1", _told_of(customer))
                return asdict(customer)

            key = request["idempotency_key"]
            return work.once("register_customer", key=key, body=request, action=register)

    def update_customer(self, request: Mapping[str, Any]) -> Reply:
        """Changes what the request names, and tells of it only when something became different."""
        changes: dict[str, Any] = {}
        if "name" in request:
            changes["name"] = _name(request["name"], field="name")
        if "phone" in request:
            changes["phone"] = _phone(request["phone"])
        with self.unit_of_work(request["tenant_id"]) as work:

            def update() -> Reply:
                before = work.customers.lock(request["customer_id"])
                if before is None:
                    raise not_found("customer")
                after = replace(before, **changes)
                if after != before:
                    work.customers.update(after, updated_at=self.clock.now())
                    work.emit("customer_updated_v1", _told_of(after))
                return asdict(after)

            key = request["idempotency_key"]
            return work.once("update_customer", key=key, body=request, action=update)

    def list_customers(
        self, *, tenant_id: str, page: int, page_size: int, search: str | None
    ) -> Reply:
        wanted = (search or "").strip() or None
        with self.unit_of_work(tenant_id) as work:
            customers, total = work.customers.page(
                search=wanted, limit=page_size, offset=(page - 1) * page_size
            )
        return _page([asdict(customer) for customer in customers], page, page_size, total)

    def rebuild_digests(self) -> int:
        """Of every e-mail, under the key that is now the key; says how many there are."""
        with self.unit_of_work(None) as work:
            scopes = work.routes.scopes()
        return sum(self._rebuild_digests_of(scope) for scope in scopes)

    def renew_outdated_digests(self) -> bool:
        """Whether there may be more of them. Processes of the release before key ids find people by
        digests without one, so those stay for as long as a rolling upgrade takes.
        """
        with self.unit_of_work(None) as work:
            scopes = work.routes.outdated_scopes(
                prefix=self.digests.email_prefix,
                limit=SCOPES_AT_ONCE,
                with_unnamed=self.clock.now() - self.started_at > ROLLING_UPGRADE,
            )
        for scope in scopes:
            self._rebuild_digests_of(scope)
        return len(scopes) == SCOPES_AT_ONCE

    def _rebuild_digests_of(self, scope: str) -> int:
        with self.unit_of_work(scope) as work:
            emails = work.accounts.emails()
            digests = {user: self.digests.email(email) for user, email in emails.items()}
            work.routes.renew_digests(digests)
        return len(digests)

    def _claim_email(self, work: Work, route: Route, email: str) -> None:
        if not work.routes.add(route, email_forms=self.digests.email_forms(email)):
            raise conflict(Code.EMAIL_TAKEN, "This e-mail address belongs to an account already.")


def _page(items: list[Reply], page: int, page_size: int, total: int) -> Reply:
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def _told_of(customer: Customer) -> Reply:
    return {"customer_id": customer.id, "name": customer.name}


def _name(raw: str, *, field: str) -> str:
    name = raw.strip()
    if not name:
        raise _invalid(field, "Must not be blank.")
    if any(unicodedata.category(character) == "Cc" for character in name):
        raise _invalid(field, "Must not contain control characters.")
    return name


def _email(raw: str, *, field: str) -> str:
    email = raw.strip()
    if len(email) > LONGEST_EMAIL:
        raise _invalid(field, f"Must not be longer than {LONGEST_EMAIL} characters.")
    return email


def _phone(raw: str | None) -> str | None:
    if raw is not None and not E164.fullmatch(raw):
        raise _invalid("phone", "Must be in international form, like +15125550100.")
    return raw


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        is_known = False
    else:
        is_known = not NOT_A_PLACE.match(name)
    if not is_known:
        raise _invalid("time_zone", "Must be an IANA time zone, like America/Chicago.")
    return name


def _invalid(field: str, message: str) -> ServiceError:
    return invalid("Some of what was sent is not valid.", {field: [message]})
