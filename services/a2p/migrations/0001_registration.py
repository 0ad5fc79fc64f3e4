"""Profiles, brands, campaigns, their history, and the journal of the workflow."""

from alembic import op

from chassis.migrations import create_platform_tables, drop_platform_tables, protect

revision = "0001"
down_revision = None

PROTECTED = (
    "business_profiles",
    "brand_registrations",
    "campaigns",
    "submissions",
    "workflow_steps",
)


def upgrade() -> None:
    create_platform_tables(op)
    for statement in (*TENANT_TABLES, *ROUTING_TABLES):
        op.execute(statement)
    for table in PROTECTED:
        protect(op, table)


def downgrade() -> None:
    for table in ("write_gate", "due_work", *reversed(PROTECTED)):
        op.execute(f"drop table {table}")
    drop_platform_tables(op)


TENANT_TABLES = (
    """
    create table business_profiles (
        tenant_id uuid primary key,
        brand_type text not null,
        legal_name text, business_type text, industry text, registration_identifier text,
        registration_number_encrypted bytea,
        regions_of_operation text, website_url text,
        social_media_urls jsonb not null default '[]',
        company_type text, stock_exchange text, stock_ticker text, brand_contact_email text,
        address jsonb not null, representative jsonb not null,
        mobile_phone text, vertical text,
        created_at timestamptz not null, updated_at timestamptz not null
    )
    """,
    """
    create table brand_registrations (
        tenant_id uuid primary key,
        customer_profile_sid text, trust_product_sid text, twilio_brand_sid text,
        status text not null default 'NOT_STARTED',
        identity_status text, score int,
        reasons jsonb not null default '[]',
        resubmissions_used int not null default 0 check (resubmissions_used between 0 and 3),
        updated_at timestamptz not null
    )
    """,
    """
    create table campaigns (
        tenant_id uuid not null,
        id uuid not null,
        name text not null, use_case text, description text, message_flow text,
        sample_messages jsonb not null default '[]',
        has_embedded_links boolean not null default false,
        has_embedded_phone boolean not null default false,
        age_gated boolean not null default false,
        direct_lending boolean not null default false,
        subscriber_opt_in boolean not null default true,
        opt_in_keywords jsonb not null default '[]', opt_in_message text,
        opt_out_keywords jsonb not null default '[]', opt_out_message text,
        help_keywords jsonb not null default '[]', help_message text,
        privacy_policy_url text, terms_and_conditions_url text,
        is_primary boolean not null default false,
        status text not null default 'DRAFT',
        stage text,
        twilio_brand_sid text, twilio_campaign_sid text, messaging_service_sid text,
        registry_id text,
        trusthub_status text not null default 'draft',
        trusthub_last_checked_at timestamptz,
        trusthub_last_error text,
        rejection_reasons jsonb not null default '[]',
        submitted_at timestamptz, approved_at timestamptz, rejected_at timestamptz,
        created_at timestamptz not null, updated_at timestamptz not null,
        failed_looks int not null default 0,
        wait_until timestamptz,
        version int not null default 1,
        primary key (tenant_id, id)
    )
    """,
    "create unique index campaigns_one_primary on campaigns (tenant_id) where is_primary",
    "create unique index campaigns_one_per_service on campaigns (tenant_id, messaging_service_sid)",
    "create index campaigns_newest on campaigns (tenant_id, created_at desc, id)",
    """
    create table submissions (
        tenant_id uuid not null,
        campaign_id uuid not null,
        attempt int not null check (attempt > 0),
        submitted_at timestamptz not null,
        outcome text, finished_at timestamptz,
        rejection_reasons jsonb not null default '[]',
        content jsonb not null,
        primary key (tenant_id, campaign_id, attempt),
        foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id)
    )
    """,
    """
    create table workflow_steps (
        tenant_id uuid not null,
        owner_id uuid not null,
        name text not null,
        sid text,
        fingerprint text not null,
        begun_at timestamptz not null,
        primary key (tenant_id, owner_id, name)
    )
    """,
)

ROUTING_TABLES = (
    """
    create table due_work (
        tenant_id uuid primary key,
        due_at timestamptz not null,
        worker int,
        claimed_until timestamptz
    )
    """,
    "create index due_work_free on due_work (due_at) where worker is null",
    "create index due_work_claimed on due_work (claimed_until) where worker is not null",
    "create table write_gate (id int primary key check (id = 1), next_at timestamptz not null)",
)
