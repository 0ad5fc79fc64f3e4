"""Ends a user's tokens and sessions when their role or password changes or they are removed."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for trigger, table in TRIGGERS.items():
        op.execute(f"drop trigger {trigger} on {table}")
    op.execute("drop function end_access_of_account, end_access_of_route, end_access")
    op.execute("alter table account_routes drop column access_version")


TRIGGERS = {
    "end_access_of_staff": "staff_users",
    "end_access_of_customer": "customers",
    "end_access_of_operator": "operators",
    "end_access_of_route": "account_routes",
}

STATEMENTS = (
    # A token says which version it was issued under, and is good under no later one.
    "alter table account_routes add column access_version int not null default 1",
    # In triggers, so that it holds whoever makes the change, by whatever way.
    """
    create function end_access(p_user_id uuid, p_tenant_id uuid, p_version int)
    returns void language plpgsql as $$
    begin
        with ended as (
            update sessions set ended_at = now()
             where user_id = p_user_id and ended_at is null
            returning id, tenant_id
        )
        insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
        select gen_random_uuid(), tenant_id, 'session_ended_v1', gen_random_uuid()::text,
               jsonb_build_object('session_id', id), now()
          from ended;
        insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at)
        values (gen_random_uuid(), p_tenant_id, 'access_ended_v1', gen_random_uuid()::text,
                jsonb_build_object('user_id', p_user_id, 'access_version', p_version), now());
    end
    $$
    """,
    """
    create function end_access_of_account() returns trigger language plpgsql as $$
    declare
        v_route account_routes;
    begin
        -- The same password under newer parameters of the hash.
        if tg_op = 'UPDATE' and current_setting('app.password_is_the_same', true) = 'on' then
            return null;
        end if;
        update account_routes set access_version = access_version + 1
         where user_id = old.id returning * into v_route;
        if found then
            perform end_access(v_route.user_id, v_route.tenant_id, v_route.access_version);
        end if;
        return null;
    end
    $$
    """,
    """
    create function end_access_of_route() returns trigger language plpgsql as $$
    begin
        perform end_access(old.user_id, old.tenant_id, old.access_version + 1);
        return null;
    end
    $$
    """,
    """
    create trigger end_access_of_staff
    after update of role, password_hash or delete on staff_users
    for each row execute function end_access_of_account()
    """,
    """
    create trigger end_access_of_customer
    after update of password_hash or delete on customers
    for each row execute function end_access_of_account()
    """,
    """
    create trigger end_access_of_operator
    after update of password_hash or delete on operators
    for each row execute function end_access_of_account()
    """,
    """
    create trigger end_access_of_route
    after delete on account_routes
    for each row execute function end_access_of_route()
    """,
)
