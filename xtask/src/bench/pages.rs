//! Pages: how soon they come, and how much is transferred for them.

use std::collections::{BTreeSet, VecDeque};

use super::client::{Ask, Client};
use super::figures::{Amount, Figures, Times};
use super::html;
use super::server::Server;
use crate::run::Trouble;

/// How often each page is asked for.
const ASKED: usize = 300;
/// What one page may come to with everything it needs.
const SIZE_LIMIT: Amount = Amount::Bytes(80_000);

/// Measures how soon the pages come that hold most. `review` is the address of a review at judging.
pub fn times(server: &Server, review: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let mut lead = server.signed_in("qal")?;
    for (what, path) in [
        ("50 standards of a review, with evidence", format!("{review}/standards")),
        ("Evidence of a review", format!("{review}/evidence")),
        ("12 sources by 50 standards", format!("{review}/coverage")),
        ("Home", "/".to_owned()),
    ] {
        lead.page(&path)?;
        let mut times = Times::default();
        for _ in 0..ASKED {
            times.push(lead.ask(&Ask::zipped(&path))?.expecting(200)?.took);
        }
        figures.spread(&format!("{what}, wall"), &times, "one client, gzip");
    }
    Ok(())
}

/// Measures what is transferred, compressed, for pages of each kind. `presented` is the address of a presented review.
pub fn sizes(server: &Server, review: &str, presented: &str, figures: &mut Figures) -> Result<(), Trouble> {
    let mut nobody = server.client();
    let assets = assets(&mut nobody)?;
    figures.plain(
        "Style sheet, scripts and icon, transferred",
        Amount::Bytes(assets),
        "once, then kept by the browser",
    );
    size("Sign in", "/sign-in", &mut nobody, assets, figures)?;

    let mut lead = server.signed_in("qal")?;
    let case = case(&mut lead, review)?;
    size("Home", "/", &mut lead, assets, figures)?;
    size("Standards", "/standards", &mut lead, assets, figures)?;
    size("50 standards of a review", &format!("{review}/standards"), &mut lead, assets, figures)?;
    size("Case review", &case, &mut lead, assets, figures)?;
    size("Judge a standard", &format!("{review}/standards/S02"), &mut lead, assets, figures)?;
    size("Report", &format!("{presented}/report"), &mut lead, assets, figures)
}

fn size(what: &str, path: &str, client: &mut Client, assets: u64, figures: &mut Figures) -> Result<(), Trouble> {
    let page = client.ask(&Ask::zipped(path))?.expecting(200)?.wire;
    let basis = format!("page {}, gzip, headers included", Amount::Bytes(page));
    figures.limited(&format!("{what}, transferred with assets"), Amount::Bytes(page + assets), SIZE_LIMIT, &basis);
    Ok(())
}

/// The address of one case that was drawn for a review.
fn case(lead: &mut Client, review: &str) -> Result<String, Trouble> {
    let sample = lead.page(&format!("{review}/sample"))?;
    let case = html::link_below(&sample.text(), &format!("{review}/cases"));
    case.ok_or_else(|| Trouble::new(format!("{} leads to no case.", sample.asked)))
}

/// The bytes of everything that a page needs besides itself, scripts that scripts import included.
fn assets(client: &mut Client) -> Result<u64, Trouble> {
    let page = client.page("/sign-in")?;
    let page = page.text();
    let mut wanted: VecDeque<String> = html::attributes(&page, "link", "href").into();
    wanted.extend(html::attributes(&page, "script", "src"));
    let mut had = BTreeSet::new();
    let mut bytes = 0;
    while let Some(path) = wanted.pop_front() {
        if !had.insert(path.clone()) {
            continue;
        }
        bytes += client.ask(&Ask::zipped(&path))?.expecting(200)?.wire;
        if path.ends_with(".js") {
            wanted.extend(imports(&path, &client.page(&path)?.text()));
        }
    }
    Ok(bytes)
}

/// The scripts that a script imports, by address.
fn imports(path: &str, script: &str) -> Vec<String> {
    let from = script.split("from '").skip(1).chain(script.split("from \"").skip(1));
    let named = from.filter_map(|rest| rest.split(['\'', '"']).next());
    named.filter(|name| name.starts_with('.')).map(|name| beside(path, name)).collect()
}

/// "/a/b/c.js" and "../d.js" give "/a/d.js".
fn beside(path: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn what_a_script_imports_stands_beside_it() {
        let script = "import {\n  A,\n} from '../vendor/govuk.js';\nimport { B } from './b.js'; // from 'elsewhere'";
        assert_eq!(imports("/static/1/js/app.js", script), ["/static/1/vendor/govuk.js", "/static/1/js/b.js"]);
    }
}
