use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::{Error, Result};

/// How passwords are hashed: argon2id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hashing {
    /// 19 MiB, two passes: for people.
    Strong,
    /// The least there is: for tests.
    Quick,
}

impl Hashing {
    fn argon2(self) -> Result<Argon2<'static>> {
        let (memory, passes) = match self {
            Self::Strong => (19 * 1024, 2),
            Self::Quick => (Params::MIN_M_COST, Params::MIN_T_COST),
        };
        let params = Params::new(memory, passes, 1, None).map_err(|e| Error::Broken(format!("argon2: {e}")))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// The hash of a password, in its own text form. Takes tens of milliseconds: call it off the async threads.
    pub(crate) fn hash(self, password: &str) -> Result<String> {
        let hash =
            self.argon2()?.hash_password(password.as_bytes()).map_err(|e| Error::Broken(format!("argon2: {e}")))?;
        Ok(hash.to_string())
    }

    /// Whether a password is the one that was hashed. A hash that is no hash matches nothing.
    pub(crate) fn matches(self, password: &str, hash: &str) -> bool {
        let (Ok(argon2), Ok(hash)) = (self.argon2(), PasswordHash::new(hash)) else { return false };
        argon2.verify_password(password.as_bytes(), &hash).is_ok()
    }
}
