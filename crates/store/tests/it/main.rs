//! One story on each engine, and a schema that says what every column holds.

mod schema;
mod story;
