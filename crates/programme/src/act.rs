use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use practice::access::{Action, Actor, Object, decide};
use practice::days;
use practice::ids::{PersonId, ReviewId};
use practice::journal::Happened;
use store::journal::Entry;
use store::people::Person;
use store::{Db, Mode, Tx};
use uuid::Uuid;

use crate::accounts::Hashing;
use crate::frameworks::Versions;
use crate::surveys::SurveyKey;
use crate::{Clock, Error, ReadFiles, Result, chance};

/// The running programme: a database, a clock, and how files are read.
#[derive(Clone)]
pub struct Programme {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) files: Arc<dyn ReadFiles>,
    pub(crate) hashing: Hashing,
    pub(crate) versions: Versions,
    pub(crate) survey_key: SurveyKey,
}

impl Programme {
    /// A programme on this database.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        files: Arc<dyn ReadFiles>,
        hashing: Hashing,
        survey_key: SurveyKey,
    ) -> Self {
        Self { db, clock, files, hashing, versions: Versions::default(), survey_key }
    }

    /// The database, to close it or to ask whether it answers.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Begins an act by somebody.
    ///
    /// # Errors
    /// `NotFound` for a person who is not there; `Store` where the database does not answer.
    pub async fn act(&self, by: PersonId, mode: Mode) -> Result<Act> {
        let mut tx = self.db.begin(mode).await?;
        let mut actor = store::people::actor(&mut tx, by).await?.ok_or(Error::NotFound)?;
        let person = store::people::person(&mut tx, by).await?.ok_or(Error::NotFound)?;
        let now = self.clock.now();
        // Whoever has left has no rights, whatever was left open in their name (R48).
        actor.active &= person.ended.is_none_or(|last| last >= days::today(now));
        Ok(Act { programme: self.clone(), actor, person, tx, mode, now, pending: Vec::new(), rule: "", sweeps: false })
    }
}

/// One act: somebody, one transaction, and the time. Dropped without [`Act::commit`], nothing happened.
pub struct Act {
    pub(crate) programme: Programme,
    actor: Actor,
    person: Person,
    pub(crate) tx: Tx,
    mode: Mode,
    now: DateTime<Utc>,
    pending: Vec<Pending>,
    rule: &'static str,
    sweeps: bool,
}

/// What is said to somebody who may not. Only R18 is told: whoever reads a case blind knows of it, and can end it.
fn refusal(rule: &str) -> Error {
    const BLIND: &str = "You are asked to read a case a second time without seeing what was marked, and this shows it or \
                         decides from it. Finish your second reading first: it is under Cases, Read twice. If you \
                         cannot, somebody else can be asked.";
    if rule == "R18" { Error::Refused(BLIND.into()) } else { Error::NotFound }
}

/// A journal entry of an act that reads, written when it is committed.
struct Pending {
    happened: Happened,
    review: Option<ReviewId>,
    subject: Option<Uuid>,
    what: String,
    rule: &'static str,
}

impl Act {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Who acts, by name and title.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Who acts, by id.
    #[must_use]
    pub fn me(&self) -> PersonId {
        self.actor.person
    }

    /// The time of the act.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The date in England.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        days::today(self.now)
    }

    /// Whether the person may.
    #[must_use]
    pub fn may(&self, action: Action, object: &Object<'_>) -> bool {
        decide(&self.actor, action, object, self.today()).allowed
    }

    /// Goes on only where the person may. The rule that decided is kept for the journal.
    ///
    /// # Errors
    /// `NotFound`: what one may not do does not exist. `Refused` where only one's own unfinished second reading is in
    /// the way (R18).
    pub fn require(&mut self, action: Action, object: &Object<'_>) -> Result<()> {
        let decision = decide(&self.actor, action, object, self.today());
        if !decision.allowed {
            return Err(refusal(decision.rule));
        }
        self.rule = decision.rule;
        Ok(())
    }

    /// Lets the database take what was deleted from the disk once this act is committed.
    pub(crate) fn sweep_afterwards(&mut self) {
        self.sweeps = true;
    }

    /// Whether the act may write.
    pub(crate) fn writes(&self) -> bool {
        self.mode == Mode::Write
    }

    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        chance::id(self.now)
    }

    /// Writes what happened, without content. An act that only reads writes it when it is committed.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn journal(
        &mut self,
        happened: Happened,
        review: Option<ReviewId>,
        subject: Option<Uuid>,
        what: impl Into<String>,
    ) -> Result<()> {
        let entry = Pending { happened, review, subject, what: what.into(), rule: self.rule };
        if self.mode == Mode::Read {
            self.pending.push(entry);
            return Ok(());
        }
        write(&mut self.tx, self.now, Some(self.actor.person), &entry).await
    }

    /// Makes it last. Until this returns, nothing happened and nothing may be shown.
    ///
    /// # Errors
    /// Where the database cannot promise it.
    pub async fn commit(self) -> Result<()> {
        let Self { programme, actor, tx, now, pending, sweeps, .. } = self;
        tx.commit().await?;
        if sweeps && let Err(error) = programme.db.sweep().await {
            tracing::warn!(%error, "what was deleted is not swept from the disk yet");
        }
        if pending.is_empty() {
            return Ok(());
        }
        let mut tx = programme.db.begin(Mode::Write).await?;
        for entry in &pending {
            write(&mut tx, now, Some(actor.person), entry).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn write(tx: &mut Tx, at: DateTime<Utc>, by: Option<PersonId>, entry: &Pending) -> Result<()> {
    let line = Entry {
        id: chance::id(at),
        at,
        by,
        happened: entry.happened,
        review: entry.review,
        subject: entry.subject,
        what: &entry.what,
        rule: entry.rule,
    };
    Ok(store::journal::write(tx, &line).await?)
}

/// Writes an entry for something nobody was signed in for, such as a refused sign-in.
pub(crate) async fn write_entry(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: Option<PersonId>,
    happened: Happened,
    rule: &'static str,
) -> Result<()> {
    write(tx, at, by, &Pending { happened, review: None, subject: by.map(PersonId::uuid), what: String::new(), rule })
        .await
}
