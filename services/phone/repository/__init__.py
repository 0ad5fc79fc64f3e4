"""The phone tables, one class for each aggregate, and the unit of work over them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa

from chassis.database import Database
from chassis.work import RecordEvent, TenantWork
from services.phone.domain.lines import Line
from services.phone.domain.setup import PhoneSettings
from services.phone.repository.catch_up import CatchUps
from services.phone.repository.lines import Menus, Numbers, Services, Settings, Standings
from services.phone.repository.orders import Orders
from services.phone.repository.overview import Overview
from services.phone.repository.pending import (
    PendingConnections,
    PendingMessages,
    PendingOrders,
)
from services.phone.repository.routes import Routes, Tokens
from services.phone.repository.traffic import Calls, Messages, OptOuts, Voicemails

# The scope of work that is no tenant's; no tenant ever gets this id.
NOBODY = "00000000-0000-0000-0000-000000000000"


class DatabaseWork(TenantWork):
    def __init__(
        self, connection: sa.Connection, tenant_id: str | None, record_event: RecordEvent
    ) -> None:
        super().__init__(connection, tenant_id or NOBODY, record_event)
        self.settings = Settings(connection, self._tenant_id)
        self.menus = Menus(connection, self._tenant_id)
        self.numbers = Numbers(connection, self._tenant_id)
        self.services = Services(connection, self._tenant_id)
        self.standings = Standings(connection, self._tenant_id)
        self.routes = Routes(connection, self._tenant_id)
        self.tokens = Tokens(connection, self._tenant_id)
        self.pending_connections = PendingConnections(connection, self._tenant_id)
        self.catch_ups = CatchUps(connection, self._tenant_id)
        self.orders = Orders(connection, self._tenant_id)
        self.pending_orders = PendingOrders(connection, self._tenant_id)
        self.pending_messages = PendingMessages(connection, self._tenant_id)
        self.messages = Messages(connection, self._tenant_id)
        self.opt_outs = OptOuts(connection, self._tenant_id)
        self.calls = Calls(connection, self._tenant_id)
        self.voicemails = Voicemails(connection, self._tenant_id)

    def overview(self) -> tuple[PhoneSettings | None, Line]:
        return Overview(self._connection, self._tenant_id).read()

    def line(self) -> Line:
        return self.overview()[1]


def unit_of_work(
    database: Database, record_event: RecordEvent
) -> Callable[[str | None], AbstractContextManager[DatabaseWork]]:
    @contextmanager
    def begin(tenant_id: str | None) -> Iterator[DatabaseWork]:
        with database.transaction(tenant_id) as connection:
            yield DatabaseWork(connection, tenant_id, record_event)

    return begin
