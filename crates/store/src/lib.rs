//! SQLite and PostgreSQL: one SQL text for both.
