//! What narrows a list is seen above it, and stays when it is searched, paged and downloaded: a link
//! from a figure, a filter, the unit that somebody of several chose.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    crawl::{links, walk_looking},
    house::{Answer, Visitor, shared},
};

/// The names and values of a query that say something, but for the page.
fn said(address: &str) -> BTreeMap<String, String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    pairs.filter(|(name, value)| name != "page" && !value.trim().is_empty()).collect()
}

/// The form above a list.
fn bar(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<form class=\"browse\"")?;
    rest.split("</form>").next()
}

/// What the form would send for a name: a chosen option, what stands in a field.
fn sends(bar: &str, name: &str) -> Option<String> {
    let (before, rest) = bar.split_once(&format!("name=\"{name}\""))?;
    let field = match before.rsplit('<').next()?.starts_with("select") {
        false => rest,
        true => {
            let head =
                |option: &&str| option.split('>').next().unwrap_or_default().contains(" selected");
            rest.split("</select>").next()?.split("<option ").find(head)?
        }
    };
    let value = field.split_once("value=\"")?.1.split('"').next()?;
    Some(value.replace("&amp;", "&").replace("&quot;", "\""))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_a_list_stays_with_it() {
    let house = shared();
    let (mut wrong, mut looked) = (BTreeSet::new(), 0);
    for player in ["kasubsi", "pengelola", "hendri", "kanwil", "bendahara"] {
        let visitor = Visitor::sign_in(house, player).await;
        // One address for each way in which a list is narrowed anywhere.
        let mut ways: BTreeMap<(String, Vec<String>), String> = BTreeMap::new();
        let mut note = |_: &str, _: &str, answer: &Answer| {
            for link in links(&answer.body).into_iter().filter(|link| !link.contains("unduh.")) {
                let path = link.split('?').next().unwrap_or_default().to_owned();
                let names: Vec<String> = said(&link).into_keys().collect();
                if !names.is_empty() {
                    ways.entry((path, names)).or_insert(link);
                }
            }
        };
        drop(walk_looking(&visitor, &["/beranda", "/etalase"], &mut note).await);
        for ((path, _), address) in ways {
            let page = visitor.get(&address).await.body;
            let Some(bar) = bar(&page).filter(|bar| bar.contains(&format!("action=\"{path}\"")))
            else {
                continue;
            };
            looked += 1;
            let downloads = links(&page).into_iter().find(|link| link.contains("/unduh.xlsx"));
            for (name, value) in said(&address) {
                if sends(bar, &name).as_ref() != Some(&value) {
                    wrong.insert(format!("{player}: {address}: the form forgets {name}"));
                }
                let taken = downloads.as_deref().map(said);
                if taken.is_some_and(|taken| taken.get(&name) != Some(&value)) {
                    wrong.insert(format!("{player}: {address}: the download forgets {name}"));
                }
            }
        }
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked > 25, "only {looked} narrowed lists");
}
