"""Who is signed in with a browser: found by an id and a secret, before any tenant is known."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table sessions")


STATEMENTS = (
    # Outside row-level security, like account_routes: ids and a digest, nothing that names anybody.
    """
    create table sessions (
        id uuid primary key,
        user_id uuid not null references account_routes (user_id),
        tenant_id uuid not null,
        role text not null
            check (role in ('owner', 'admin', 'staff', 'customer', 'operator')),
        secret_digest text not null check (secret_digest ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null check (expires_at > created_at),
        ended_at timestamptz
    )
    """,
    "create index sessions_of_user on sessions (user_id) where ended_at is null",
    # The earlier of the two: `least` passes over what is null.
    "create index sessions_age on sessions (least(expires_at, ended_at))",
)
