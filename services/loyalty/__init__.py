"""Points that customers earn and use: accounts, an append-only ledger, and what it adds up to."""
