"""Reports read daily totals and a short tail of entries that are not in them yet, never the ledger.

Each is one statement and so sees one instant: what an admin has just done is in it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.loyalty.domain.conversion import DEFAULT_POINT_VALUE_CENTS
from services.loyalty.domain.totals import Day, Totals
from services.loyalty.ports import Report, Series, TopCustomer

_SUMMARY = sa.text("""
    with here as materialized (
        select local_day(:tenant, statement_timestamp()) as today,
               coalesce((select point_value_cents from loyalty_settings where tenant_id = :tenant),
                        :default_value) as point_value_cents
    )
    select coalesce(sum(earned), 0) as earned,
           coalesce(sum(redeemed - reversed), 0) as redeemed,
           coalesce(sum(adjusted), 0) as adjusted,
           coalesce(sum(holders), 0) as holders,
           coalesce(sum(earned) filter (where day > today - 30), 0) as earned_lately,
           coalesce(sum(redeemed - reversed) filter (where day > today - 30), 0) as redeemed_lately,
           here.point_value_cents, statement_timestamp() as as_of,
           (select coalesce(json_agg(json_build_object(
                       'customer_id', a.customer_id, 'name', m.name, 'points', a.balance)
                   order by a.balance desc, a.customer_id), '[]')
              from (select tenant_id, customer_id, balance from accounts
                     where tenant_id = :tenant and balance > 0
                     order by balance desc, customer_id limit 5) a
              left join members m
                on m.tenant_id = a.tenant_id and m.customer_id = a.customer_id) as top
      from here left join movements on movements.tenant_id = :tenant
     group by here.today, here.point_value_cents
""").bindparams(
    sa.bindparam("tenant", type_=sa.Uuid(as_uuid=False)),
    sa.bindparam("default_value", DEFAULT_POINT_VALUE_CENTS),
)

_SERIES = sa.text("""
    with here as materialized (
        select local_day(:tenant, statement_timestamp()) as today
    )
    select here.today, statement_timestamp() as as_of, m.day, m.earned, m.redeemed
      from here left join lateral (
        select day, sum(earned) as earned, sum(redeemed - reversed) as redeemed
          from movements
         where tenant_id = :tenant and day > here.today - :days and day <= here.today
         group by day
      ) m on true
""").bindparams(
    sa.bindparam("tenant", type_=sa.Uuid(as_uuid=False)),
    sa.bindparam("days", type_=sa.Integer),
)


class TenantReports:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id

    def summary(self) -> Report:
        row = self._rows(_SUMMARY, {"tenant": self._tenant_id})[0]
        return Report(
            totals=Totals(
                earned=int(row.earned), redeemed=int(row.redeemed), adjusted=int(row.adjusted)
            ),
            earned_last_30_days=int(row.earned_lately),
            redeemed_last_30_days=int(row.redeemed_lately),
            holders=int(row.holders),
            top=[TopCustomer(**customer) for customer in row.top],
            point_value_cents=row.point_value_cents,
            as_of=row.as_of,
        )

    def series(self, days: int) -> Series:
        rows = self._rows(_SERIES, {"tenant": self._tenant_id, "days": days})
        known = {row.day: _day(row) for row in rows if row.day is not None}
        return Series(days=known, today=_today(rows[0]), as_of=rows[0].as_of)

    def _rows(self, report: sa.TextClause, values: dict[str, Any]) -> Sequence[sa.Row[Any]]:
        # The planner's picture of the outbox may be of a time when most of it was the tail; then
        # it would read all that was published in a day to find the few entries that are left.
        self._connection.exec_driver_sql("set local enable_seqscan = off")
        return self._connection.execute(report, values).all()


def _day(row: sa.Row[Any]) -> Day:
    return Day(row.day, int(row.earned), int(row.redeemed))


def _today(row: sa.Row[Any]) -> date:
    today: date = row.today
    return today
