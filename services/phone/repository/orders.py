"""Orders of numbers."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.phone.domain.orders import Order, OrderState, Wish
from services.phone.models import number_orders
from services.phone.repository.rows import Rows


class Orders(Rows):
    def add(self, order: Order, *, now: datetime) -> None:
        values = {
            "tenant_id": self._tenant_id,
            "id": order.id,
            "phone_number": order.wish.phone_number,
            "area_code": order.wish.area_code,
            "state": order.state,
            "created_at": now,
            "updated_at": now,
        }
        self._run(sa.insert(number_orders).values(values))

    def find(self, order_id: str) -> Order | None:
        return self._find(*self._is(number_orders, order_id))

    def find_open(self) -> Order | None:
        ours = number_orders.c.tenant_id == self._tenant_id
        return self._find(ours, number_orders.c.state == OrderState.OPEN)

    def claim(self, order_id: str, *, lease: str, now: datetime, until: datetime) -> bool:
        table = number_orders
        is_free = sa.or_(table.c.leased_until.is_(None), table.c.leased_until <= now)
        claimed = sa.update(table).where(
            *self._is(table, order_id), table.c.state == OrderState.OPEN, is_free
        )
        return self._run(claimed.values(lease=lease, leased_until=until)).rowcount == 1

    def free(self, order_id: str, *, lease: str, at: datetime) -> None:
        held = number_orders.c.lease == lease
        freed = sa.update(number_orders).where(*self._is(number_orders, order_id), held)
        self._run(freed.values(leased_until=at))

    def save(self, order: Order, *, now: datetime) -> None:
        values = {
            "state": order.state,
            "twilio_error": order.twilio_error,
            "lease": None,
            "leased_until": None,
            "updated_at": now,
        }
        changed = sa.update(number_orders).where(*self._is(number_orders, order.id))
        self._run(changed.values(values))

    def _find(self, *conditions: sa.ColumnElement[bool]) -> Order | None:
        row = self._run(sa.select(number_orders).where(*conditions)).one_or_none()
        return None if row is None else _order(row)


def _order(row: sa.Row[Any]) -> Order:
    return Order(
        id=row.id,
        wish=Wish(phone_number=row.phone_number, area_code=row.area_code),
        state=OrderState(row.state),
        twilio_error=row.twilio_error,
    )
