//! The demonstration: an invented council on an embedded database, ready to sign in to.

use crate::run::{Step, Trouble};
use crate::{assets, place};

const PORT: u16 = 8080;

/// `demo [--port N]`: builds what is needed and serves until interrupted.
pub fn run(options: &[&str]) -> Result<(), Trouble> {
    let port = port(options)?;

    println!("1 of 3. Front-end packages and style sheet.");
    assets::make()?;

    let profile = Profile::at_hand();
    println!("2 of 3. The program ({}). The first build takes some minutes.", profile.words());
    Step::cargo(profile.build()).run()?;

    println!("3 of 3. An invented council, in target/demo-data. Stop with Ctrl-C.");
    let program = place::target().join(profile.folder()).join("plumbline");
    let data = place::target().join("demo-data");
    Step::new(program, &["demo", "--port", &port.to_string(), "--data"]).with(&[&data.display().to_string()]).run()
}

fn port(options: &[&str]) -> Result<u16, Trouble> {
    match options {
        [] => Ok(PORT),
        ["--port", number] => {
            number.parse().map_err(|_| Trouble::new(format!("\"{number}\" is not a port: give a number up to 65535.")))
        }
        _ => Err(Trouble::new("The demonstration takes one option: --port N")),
    }
}

/// How the program is built: quickly, unless a released build is already there to be renewed.
#[derive(Clone, Copy)]
enum Profile {
    Dev,
    Release,
}

impl Profile {
    fn at_hand() -> Self {
        if place::target().join("release/plumbline").is_file() {
            return Profile::Release;
        }
        Profile::Dev
    }

    fn words(self) -> &'static str {
        match self {
            Profile::Dev => "quick build",
            Profile::Release => "release build",
        }
    }

    fn build(self) -> &'static [&'static str] {
        match self {
            Profile::Dev => &["build", "-p", "plumbline"],
            Profile::Release => &["build", "--release", "-p", "plumbline"],
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => "release",
        }
    }
}
