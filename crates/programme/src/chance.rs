//! Ids and words nobody can guess.

use chrono::{DateTime, Utc};
use uuid::{Builder, NoContext, Timestamp, Uuid};

use crate::{Error, Result};

/// A new id that sorts by the time it was made.
pub(crate) fn id<T: From<Uuid>>(now: DateTime<Utc>) -> T {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())).into()
}

/// 256 random bits, in hexadecimal.
pub(crate) fn word() -> Result<String> {
    Ok(hex::encode(bytes::<32>()?))
}

/// A new id that says nothing of when it was made.
pub(crate) fn unordered<T: From<Uuid>>() -> Result<T> {
    Ok(Builder::from_random_bytes(bytes()?).into_uuid().into())
}

/// Bytes nobody can guess.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Broken(format!("no random bytes: {error}")))?;
    Ok(bytes)
}
