//! How a unit writes and who signs: set by those who may, kept by the papers of their day.

use axum::http::StatusCode;
use kernel::{Capability, Day, Reach};
use people::Duty;
use serde_json::json;
use testkit::{World, story};

use crate::{
    house::{fresh, house, token, user},
    places::consignor,
};

const HEAD: [Capability; 1] = [Capability::Sign];
const CLERK: [Capability; 1] = [Capability::RecordGoods];

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// One red dot on what shines through, as base64.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGO4oKDwHwAE5A\
    IQSd1nQAAAAABJRU5ErkJggg==";

#[test]
fn a_head_is_set_with_its_logo_and_kept_by_old_papers() {
    story(|world| {
        let (input, ctx) = (consignor(world, "012345"), people::house(&world.ids, world.now()));
        let unit = input.id;
        world.write(move |tx| people::create_consignor(tx, &ctx, &input)).expect("a unit");
        let (kalapas, clerk) = (
            user(world, "kalapas", Reach::Consignor(unit), &HEAD),
            user(world, "staf", Reach::Consignor(unit), &CLERK),
        );
        let site = house(world);
        let (own, other) = (token(world, kalapas, &HEAD), token(world, clerk, &CLERK));
        let path = format!("/consignors/{unit}/letterhead");
        let head = |id: &serde_json::Value, from: &str, line: &str| {
            let lines = format!("Kementerian\n{line}\n");
            json!({"id": id, "valid_from": from, "lines": lines})
        };
        let first = fresh(world);
        let mut with_logo = head(&first, "2025-01-01", "Lapas Lama");
        with_logo["logo"] = json!({"name": "logo.png", "content": DOT});
        assert_eq!(site.post(&path, &other, &with_logo).status, StatusCode::FORBIDDEN);
        assert_eq!(site.post(&path, &own, &with_logo).status, StatusCode::OK);
        assert_eq!(site.post(&path, &own, &with_logo).json()["already"], json!(true));
        let second = head(&fresh(world), "2025-11-01", "Lapas Baru");
        assert_eq!(site.post(&path, &own, &second).status, StatusCode::OK);
        let heads = site.get(&format!("/consignors/{unit}/letterheads"), &other).json();
        assert_eq!(heads.as_array().map(Vec::len), Some(2), "the same twice counts once: {heads}");
        assert_eq!(
            (&heads[0]["lines"][1], &heads[0]["has_logo"]),
            (&json!("Lapas Baru"), &json!(true))
        );

        let of = |on: &'static str| {
            world
                .read(move |read| people::load_consignor(read, unit)?.letterhead(read, day(on)))
                .expect("a head")
        };
        for (on, line) in [
            ("2024-05-05", "Lapas Lama"),
            ("2025-10-31", "Lapas Lama"),
            ("2025-11-01", "Lapas Baru"),
        ] {
            let head = of(on);
            assert_eq!(head.lines, ["Kementerian", line], "{on}");
            assert!(head.logo.is_some_and(|logo| logo.starts_with(b"\x89PNG")), "{on}");
        }
        let no = [
            (json!({"lines": "  \n "}), "kernel.note"),
            (json!({"lines": "1\n2\n3\n4\n5\n6"}), "people.letterhead_lines"),
            (json!({"logo": {"name": "a.png", "content": "PHN2Zy8+"}}), "people.logo_kind"),
        ];
        for (change, code) in no {
            let mut wish = head(&fresh(world), "2025-12-01", "Lapas");
            change.as_object().expect("fields").iter().for_each(|(key, value)| {
                wish[key] = value.clone();
            });
            assert_eq!(site.post(&path, &own, &wish).code(), code, "{wish}");
        }
        heads[0]["valid_from"].to_string()
    });
}

#[test]
fn a_paper_names_who_signed_on_its_day() {
    story(|world| {
        let (input, ctx) = (consignor(world, "012345"), people::house(&world.ids, world.now()));
        let unit = input.id;
        world.write(move |tx| people::create_consignor(tx, &ctx, &input)).expect("a unit");
        let (kalapas, stranger) = (
            user(world, "kalapas", Reach::Consignor(unit), &HEAD),
            user(world, "kanwil", Reach::Kanwil("Kanwil".into()), &[Capability::Oversee]),
        );
        let site = house(world);
        let own = token(world, kalapas, &HEAD);
        let other = token(world, stranger, &[Capability::Oversee]);
        let path = format!("/consignors/{unit}/signatories");
        let today = world.today();
        let signatory = |id: serde_json::Value, name: &str, from: Day| {
            json!({"id": id, "valid_from": from, "duties": {"statement": true,
                "receipt": "on"}, "job_title": "Kasubsi", "name": name,
                "employee_number": "198001012005011001", "acting_for": "Kepala Lapas"})
        };
        let ani = signatory(fresh(world), "Ani", today.plus_days(-30));
        assert_eq!(site.post(&path, &other, &ani).code(), "people.unknown");
        assert_eq!(site.post(&path, &own, &ani).status, StatusCode::OK);
        let mut nothing = signatory(fresh(world), "Ani", today);
        nothing["duties"] = json!({});
        assert_eq!(site.post(&path, &own, &nothing).code(), "people.no_duty");
        let on = |world: &World, duty: Duty, day: Day| {
            let signer = world.read(move |read| {
                people::load_consignor(read, unit)?.signer(read, ("Yang membuat", duty, day))
            });
            let signer = signer.expect("a signer");
            (signer.name, signer.office, signer.acting_for)
        };
        let ani = ("Ani".to_owned(), "Kasubsi".to_owned(), "Kepala Lapas".to_owned());
        assert_eq!(on(world, Duty::Statement, today), ani);
        assert_eq!(on(world, Duty::Receipt, today.plus_days(-10)), ani, "nobody was known before");
        assert!(on(world, Duty::Press, today).0.is_empty(), "he signs no press sheets");
        assert!(on(world, Duty::Statement, today.plus_days(-31)).0.is_empty(), "not yet in office");
        // A week later Budi follows him, from a day that is past.
        world.advance_days(7);
        let budi = signatory(fresh(world), "Budi", today.plus_days(2));
        assert_eq!(site.post(&path, &own, &budi).status, StatusCode::OK);
        assert_eq!(
            on(world, Duty::Statement, today.plus_days(3)),
            ani,
            "printed before Budi was known"
        );
        assert_eq!(on(world, Duty::Statement, today.plus_days(7)).0, "Budi");
        let listed = site.get(&path, &own).json();
        assert_eq!(listed.as_array().map(Vec::len), Some(4));
        assert_eq!(site.get(&path, &other).status, StatusCode::NOT_FOUND);
        on(world, Duty::Statement, today.plus_days(7)).0
    });
}
