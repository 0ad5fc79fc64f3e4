"""Which tenants there are, for operators, who belong to none."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(DIRECTORY)
    op.execute("create index tenant_directory_newest on tenant_directory (created_at, tenant_id)")
    op.execute(READ_TENANTS)
    # The owner, too, is bound by row-level security, and has no tenant here.
    op.execute("alter table tenants no force row level security")
    op.execute("insert into tenant_directory select tenant_id, created_at from tenants")
    op.execute("alter table tenants force row level security")


def downgrade() -> None:
    op.execute("drop function read_tenants")
    op.execute("drop table tenant_directory")


# Ids and times only, since it is read across all tenants.
DIRECTORY = """
    create table tenant_directory (
        tenant_id uuid primary key references tenants (tenant_id),
        created_at timestamptz not null
    )
"""

# Goes from tenant to tenant, as each of them, so that no policy has to let anybody see all.
READ_TENANTS = """
create function read_tenants(p_ids uuid[]) returns setof tenants language plpgsql as $$
declare
    v_caller text := current_setting('app.tenant_id', true);
    v_tenant_id uuid;
begin
    foreach v_tenant_id in array p_ids loop
        perform set_config('app.tenant_id', v_tenant_id::text, true);
        return query select * from tenants where tenant_id = v_tenant_id;
    end loop;
    perform set_config('app.tenant_id', coalesce(v_caller, ''), true);
end
$$
"""
