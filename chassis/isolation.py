"""Reads the catalogue of a migrated database and says where one tenant could meet another."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy

# As PostgreSQL prints the policy of `chassis.migrations.protect`.
POLICY = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"


def rls_violations(connection: sqlalchemy.Connection, exempt: Collection[str]) -> list[str]:
    """Sentences, one per gap; none means that row-level security holds for every other table."""
    ignored = [*exempt, "alembic_version"]
    checks = (
        _NOT_ENFORCED,
        _POLICIES,
        _KEYS,
        _REFERENCES,
        _VIEWS,
        _ROLES,
        _STALE_EXEMPTIONS,
    )
    parameters = {"ignored": ignored, "policy": POLICY, "exempt": list(exempt)}
    return [gap for check in checks for gap in _gaps(connection, check, parameters)]


def _gaps(
    connection: sqlalchemy.Connection, check: str, parameters: dict[str, Any]
) -> Iterator[str]:
    yield from connection.execute(sqlalchemy.text(_TABLES + check), parameters).scalars()


_TABLES = """
with protected as (
    select c.oid, c.relname, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
           (select a.attnum from pg_attribute a
             where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
               and a.attnotnull and a.atttypid = 'uuid'::regtype) as tenant_column
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not c.relname = any(:ignored)
)
"""

_NOT_ENFORCED = """
select format('%s has no tenant_id uuid not null.', relname)
  from protected where tenant_column is null
union all
select format('%s does not enable row-level security.', relname)
  from protected where not relrowsecurity
union all
select format('%s does not force row-level security on its owner.', relname)
  from protected where not relforcerowsecurity
order by 1
"""

# Permissive policies are joined by OR, so a single other one opens the table.
_POLICIES = """
select format('%s has no policy for all commands.', t.relname)
  from protected t
 where not exists (select 1 from pg_policy p where p.polrelid = t.oid and p.polcmd = '*')
union all
select format('%s: the policy %s does not compare tenant_id with the current tenant.',
              t.relname, p.polname)
  from protected t join pg_policy p on p.polrelid = t.oid
 where p.polpermissive
   and (coalesce(pg_get_expr(p.polqual, p.polrelid), :policy) <> :policy
        or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), :policy) <> :policy
        or (p.polqual is null and p.polwithcheck is null))
order by 1
"""

_KEYS = """
select format('%s has no primary key.', t.relname)
  from protected t
 where not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)
union all
select format('%s: the unique index %s does not start with tenant_id.',
              t.relname, i.indexrelid::regclass)
  from protected t join pg_index i on i.indrelid = t.oid
 where i.indisunique and i.indkey[0] is distinct from t.tenant_column
order by 1
"""

# A foreign key is checked without row-level security: without the tenant in it, a row of one
# tenant can point at a row of another and so learn that it exists.
_REFERENCES = """
select format('%s: the foreign key %s to %s lacks tenant_id.',
              k.conrelid::regclass, k.conname, t.relname)
  from pg_constraint k
  join protected t on t.oid = k.confrelid
  left join pg_attribute own
    on own.attrelid = k.conrelid and own.attname = 'tenant_id' and not own.attisdropped
 where k.contype = 'f'
   and not exists (
       select 1 from unnest(k.conkey, k.confkey) as pair(here, there)
        where pair.here = own.attnum and pair.there = t.tenant_column)
order by 1
"""

# A view reads with its owner's rights unless told otherwise; a materialized one has no policies.
_VIEWS = """
select format('%s is a view without security_invoker.', c.relname)
  from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
   and not coalesce('security_invoker=true' = any(c.reloptions), false)
union all
select format('%s is a materialized view: row-level security does not reach it.', c.relname)
  from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'm'
   and not c.relname = any(:ignored)
order by 1
"""

_ROLES = """
select distinct format('The role %s reaches tables and may bypass row-level security.', r.rolname)
  from pg_class c
  cross join lateral (
      select c.relowner as role union select g.grantee from aclexplode(c.relacl) g
  ) reach
  join pg_roles r on r.oid = reach.role
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
   and (r.rolsuper or r.rolbypassrls)
order by 1
"""

_STALE_EXEMPTIONS = """
select format('%s is listed as exempt but there is no such table.', name)
  from unnest(cast(:exempt as text[])) as name
 where to_regclass(format('public.%I', name)) is null
order by 1
"""
