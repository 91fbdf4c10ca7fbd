//! What strangers read: pages, feeds, structured data; never a name, never somebody else's choice.

use axum::http::header::{COOKIE, IF_NONE_MATCH};
use kernel::StoryId;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, officer, story};
use teststand::{look, look_with, send, serve};

use crate::{
    reactions::react,
    world::{act, add_photo, fresh, open, publish, step, text, write},
};

const EVIL: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \
    [klik](javascript:alert(1)) ![x](https://evil.example/p.png) <svg onload=alert(1)>";

#[test]
fn a_story_is_whole_and_its_head_tells_of_it() {
    let world = World::quick();
    let market = open(&world);
    let id: StoryId = fresh(&world);
    let mut input = text("Tembus \"Pasar\" <b>");
    input["id"] = json!(id);
    input["effective_on"] = json!("2025-11-10");
    input["products"] = json!([{"product": market.trap}]);
    input["shops"] = json!([{"shop": OTHER_SHOP}, {"shop": SHOP}]);
    act(&world, &officer(LAPAS), stories::write, input).expect("written");
    let photo = add_photo(&world, id, true).expect("a photo");
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    let page = look(&site, "", &format!("/kabar/tembus-pasar-b-{id}"));
    assert_eq!(page.status, 200);
    for part in [
        "<span class=\"dateline\">Pangkalpinang, INFO_PAS</span> — Kabar <strong>contoh</strong>",
        "Paragraf kedua. (IR)</p>",
        "Lapas Contoh",
        "datetime=\"2025-11-03\"",
        "datetime=\"2025-11-01\"",
        "datetime=\"2025-11-10\"",
        "Perangkap di rak",
        "<h3>Perangkap Tikus</h3>",
        &format!("href=\"http://hilir.example/kabar/tembus-pasar-b-{id}\""),
        &format!("property=\"og:image\" content=\"http://hilir.example/foto-kabar/{photo}\""),
        "content=\"Tembus &quot;Pasar&quot; &lt;b&gt;\"",
        &format!("action=\"/kabar/{id}/reaksi\""),
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    let (other, first) = (page.text.find("Toko Lain"), page.text.find("Toko Contoh"));
    assert!(other < first, "in the writer's order");
    let data = page.text.split("ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let data: Value = serde_json::from_str(data.expect("data")).expect("JSON");
    assert_eq!(data["@type"], "NewsArticle");
    assert_eq!(data["headline"], "Tembus \"Pasar\" <b>");
    for wrong in [format!("/kabar/{}", fresh::<()>(&world)), "/kabar/x".into(), "/kabar/é".into()]
    {
        let wrong = wrong.replace('é', "%C3%A9");
        assert_eq!(look(&site, "", &wrong).status, 404, "{wrong}");
    }
}

/// Where a story stands, as its list says.
fn story_address(world: &World, id: StoryId) -> String {
    let slug = crate::world::read(world, id).expect("published").slug;
    format!("/kabar/{slug}{}{id}", if slug.is_empty() { "" } else { "-" })
}

#[test]
fn a_story_has_one_address_and_the_list_an_end() {
    let world = World::quick();
    open(&world);
    let site = serve(&world, stories::screens(), stories::api());
    assert_eq!(look(&site, "", "/kabar").status, 200, "an empty list has its first page");
    assert_eq!(look(&site, "", "/kabar?page=2").status, 404);
    let id = write(&world, "Pertama");
    publish(&world, id);
    let own = format!("/kabar/pertama-{id}");
    for words in ["/kabar/yang-lain-", "/kabar/"] {
        let moved = look(&site, "", &format!("{words}{id}"));
        assert_eq!((moved.status, moved.location.as_str()), (308, own.as_str()), "{words}");
    }
    assert_eq!(look(&site, "", &own).status, 200);
    assert_eq!(look(&site, "", "/kabar?page=99").status, 404);
}

#[test]
fn goods_and_shops_of_a_story_are_links_while_they_have_pages() {
    story(|world: &mut World| {
        let market = open(world);
        let id: StoryId = fresh(world);
        let mut input = text("Kabar");
        input["id"] = json!(id);
        input["products"] = json!([{"product": market.trap}]);
        input["shops"] = json!([{"shop": SHOP}, {"shop": OTHER_SHOP}]);
        act(world, &officer(LAPAS), stories::write, input).expect("written");
        publish(world, id);
        let site = serve(world, stories::screens(), stories::api());
        let links = |site: &axum::Router| {
            let text = look(site, "", &format!("/kabar/kabar-{id}")).text;
            for name in ["Perangkap Tikus", "Toko Contoh", "Toko Lain"] {
                assert!(text.contains(name), "{name}: {text}");
            }
            let good = storefront::address_of("Perangkap Tikus", market.trap);
            let shop = storefront::address_of_shop("Toko Contoh", SHOP);
            let other = storefront::address_of_shop("Toko Lain", OTHER_SHOP);
            [good, shop, other].map(|address| text.contains(&format!("href=\"{address}\"")))
        };
        assert_eq!(links(&site), [false, false, false], "nobody sells it");
        testmarket::agree(world, LAPAS, SHOP, &[(market.trap, 30_000)]);
        assert_eq!(links(&site), [true, true, false]);
        world.advance_days(4_000);
        assert_eq!(links(&site), [false, false, false], "over");
    });
}

/// What XML 1.0 may hold, each tag closed in its order.
fn assert_well_formed(text: &str) {
    let held = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    };
    assert!(text.chars().all(held), "{text:?}");
    let mut open: Vec<&str> = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or_else(|| panic!("an open tag: {piece}"));
        let entity = |rest: &str| rest.split(';').next().is_some_and(|name| name.len() < 6);
        assert!(words.split('&').skip(1).all(entity), "{words}");
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
            None if tag.starts_with('?') || tag.ends_with('/') => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn no_story_makes_a_feed_unreadable() {
    let world = World::quick();
    open(&world);
    let id: StoryId = fresh(&world);
    let mut input = text("Kabar");
    input["id"] = json!(id);
    input["body"] = json!("A&#8;B &#x1F; `C&#11;D` &#xFFFE; &#x202E;E [F&#27;](/a)\n\n&#12;G");
    act(&world, &officer(LAPAS), stories::write, input).expect("written");
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    for address in ["/kabar/atom.xml", "/kabar/rss.xml"] {
        let feed = look(&site, "", address).text;
        assert!(feed.contains("AB") && feed.contains("G"), "{feed}");
        assert_well_formed(&feed);
    }
}

#[test]
fn hostile_stories_do_nothing() {
    let world = World::quick();
    open(&world);
    let id: StoryId = fresh(&world);
    let mut input = text(EVIL);
    input["id"] = json!(id);
    for name in ["body", "place", "agency", "contributor", "initials"] {
        input[name] = json!(EVIL);
    }
    act(&world, &officer(LAPAS), stories::write, input).expect("written");
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    let addresses = [
        story_address(&world, id),
        "/kabar".to_owned(),
        "/kabar/atom.xml".to_owned(),
        "/kabar/rss.xml".to_owned(),
        format!("/redaksi/{id}"),
        format!("/kabar/{id}/reaksi"),
    ];
    for address in addresses {
        let page = look(&site, "kasubsi", &address);
        assert_eq!(page.status, 200, "{address}");
        for evil in
            ["<script>", "<img src=x", "<svg onload", "href=\"javascript", "src=\"https://evil"]
        {
            assert!(!page.text.contains(evil), "{evil} at {address}: {}", page.text);
        }
        let json = page.text.matches("</script>").count();
        assert_eq!(json, page.text.matches("<script type=\"application/ld+json\">").count());
    }
}

#[test]
fn stories_follow_each_other_and_the_list_is_by_day() {
    let mut world = World::quick();
    open(&world);
    let mut ids = Vec::new();
    for title in ["Pertama", "Kedua", "Ketiga"] {
        let id = write(&world, title);
        publish(&world, id);
        ids.push(id);
        world.advance_days(1);
    }
    write(&world, "Konsep Rahasia");
    let site = serve(&world, stories::screens(), stories::api());
    let list = look(&site, "", "/kabar").text;
    let at = |title: &str| list.find(title).unwrap_or_else(|| panic!("{title} in {list}"));
    assert!(at("Ketiga") < at("Kedua") && at("Kedua") < at("Pertama"));
    assert!(!list.contains("Rahasia"));
    let middle = look(&site, "", &format!("/kabar/kedua-{}", ids[1])).text;
    assert!(middle.contains(&format!("/kabar/pertama-{}\" rel=\"prev\"", ids[0])), "{middle}");
    assert!(middle.contains(&format!("/kabar/ketiga-{}\" rel=\"next\"", ids[2])), "{middle}");
    let told = look(&site, "", "/api/v1/storefront/stories");
    let told: Value = serde_json::from_str(&told.text).expect("JSON");
    assert_eq!(
        (told["total"].clone(), told["items"][0]["title"].clone()),
        (json!(3), json!("Ketiga"))
    );
}

#[test]
fn feeds_are_known_again_until_something_happens() {
    let world = World::quick();
    open(&world);
    let id = write(&world, "Pertama");
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    for (address, kind, start) in [
        ("/kabar/atom.xml", "application/atom+xml; charset=utf-8", "<feed"),
        ("/kabar/rss.xml", "application/rss+xml; charset=utf-8", "<rss"),
    ] {
        let feed = look(&site, "", address);
        assert_eq!((feed.status, feed.headers["content-type"].to_str().ok()), (200, Some(kind)));
        assert!(feed.text.contains(start) && feed.text.contains("Pertama"));
        let etag = feed.headers["etag"].to_str().expect("an etag").to_owned();
        let again = look_with(&site, "", address, &[(IF_NONE_MATCH, &etag)]);
        assert_eq!((again.status, again.text.len()), (304, 0), "{address}");
    }
    let before = look(&site, "", "/kabar/atom.xml").headers["etag"].clone();
    let before = before.to_str().expect("an etag");
    let second = write(&world, "Kedua");
    publish(&world, second);
    let after = look_with(&site, "", "/kabar/atom.xml", &[(IF_NONE_MATCH, before)]);
    assert!(after.status == 200 && after.text.contains("Kedua"));
}

#[test]
fn a_feed_knows_no_query_and_the_day_of_the_last_correction() {
    story(|world: &mut World| {
        open(world);
        let first = write(world, "Pertama");
        publish(world, first);
        world.advance_days(2);
        let second = write(world, "Kedua");
        publish(world, second);
        world.advance_days(1);
        let note = json!({"correction": "Satu kata keliru"});
        step(world, &officer(LAPAS), stories::correct, first, note).expect("begun");
        publish(world, first);
        let site = serve(world, stories::screens(), stories::api());
        let feed = look(&site, "", "/kabar/atom.xml?x=1");
        assert_eq!(feed.headers["vary"], "accept-encoding");
        assert_eq!(
            feed.text,
            look_with(&site, "", "/kabar/atom.xml", &[(COOKIE, "bahasa=en")]).text
        );
        let entries: Vec<&str> = feed.text.split("<entry>").collect();
        assert!(entries.len() == 3 && entries[1].contains("Kedua"), "{}", feed.text);
        assert!(entries[2].contains("<updated>2025-11-06T"), "{}", entries[2]);
        assert!(entries[2].contains("<published>2025-11-03T"), "{}", entries[2]);
        assert!(entries[1].contains("<updated>2025-11-05T"), "{}", entries[1]);
    });
}

#[test]
fn the_kept_page_shows_counts_and_nobodys_choice() {
    let world = World::quick();
    open(&world);
    let id = write(&world, "Pertama");
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    let page = || look(&site, "", &format!("/kabar/pertama-{id}"));
    let count = |text: &str| {
        let love = text.split("value=\"love\"").nth(1).expect("a button");
        love.split("reaction-count\">").nth(1).expect("a count")[..1].to_owned()
    };
    assert_eq!(count(&page().text), "0");
    let cookie = react(&site, id, "", "kind=love").cookie("hilir_pembaca");
    assert_eq!(count(&page().text), "1", "true to the last commit");
    let own = look_with(&site, "", &format!("/kabar/pertama-{id}"), &[(COOKIE, &cookie)]);
    assert_eq!(own.text, page().text, "the same for everyone");
    assert!(own.headers.contains_key("etag") && !own.text.contains("aria-pressed"));
    // A program reacts with a secret of its own, and takes it back.
    let secret = "s".repeat(22);
    let address = format!("/api/v1/storefront/stories/{id}/reaction");
    let told = send(&site, "", &address, &json!({"kind": "love", "reader": secret}).to_string());
    assert_eq!(told.status, 200, "{}", told.text);
    assert!(!told.text.contains("fresh"), "{}", told.text);
    assert_eq!(count(&page().text), "2");
    send(&site, "", &address, &json!({"reader": secret}).to_string());
    assert_eq!(count(&page().text), "1");
}

#[test]
fn no_view_has_a_column_for_a_maker() {
    let world = World::quick();
    let views = [
        "stories_public",
        "stories_public_photo",
        "stories_public_product",
        "stories_public_shop",
        "stories_public_correction",
        "stories_headline",
        "storefront_story",
    ];
    for view in views {
        let text: &'static str = format!("SELECT name FROM pragma_table_info('{view}')").leak();
        let sql = db::Sql { text, lite: text, at: "test" };
        let columns: Vec<String> =
            world.read(move |read| read.all(sql, &[], |row| row.get(0))).expect("columns");
        assert!(columns.len() > 3, "{view}: {columns:?}");
        for column in columns {
            for never in ["maker", "written", "created", "approved", "done", "user", "hpp", "floor"]
            {
                assert!(!column.contains(never), "{view}.{column}");
            }
        }
    }
}
