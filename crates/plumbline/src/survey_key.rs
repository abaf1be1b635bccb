//! The survey key: a file beside the database and never in it.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use programme::surveys::SurveyKey;
use store::{Db, Mode, Tx, settings, surveys};

/// The setting that says which key a database's open surveys were sealed with.
const FINGERPRINT: &str = "survey-key";

/// The key in this file, which is made where the database has known none yet. Another key than the one it knows is never
/// taken in silence, by this node or beside it: with `forget` what is sealed is thrown away and the key in the file, or
/// a new one, is the key from now on; without it this is refused.
///
/// # Errors
/// In words for whoever starts the program: what is wrong with the file, and what to do.
pub async fn of(file: &Path, db: &Db, forget: bool) -> Result<SurveyKey, String> {
    let kept = read(file)?;
    let told = async {
        let mut tx = db.begin(Mode::Write).await?;
        let known = settings::get(&mut tx, FINGERPRINT).await?;
        let fits = known.is_none() || known.as_deref() == kept.as_ref().map(SurveyKey::fingerprint);
        Ok::<_, store::Error>((fits, tx))
    };
    let (fits, mut tx) = told.await.map_err(|e| e.to_string())?;
    if !fits && !forget {
        return Err(format!(
            "{} does not hold the survey key of this database. Put that key there: it is kept apart from the database \
             and its backups, and every node needs the same. If it is lost, stop every node and start once with \
             --forget-sealed-answers: the codes and answers of the surveys that are open are then gone.",
            file.display()
        ));
    }
    let key = match kept {
        Some(key) => key,
        None => make(file)?,
    };
    settle(&mut tx, &key, !fits).await.map_err(|e| e.to_string())?;
    tx.commit().await.map_err(|e| e.to_string())?;
    Ok(key)
}

async fn settle(tx: &mut Tx, key: &SurveyKey, forget: bool) -> store::Result<()> {
    if forget {
        for survey in surveys::open_ones(tx).await? {
            surveys::forget(tx, survey).await?;
        }
    }
    settings::put(tx, FINGERPRINT, key.fingerprint()).await
}

fn read(file: &Path) -> Result<Option<SurveyKey>, String> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("The survey key {} cannot be read: {error}.", file.display())),
    };
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let says = format!("{} is no survey key: it ought to hold 64 hexadecimal figures.", file.display());
    bytes.map(|bytes| Some(SurveyKey::of(&bytes))).ok_or(says)
}

/// Makes a key that nobody but whoever runs the program can read.
fn make(file: &Path) -> Result<SurveyKey, String> {
    use std::os::unix::fs::OpenOptionsExt;
    let (key, bytes) = SurveyKey::made().map_err(|e| e.to_string())?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("The folder {} cannot be made: {e}.", folder.display()))?;
    }
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut opened| writeln!(opened, "{}", hex::encode(bytes)).and_then(|()| opened.sync_all()));
    written.map_err(|e| format!("The survey key {} cannot be written: {e}.", file.display()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::of;
    use programme::surveys::SurveyKey;
    use store::testing::{Engine, fresh};

    #[tokio::test]
    async fn a_lost_key_is_told_of_and_never_replaced_while_something_is_sealed_with_it() {
        let (db, folder) = fresh(Engine::Sqlite).await.expect("a database");
        let file = folder.expect("a folder").join("survey.key");
        let made = of(&file, &db, false).await.expect("made");
        let again = of(&file, &db, false).await.expect("read");
        assert_eq!(made.fingerprint(), again.fingerprint());
        std::fs::remove_file(&file).expect("removed");
        let refused = of(&file, &db, false).await.map(|_| ()).unwrap_err();
        assert!(refused.contains("--forget-sealed-answers") && !file.exists(), "{refused}");
        let other = of(&file, &db, true).await.expect("another");
        assert_ne!(made.fingerprint(), other.fingerprint());
        std::fs::write(&file, "not a key").expect("written");
        assert!(of(&file, &db, true).await.map(|_: SurveyKey| ()).unwrap_err().contains("64 hexadecimal"));
    }
}
