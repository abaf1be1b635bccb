use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use practice::ids::SurveyId;
use sha2::Sha256;

use crate::{Error, Result, chance};

/// Sealed answers are filled up to a whole number of these, in bytes, so that their length says nothing.
const STEP: usize = 4096;
const NONCE: usize = 24;

/// The key of a council's surveys. It is kept outside the database and outside its backups: whoever has those alone
/// can neither try out codes, nor tell which of them have been used, nor read an answer before its survey is closed.
#[derive(Clone)]
pub struct SurveyKey {
    codes: [u8; 32],
    used: [u8; 32],
    answers: [u8; 32],
    fingerprint: String,
}

impl SurveyKey {
    /// A new one, and its bytes to keep.
    ///
    /// # Errors
    /// Where the machine gives no random bytes.
    pub fn made() -> Result<(Self, [u8; 32])> {
        let bytes = chance::bytes::<32>()?;
        Ok((Self::of(&bytes), bytes))
    }

    /// The key that was kept.
    #[must_use]
    pub fn of(bytes: &[u8; 32]) -> Self {
        let part = |name: &str| mac(bytes, &[name.as_bytes()]);
        let fingerprint = hex::encode(&part("fingerprint")[..8]);
        Self { codes: part("codes"), used: part("used codes"), answers: part("answers"), fingerprint }
    }

    /// Tells keys apart, and says nothing of the key: 16 hexadecimal figures.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What is kept of a code.
    pub(super) fn code(&self, code: &str) -> String {
        hex::encode(mac(&self.codes, &[code.as_bytes()]))
    }

    /// What is kept of a code that has been used: without the key nobody can tell which code it was.
    pub(super) fn used(&self, survey: SurveyId, code: &str) -> String {
        hex::encode(mac(&self.used, &[survey.uuid().as_bytes(), code.as_bytes()]))
    }

    /// Seals one person's answers until their survey is closed.
    pub(super) fn seal(&self, survey: SurveyId, answers: &[u8], room: usize) -> Result<String> {
        let mut filled = answers.to_vec();
        // Blanks after the end of what is written are passed over when it is read.
        filled.resize(answers.len().max(room).next_multiple_of(STEP), b' ');
        let (nonce, survey) = (chance::bytes::<NONCE>()?, survey.uuid());
        let payload = Payload { msg: &filled, aad: survey.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::Broken("an answer could not be sealed".into()))?;
        Ok(hex::encode(nonce) + &hex::encode(sealed))
    }

    /// Opens what [`SurveyKey::seal`] sealed. `None` where another key sealed it, for another survey, or it was changed.
    pub(super) fn open(&self, survey: SurveyId, sealed: &str) -> Option<Vec<u8>> {
        let bytes = hex::decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let (nonce, survey) = (<[u8; NONCE]>::try_from(nonce).ok()?, survey.uuid());
        let payload = Payload { msg: sealed, aad: survey.as_bytes() };
        self.cipher().decrypt(&XNonce::from(nonce), payload).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.answers.into())
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::{STEP, SurveyKey};
    use practice::ids::SurveyId;
    use uuid::Uuid;

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_and_survey_only_and_is_as_long_as_any_other() {
        let (survey, other): (SurveyId, SurveyId) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let (key, bytes) = SurveyKey::made().expect("random");
        let sealed = key.seal(survey, b"{\"a\":1}", 100).expect("sealed");
        let opened = SurveyKey::of(&bytes).open(survey, &sealed).expect("opened");
        assert_eq!(opened.len(), STEP);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&opened).expect("read")["a"], 1);
        assert!(key.open(other, &sealed).is_none());
        assert!(SurveyKey::made().expect("random").0.open(survey, &sealed).is_none());
        assert!(key.open(survey, &sealed[..40]).is_none() && key.open(survey, "no").is_none());
        let long = key.seal(survey, &[b'x'; STEP - 1], 100).expect("sealed");
        assert_eq!(sealed.len(), long.len());
        assert_ne!(sealed, key.seal(survey, b"{\"a\":1}", 100).expect("sealed"));
    }

    #[test]
    fn a_used_code_cannot_be_told_from_the_code_without_the_key() {
        let survey: SurveyId = Uuid::from_u128(1).into();
        let (key, _) = SurveyKey::made().expect("random");
        let (again, _) = SurveyKey::made().expect("random");
        assert_eq!(key.code("BDK74MWX"), key.code("BDK74MWX"));
        assert_ne!(key.code("BDK74MWX"), again.code("BDK74MWX"));
        assert_ne!(key.code("BDK74MWX"), key.used(survey, "BDK74MWX"));
        assert_ne!(key.fingerprint(), again.fingerprint());
    }
}
