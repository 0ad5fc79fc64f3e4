"""What every aggregate's repository has."""

from typing import Any

import sqlalchemy as sa


class Rows:
    """The open transaction and the tenant that it is for."""

    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id

    def _run(self, statement: sa.Executable) -> sa.CursorResult[Any]:
        return self._connection.execute(statement)

    def _is(self, table: sa.Table, row_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return table.c.tenant_id == self._tenant_id, table.c.id == row_id
