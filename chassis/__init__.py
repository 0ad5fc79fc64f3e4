"""What every service needs, and no business noun: RPC, events, database, settings, logs."""
