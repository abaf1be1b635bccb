//! The server as it is run: started, replaced on disk, killed while it saves, started again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        Self::start_from(Path::new(env!("CARGO_BIN_EXE_plumbline")), folder)
    }

    fn start_from(program: &Path, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .args(["demo", "--port", "0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let out = BufReader::new(child.stdout.take().expect("an output"));
        let line =
            out.lines().map_while(Result::ok).find(|line| line.contains("http://")).expect("it says where it listens");
        let address = line.split("http://").nth(1).expect("an address").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    fn ask(&self, request: &str) -> String {
        ask(&self.address, request).expect("an answer")
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> String {
        self.ask(&self.posted(path, cookie, body))
    }

    fn posted(&self, path: &str, cookie: &str, body: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
    }
}

fn ask(address: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    Ok(String::from_utf8_lossy(&reply).into_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cookie(reply: &str) -> String {
    let line = reply.lines().find(|l| l.to_lowercase().starts_with("set-cookie: plumbline=")).expect("a cookie");
    line[12..].split(';').next().expect("a value").to_owned()
}

fn csrf(page: &str) -> String {
    let at = page.find("name=\"csrf\" value=\"").expect("a form") + 19;
    page[at..].split('"').next().expect("a value").to_owned()
}

#[test]
fn a_file_is_still_read_after_the_program_was_replaced_by_a_newer_one() {
    let folder = std::env::temp_dir().join(format!("plumbline-newer-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    // A second name for the program, beside it: nothing is written, so nothing can hold it open for writing.
    let built = Path::new(env!("CARGO_BIN_EXE_plumbline"));
    let program = built.with_file_name(format!("plumbline-newer-{}", std::process::id()));
    std::fs::hard_link(built, &program).expect("a second name");
    let server = Server::start_from(&program, &folder.join("data"));
    std::fs::remove_file(&program).expect("removed");
    let me = cookie(&server.post("/sign-in", "", "person=data"));
    let csrf = csrf(&server.get("/people", &me));
    let csv =
        "team,worker,case reference,opened,type,closed\r\nHarbour Team,Odette Marlowe-Finch,HT-1,2026-01-05,review,";
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"harbour.csv\"\r\nContent-Type: text/csv\r\n\r\n{csv}\r\n--b--\r\n"
    );
    let request = server.posted("/people/imports", &me, &body);
    let request = request.replace("application/x-www-form-urlencoded", "multipart/form-data; boundary=b");
    let reply = server.ask(&request);
    assert!(
        reply.starts_with("HTTP/1.1 303") && reply.contains("/people/imports/"),
        "{}",
        &reply[..200.min(reply.len())]
    );
    drop(server);
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let folder = std::env::temp_dir().join(format!("plumbline-kill-{}", std::process::id()));
    let server = Server::start(&folder);
    let signed_in = server.post("/sign-in", "", "person=ld-04");
    let me = cookie(&signed_in);
    let standards = server.get("/standards", &me);
    let draft = standards.split("href=\"").find_map(|s| {
        let link = s.split('"').next()?;
        (link.starts_with("/standards/") && s.contains("2027.1")).then(|| link.to_owned())
    });
    let draft = draft.expect("a draft open to comment");
    let page = server.get(&draft, &me);
    let body = format!("csrf={}&comment=Written+just+before+the+power+went", csrf(&page));
    let saved = server.post(&format!("{draft}/comments"), &me, &body);
    assert!(saved.starts_with("HTTP/1.1 303"), "{}", &saved[..200.min(saved.len())]);

    // Somebody goes on saving, one after another, while the server is killed: not asked to stop.
    let (address, csrf) = (server.address.clone(), csrf(&page));
    let requests: Vec<String> = (0..5_000)
        .map(|number| {
            let body = format!("csrf={csrf}&comment=Number+{number}+is+whole.");
            server.posted(&format!("{draft}/comments"), &me, &body)
        })
        .collect();
    let saving = std::thread::spawn(move || {
        requests
            .iter()
            .take_while(|request| ask(&address, request).is_ok_and(|r| r.starts_with("HTTP/1.1 303")))
            .count()
    });
    std::thread::sleep(std::time::Duration::from_millis(500));
    drop(server);
    let acknowledged = saving.join().expect("it saved until it could not");
    assert!(acknowledged > 0 && acknowledged < 5_000, "killed in the middle: {acknowledged}");

    let again = Server::start(&folder);
    let page = again.get(&draft, &me);
    assert!(page.contains("Written just before the power went"), "the comment and the session are both still there");
    for number in 0..acknowledged {
        assert!(page.contains(&format!("Number {number} is whole.")), "{number} of {acknowledged} is lost");
    }
    let kept = page.matches(" is whole.").count();
    assert!(kept == acknowledged || kept == acknowledged + 1, "only the one under way may be there or not: {kept}");
    drop(again);
    a_lost_survey_key_is_told_and_never_replaced(&folder);
    std::fs::remove_dir_all(&folder).expect("removed");
}

/// Two surveys of the example are open: what is sealed for them can be given up, and is never lost in silence.
fn a_lost_survey_key_is_told_and_never_replaced(folder: &Path) {
    let key = folder.join("survey.key");
    std::fs::rename(&key, folder.join("elsewhere")).expect("the key is moved away");
    let serve = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder).args(more);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let refused = serve(&[]).wait_with_output().expect("it ends");
    let says = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && says.contains("--forget-sealed-answers"), "{says}");
    assert!(!key.exists(), "no other key is put in its place");
    let mut given_up = serve(&["--forget-sealed-answers"]);
    let out = BufReader::new(given_up.stdout.take().expect("an output"));
    let listens = out.lines().map_while(Result::ok).any(|line| line.contains("http://"));
    given_up.kill().and_then(|()| given_up.wait()).expect("it ends");
    assert!(listens && key.exists(), "it starts afresh, with a key of its own");
}
