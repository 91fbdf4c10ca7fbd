//! Text that would run if a page let it. It stands in every text that the house keeps, put there
//! past all doors, so that also a text which a door would refuse today is shown only as text.

use std::collections::{BTreeMap, BTreeSet};

use db::{Db, Read, Sql, Tx};

use crate::{
    crawl::walk_looking,
    house::{Answer, Visitor, play},
};

/// What breaks out of an attribute, of a text, and of a paper's template.
const POISON: &str = r#"q"'><img src=x onerror=alert(7)><script>alert(7)</script>#panic() $_*"#;
/// What a page may never hold as it stands.
const RAW: [&str; 3] = ["q\"'>", "<img src=x", "<script>alert(7)"];

/// Columns, of one table or of any, whose text the program itself chooses or derives, each with
/// the reason.
const OWN: [(&str, &str); 21] = [
    ("state", "a word of the program's own"),
    ("kind", "a word of the program's own"),
    ("side", "a word of the program's own"),
    ("cycle", "a word of the program's own"),
    ("part_kind", "a word of the program's own"),
    ("price_set_by", "a word of the program's own"),
    ("commodity", "a word of the program's own"),
    ("source", "a word of the program's own"),
    ("payment", "a word of the program's own"),
    ("acting_for", "a word of the program's own"),
    ("counted_from", "a day"),
    ("zone", "a word of the program's own"),
    ("mime", "read from the file itself"),
    ("photo_mime", "read from the file itself"),
    ("password_hash", "a hash"),
    ("qris", "its checksum is proven when it is written, and again when it is shown"),
    ("kanwil", "compared between a person and a unit"),
    ("orders_order.code", "letters of the program's own choice"),
    ("orders_order.campaign", "a code of the program's own, or nothing"),
    ("slug", "cut from the title, of letters and hyphens alone"),
    ("heard", "the small letters of what is shown, for the search"),
];
/// Texts that the walk sees nowhere, each with the reason.
const UNSEEN: [(&str, &str); 8] = [
    ("people_maker_identity.name", "shown to one who asks and says what for"),
    ("people_maker_identity.registration_number", "as the name"),
    ("agreements_terms.addendum_reason", "the story has no addendum"),
    ("agreements_terms.discard_reason", "the story has no addendum"),
    ("agreements_agreement.end_reason", "no agreement of the story has ended"),
    ("sales_refund.reason", "on the page of one sale of many: the room's own test"),
    ("sales_refund.exception", "as its reason"),
    ("sales_below.reason", "nothing of the story is sold so low: the room's own test"),
];
/// Rooms' tables; the waist's own hold no words.
const ROOMS: [&str; 16] = [
    "people_",
    "catalogue_",
    "agreements_",
    "production_",
    "consignment_",
    "sales_",
    "settlement_",
    "demand_",
    "orders_",
    "feedback_",
    "till_",
    "audit_",
    "stories_",
    "network_",
    "promotion_",
    "intake_",
];

fn sql_of(text: String) -> Sql {
    let text: &'static str = text.leak();
    Sql { text, lite: text, at: "test" }
}

/// Every column of free text: not a day, not JSON, not one of a list of words.
fn free_texts(read: &mut Read) -> db::Result<Vec<(String, String)>> {
    let tables = sql_of("SELECT name, sql FROM sqlite_master WHERE type = 'table'".to_owned());
    let tables = read.all(tables, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    let mut found = Vec::new();
    for (table, made) in tables {
        if !ROOMS.iter().any(|room| table.starts_with(room)) {
            continue;
        }
        let columns = format!("SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'");
        for column in read.all(sql_of(columns), &[], |row| row.get::<String>(0))? {
            let listed = made.contains(&format!("{column} IN ("));
            let place = format!("{table}.{column}");
            let own = OWN.iter().any(|(name, _)| *name == column || *name == place);
            let odd = format!(
                "SELECT CAST(COUNT(*) AS bigint) FROM {table} WHERE \
                 {column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR {column} GLOB '{{*' \
                 OR {column} GLOB '[[]*'"
            );
            let odd: i64 = read.one(sql_of(odd), &[], |row| row.get(0))?;
            let day = column.ends_with("_on") || column.ends_with("_day") || column == "valid_from";
            if !listed && !own && !day && odd == 0 {
                found.push((table.clone(), column));
            }
        }
    }
    Ok(found)
}

/// Puts the poison into every free text, with a mark of its own: the mark → where it stands.
fn poison(db: &Db) -> BTreeMap<String, String> {
    let columns = db.read_now(free_texts).expect("the columns");
    let mut marks = BTreeMap::new();
    for (n, (table, column)) in columns.into_iter().enumerate() {
        let mark = format!("z{n}z");
        let text = format!("{mark}{POISON}");
        // A text that nobody gave stands there too, where the table lets it.
        let ways = [
            format!("UPDATE {table} SET {column} = COALESCE({column}, '') || $1"),
            format!("UPDATE {table} SET {column} = {column} || $1 WHERE {column} IS NOT NULL"),
            format!("UPDATE {table} SET {column} = substr($1, 1, length({column}))"),
        ];
        let done = ways.into_iter().find_map(|way| {
            let text = text.clone();
            let sql = sql_of(way);
            db.write_now(move |tx: &mut Tx| tx.run(sql, &[&text])).ok()
        });
        if done.is_some_and(|rows| rows > 0) {
            marks.insert(mark, format!("{table}.{column}"));
        }
    }
    marks
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_shown_as_text_and_never_run() {
    let house = play(testkit::sqlite());
    let mut visitors = vec![("nobody", Visitor::stranger(&house))];
    for player in &house.cast.players {
        let visitor = Visitor::sign_in(&house, player.sign_in_name).await;
        visitors.push((player.sign_in_name, visitor));
    }
    let marks = poison(&house.db);
    assert!(marks.len() > 60, "{} texts: {marks:?}", marks.len());
    let (mut wrong, mut shown, mut pages) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (name, visitor) in &visitors {
        let mut look = |at: &str, of: &str, answer: &Answer| {
            // What a reader of a spreadsheet must not run, `sheets.rs` and the scribe's tests hold.
            let sheet = ["text/csv", "spreadsheet"];
            let sheet = sheet.iter().any(|kind| answer.content_type.contains(kind));
            let json = answer.content_type.contains("json") || sheet;
            let text = ["text/", "image/svg", "xml", "javascript"];
            if json || !text.iter().any(|kind| answer.content_type.contains(kind)) {
                return;
            }
            pages += 1;
            for raw in RAW.iter().filter(|raw| answer.body.contains(**raw)) {
                wrong.insert(format!("{name}: {of} ({at}) holds {raw}"));
            }
            shown.extend(marks.keys().filter(|mark| answer.body.contains(mark.as_str())));
        };
        let broken = walk_looking(visitor, &["/beranda", "/etalase"], &mut look).await.wrong;
        wrong.extend(broken.into_iter().map(|one| format!("{name}: {one}")));
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    let unseen: Vec<_> = marks.iter().filter(|(mark, _)| !shown.contains(mark)).collect();
    assert!(pages > 200, "only {pages} pages");
    let known = |place: &str| UNSEEN.iter().any(|(unseen, _)| *unseen == place);
    let unknown: Vec<_> = unseen.iter().filter(|(_, place)| !known(place)).collect();
    // A table that is newer than the story may have a text or two that no page of it shows yet.
    assert!(unknown.len() < 10, "seen nowhere: {unknown:?}");
}
