//! `plumbline serve` and `plumbline demo`.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::serve::ListenerExt;
use chrono::{DateTime, Utc};
use clap::Args;
use programme::accounts::Hashing;
use programme::surveys::SurveyKey;
use programme::{Clock, Programme, SetClock, ShiftedClock, SystemClock};
use store::{Db, Mode};
use tokio::net::TcpListener;
use web::{Site, SiteSettings};

use crate::files::ReadInChild;
use crate::{demo, survey_key};

/// The file of the survey key, in the data folder unless it is set otherwise.
const SURVEY_KEY: &str = "survey.key";
/// The largest upload, unless it is set otherwise.
const UPLOAD_MEGABYTES: usize = 32;

/// Where a council's records are.
#[derive(Args)]
pub struct Where {
    /// The folder of the embedded database.
    #[arg(long, default_value = "data", env = "PLUMBLINE_DATA")]
    data: PathBuf,
    /// A PostgreSQL address instead, for more than one node.
    #[arg(long, env = "PLUMBLINE_DATABASE")]
    database: Option<String>,
    /// The largest file that may be uploaded, in megabytes.
    #[arg(long, default_value_t = UPLOAD_MEGABYTES, env = "PLUMBLINE_UPLOAD_MB")]
    upload_megabytes: usize,
}

impl Where {
    /// The programme on this database, by the machine's clock, for what has nothing to do with surveys: under a key
    /// that nobody keeps.
    pub async fn programme(&self) -> Result<Programme, String> {
        let (key, _) = SurveyKey::made().map_err(|e| e.to_string())?;
        Ok(programme(self.db().await?, Arc::new(SystemClock), self.upload_megabytes, key))
    }

    async fn db(&self) -> Result<Db, String> {
        match &self.database {
            Some(address) => Db::server(address).await.map_err(|e| e.to_string()),
            None => embedded(&self.data).await,
        }
    }
}

/// Arguments of `serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Where,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", env = "PLUMBLINE_LISTEN")]
    listen: SocketAddr,
    /// The file of the survey key, the same on every node; made where there is none. Left out, it is `survey.key` in
    /// the data folder. Keep a copy apart from the database and its backups.
    #[arg(long, env = "PLUMBLINE_SURVEY_KEY")]
    survey_key: Option<PathBuf>,
    /// Throw away the codes and answers of open surveys where their survey key is lost.
    #[arg(long)]
    forget_sealed_answers: bool,
    /// The address of a proxy before it, which says for whom it asks. More than one with commas between. Without it
    /// everybody behind a proxy counts as one where wrong survey codes are counted.
    #[arg(long, value_delimiter = ',', env = "PLUMBLINE_TRUSTED_PROXY")]
    trusted_proxy: Vec<IpAddr>,
    /// The council's number to ring for help with a survey, where the letter is not at hand.
    #[arg(long, env = "PLUMBLINE_HELP_PHONE")]
    help_phone: Option<String>,
    /// Send cookies without https. Only where nothing but this machine can listen.
    #[arg(long)]
    plain_http: bool,
}

/// Arguments of `demo`.
#[derive(Args)]
pub struct Demo {
    /// The port to listen on, on this machine only.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder of the example's database. It is filled the first time.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// A PostgreSQL address instead, of an empty database.
    #[arg(long)]
    database: Option<String>,
}

/// Runs on a runtime of its own.
pub fn run(task: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("The program cannot start: {e}."))?
        .block_on(task)
}

impl Serve {
    pub async fn serve(self) -> Result<(), String> {
        tell();
        let db = self.place.db().await?;
        let file = self.survey_key.unwrap_or_else(|| self.place.data.join(SURVEY_KEY));
        let key = survey_key::of(&file, &db, self.forget_sealed_answers).await?;
        let programme = programme(db, Arc::new(SystemClock), self.place.upload_megabytes, key);
        let settings = SiteSettings {
            council: council(&programme).await?,
            demo: false,
            secure_cookies: !self.plain_http,
            upload_limit: self.place.upload_megabytes * 1024 * 1024,
            trusted_proxies: self.trusted_proxy,
            help_phone: self.help_phone.filter(|phone| !phone.trim().is_empty()),
        };
        listen(Site::new(programme, settings), self.listen).await
    }
}

impl Demo {
    pub async fn serve(self) -> Result<(), String> {
        tell();
        let mut db = self.db().await?;
        let clock = Arc::new(SetClock::at(DateTime::<Utc>::MIN_UTC));
        std::fs::create_dir_all(&self.data).map_err(|e| format!("{} cannot be made: {e}.", self.data.display()))?;
        let file = self.data.join(SURVEY_KEY);
        if setting(&db, FILLED).await?.is_none() {
            if self.database.is_none() {
                // Whatever an interrupted filling left behind is told again from the beginning.
                db.close().await;
                for file in ["plumbline.sqlite", "plumbline.sqlite-wal", "plumbline.sqlite-shm"] {
                    let _ = std::fs::remove_file(self.data.join(file));
                }
                db = self.db().await?;
            }
            println!(
                "Filling {} with the worked example:",
                self.database.as_ref().map_or_else(|| self.data.display().to_string(), |_| "the server".to_owned())
            );
            let key = survey_key::of(&file, &db, false).await?;
            let filling = programme(db.clone(), clock.clone(), UPLOAD_MEGABYTES, key);
            demo::fill(filling, clock, |step| println!("  {step}"))
                .await
                .map_err(|e| format!("The example could not be filled: {e}."))?;
            let began = SystemClock.now().to_rfc3339();
            put_setting(&db, FILLED, &began).await?;
        }
        let key = survey_key::of(&file, &db, false).await?;
        let programme = programme(db.clone(), Arc::new(self.clock(&db).await?), UPLOAD_MEGABYTES, key);
        let settings = SiteSettings {
            council: council(&programme).await?,
            demo: true,
            secure_cookies: false,
            upload_limit: UPLOAD_MEGABYTES * 1024 * 1024,
            trusted_proxies: Vec::new(),
            help_phone: None,
        };
        println!("Everybody and everything in it is invented. It is Monday 16 November 2026 there.");
        println!("Choose who to be on the first page: Alun Prothero, quality assurance lead, is a good start.");
        listen(Site::new(programme, settings), SocketAddr::from(([127, 0, 0, 1], self.port))).await
    }

    async fn db(&self) -> Result<Db, String> {
        match &self.database {
            Some(address) => Db::server(address).await.map_err(|e| e.to_string()),
            None => embedded(&self.data).await,
        }
    }

    /// Time goes on from the morning of the example, from when it was filled.
    async fn clock(&self, db: &Db) -> Result<ShiftedClock, String> {
        let began: DateTime<Utc> =
            setting(db, FILLED).await?.and_then(|text| text.parse().ok()).unwrap_or_else(|| SystemClock.now());
        let there: DateTime<Utc> = demo::TODAY.parse().map_err(|e| format!("the day of the example: {e}"))?;
        Ok(ShiftedClock(there - began))
    }
}

/// The setting that says when the example was filled.
const FILLED: &str = "demo-filled-at";

fn programme(db: Db, clock: Arc<dyn Clock>, upload_megabytes: usize, key: SurveyKey) -> Programme {
    let files = ReadInChild { max_bytes: upload_megabytes * 1024 * 1024 };
    Programme::new(db, clock, Arc::new(files), Hashing::Strong, key)
}

async fn embedded(folder: &Path) -> Result<Db, String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("The folder {} cannot be made: {e}.", folder.display()))?;
    Db::embedded(&folder.join("plumbline.sqlite")).await.map_err(|e| e.to_string())
}

async fn setting(db: &Db, name: &str) -> Result<Option<String>, String> {
    let read = async {
        let mut tx = db.begin(Mode::Read).await?;
        store::settings::get(&mut tx, name).await
    };
    read.await.map_err(|e| e.to_string())
}

async fn put_setting(db: &Db, name: &str, value: &str) -> Result<(), String> {
    let write = async {
        let mut tx = db.begin(Mode::Write).await?;
        store::settings::put(&mut tx, name, value).await?;
        tx.commit().await
    };
    write.await.map_err(|e| e.to_string())
}

async fn council(programme: &Programme) -> Result<String, String> {
    Ok(setting(programme.db(), "council").await?.unwrap_or_else(|| "Plumbline".to_owned()))
}

async fn listen(site: Site, address: SocketAddr) -> Result<(), String> {
    let listener = TcpListener::bind(address).await.map_err(|e| format!("{address} cannot be listened on: {e}."))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    println!("Open http://{address}/");
    // Answers are small and whole: waiting to fill a packet would only make them late.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    axum::serve(listener, web::router(site).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stopped())
        .await
        .map_err(|e| e.to_string())
}

/// Waits to be told to stop.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut ended) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = ended.recv() => {}
    }
}

fn tell() {
    let level = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).init();
}
