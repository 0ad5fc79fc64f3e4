"""Tells of every customer once more, for services that began to listen after they registered."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(TELL)


def downgrade() -> None:
    """What was told cannot be taken back, and did no harm."""


# As of the last change, so that whoever knows newer news keeps it. From tenant to tenant, since the
# owner, too, is bound by row-level security.
TELL = """
do $$
declare
    v_tenant_id uuid;
begin
    for v_tenant_id in select tenant_id from tenant_directory order by tenant_id loop
        perform set_config('app.tenant_id', v_tenant_id::text, true);
        insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
        select gen_random_uuid(), tenant_id, 'customer_updated_v1', gen_random_uuid()::text,
               jsonb_build_object('customer_id', id, 'name', name), updated_at
          from customers where tenant_id = v_tenant_id order by created_at, id;
    end loop;
    perform set_config('app.tenant_id', '', true);
end
$$
"""
