"""Points: a customer's own, and what a tenant's admins see and decide."""

from __future__ import annotations

from functools import partial
from typing import Any

from contracts.loyalty import MOST_EXPORTED
from services.gateway import exports, schemas, views
from services.gateway.auth import ADMINS, CUSTOMERS
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options, route

PORTAL = "/api/portal/loyalty"
LOYALTY = "/api/admin/loyalty"
SETTINGS = f"{LOYALTY}/settings"
CUSTOMER = f"{LOYALTY}/customers/<uuid:customer_id>"
RECOVERY = f"{LOYALTY}/promotions/port-recovery"

OWN = Options(roles=CUSTOMERS, area="Loyalty, for customers")
MANAGED = Options(roles=ADMINS, area="Loyalty")
RULES = Options(roles=ADMINS, area="Loyalty", reply=schemas.LoyaltySettings)
RUN = Options(roles=ADMINS, area="Loyalty", reply=schemas.PortRecoveryRun)

Answer = dict[str, Any]


class RewardsRoutes:
    """The customer is the token's, as the tenant is."""

    loyalty = neighbour("loyalty")

    @route("GET", f"{PORTAL}/summary", OWN, reply=schemas.Rewards)
    def get_rewards(self, call: Call) -> Answer:
        """The balance, what it is worth, and when points may be used."""
        return self.loyalty.get_rewards(tenant_id=call.tenant_id, customer_id=call.actor_id)

    @route(
        "GET",
        f"{PORTAL}/transactions",
        OWN,
        query=schemas.PageQuery,
        reply=schemas.TransactionPage,
    )
    def list_transactions(self, call: Call) -> Answer:
        """What was earned, used and adjusted, newest first."""
        return self.loyalty.list_transactions(
            tenant_id=call.tenant_id,
            customer_id=call.actor_id,
            must_be_known=False,
            **call.query,
        )


class LoyaltyRoutes:
    loyalty = neighbour("loyalty")

    @route("GET", f"{LOYALTY}/summary", MANAGED, reply=schemas.LoyaltySummary)
    def get_loyalty_summary(self, call: Call) -> Answer:
        """Totals, the customers with most points, and what all points would cost."""
        return self.loyalty.get_loyalty_summary(tenant_id=call.tenant_id)

    @route(
        "GET",
        f"{LOYALTY}/timeseries",
        MANAGED,
        query=schemas.SeriesQuery,
        reply=schemas.Timeseries,
    )
    def get_loyalty_timeseries(self, call: Call) -> Answer:
        """Points earned and redeemed on each of the last days, oldest first."""
        told = self.loyalty.get_timeseries(tenant_id=call.tenant_id, days=call.query["days"])
        return views.paged(told["items"], call.query) | {"as_of": told["as_of"]}

    @route("GET", SETTINGS, RULES)
    def get_loyalty_settings(self, call: Call) -> Answer:
        """When points may be used, and what one is worth."""
        return self.loyalty.get_loyalty_settings(tenant_id=call.tenant_id)

    @route("PUT", SETTINGS, RULES, request=schemas.LoyaltySettingsInput)
    def put_loyalty_settings(self, call: Call) -> Answer:
        """Sets all of them; what is left out goes back to its default."""
        return self.loyalty.put_loyalty_settings(**call.scope, **call.body)

    @route(
        "POST",
        f"{LOYALTY}/adjustments",
        MANAGED,
        request=schemas.Adjustment,
        reply=schemas.Transaction,
        status=201,
        may_answer=frozenset({404}),
    )
    def adjust_points(self, call: Call) -> Answer:
        """Adds or takes points by hand, with a reason; never below zero."""
        return self.loyalty.adjust_points(**call.scope, **call.body)

    @route(
        "POST",
        f"{RECOVERY}/run",
        RUN,
        request=schemas.PortRecovery,
        body_is_optional=True,
        status=202,
    )
    def start_port_recovery(self, call: Call) -> Answer:
        """Credits each customer once, however often it is run; goes on in the background."""
        return self.loyalty.start_port_recovery(**call.scope, **call.body)

    @route("GET", f"{RECOVERY}/runs/<uuid:run_id>", RUN)
    def get_port_recovery_run(self, call: Call, run_id: str) -> Answer:
        """How far a run is."""
        return self.loyalty.get_port_recovery_run(tenant_id=call.tenant_id, run_id=run_id)

    @route("GET", CUSTOMER, MANAGED, reply=schemas.CustomerAccount)
    def get_customer_account(self, call: Call, customer_id: str) -> Answer:
        """A customer's balance, what it is worth, and the last three entries."""
        return self.loyalty.get_customer_account(tenant_id=call.tenant_id, customer_id=customer_id)

    @route(
        "GET",
        f"{CUSTOMER}/transactions",
        MANAGED,
        query=schemas.HistoryQuery,
        reply=schemas.TransactionPage,
        media=(exports.MEDIA,),
    )
    def list_customer_transactions(self, call: Call, customer_id: str) -> Any:
        """A customer's entries, newest first; as a table all of them, in parts above 100,000."""
        return exports.as_asked(
            partial(
                self.loyalty.list_transactions, tenant_id=call.tenant_id, customer_id=customer_id
            ),
            call.query,
            schemas.Transaction,
            f"points-{customer_id}",
            rows_at_once=MOST_EXPORTED,
        )
