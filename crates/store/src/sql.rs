/// One SQL text on whichever engine the transaction belongs to.
///
/// `sql!(tx, execute, "…", args)` gives the rows affected; `sql!(tx, one Row, …)`,
/// `sql!(tx, maybe Row, …)` and `sql!(tx, all Row, …)` give rows.
macro_rules! sql {
    ($tx:expr, execute, $text:expr $(, $arg:expr)* $(,)?) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlx::query::<sqlx::Sqlite>($text)$(.bind($arg))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::Tx::Postgres(tx) => sqlx::query::<sqlx::Postgres>($text)$(.bind($arg))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::Error::from)
    };
    ($tx:expr, one $row:ty, $text:expr $(, $arg:expr)* $(,)?) => {
        sql!(@ $tx, fetch_one, $row, $text $(, $arg)*)
    };
    ($tx:expr, maybe $row:ty, $text:expr $(, $arg:expr)* $(,)?) => {
        sql!(@ $tx, fetch_optional, $row, $text $(, $arg)*)
    };
    ($tx:expr, all $row:ty, $text:expr $(, $arg:expr)* $(,)?) => {
        sql!(@ $tx, fetch_all, $row, $text $(, $arg)*)
    };
    (@ $tx:expr, $fetch:ident, $row:ty, $text:expr $(, $arg:expr)*) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => sqlx::query_as::<sqlx::Sqlite, $row>($text)$(.bind($arg))*
                .$fetch(&mut **tx).await,
            $crate::Tx::Postgres(tx) => sqlx::query_as::<sqlx::Postgres, $row>($text)$(.bind($arg))*
                .$fetch(&mut **tx).await,
        }
        .map_err($crate::Error::from)
    };
}
