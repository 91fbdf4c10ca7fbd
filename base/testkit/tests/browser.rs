//! The browser is real, finds barriers, and is as narrow as it is told to be.
#![expect(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use testkit::{Browser, DESK, PHONE, browser};

const GOOD: &str = "<!doctype html><html lang='id'><head><meta charset='utf-8'>\
    <meta name='viewport' content='width=device-width'><title>Rak</title></head>\
    <body><main><h1>Rak</h1><p>Dua belas perangkap tikus.</p></main></body></html>";
const BAD: &str = "<!doctype html><html><head><title>Rak</title>\
    <meta name='viewport' content='width=device-width, initial-scale=1, minimum-scale=1'></head>\
    <body><img src='/x.png'><div style='width: 900px'>lebar</div>\
    <script>document.title = 'script ran'</script></body></html>";
const SCRIPTED: &str = "data:text/html,<title>no</title><script>document.title='ran'</script>";

/// Serves both pages as Hilir would: no script but its own files.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(answer));
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.find(|line| line.is_empty());
    let page = if first.contains("/good") { GOOD } else { BAD };
    let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\
         Content-Security-Policy: {policy}\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    drop(stream.write_all((head + page).as_bytes()));
}

async fn width(browser: &Browser) -> i64 {
    let width = browser.execute("return window.innerWidth", Vec::new()).await.unwrap();
    width.as_i64().unwrap()
}

#[tokio::test]
async fn barriers_are_found_and_widths_are_true() {
    let Some(browser) = browser().await else { return };
    let server = server();
    browser.goto(&format!("{server}/good")).await.unwrap();
    assert_eq!(width(&browser).await, i64::from(DESK));
    assert_eq!(browser.axe().await, []);
    browser.set_size(PHONE).await;
    assert_eq!(width(&browser).await, i64::from(PHONE));
    assert!(!browser.overflows().await);

    browser.goto(&format!("{server}/bad")).await.unwrap();
    assert!(browser.overflows().await);
    let found = browser.axe().await;
    let axe_was_there = testkit::repository().join("target/axe/node_modules/axe-core").exists();
    if axe_was_there {
        let rules: Vec<&str> = found.iter().map(|violation| violation.rule.as_str()).collect();
        assert!(rules.contains(&"image-alt") && rules.contains(&"html-has-lang"), "{rules:?}");
    }
    assert_eq!(browser.title().await.unwrap(), "Rak", "the policy holds in this browser");

    let file = testkit::guardian::folder("picture").join("page.png");
    browser.screenshot_to(&file).await.unwrap();
    assert!(std::fs::read(&file).unwrap().starts_with(b"\x89PNG"));
    browser.close().await;
}

#[tokio::test]
async fn a_page_can_be_seen_in_the_dark_and_without_scripts() {
    let Some(browser) = browser().await else { return };
    browser.goto(&format!("{}/good", server())).await.unwrap();
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    for scheme in ["dark", "light"] {
        browser.set_scheme(scheme).await;
        let seen = browser.execute(dark, Vec::new()).await.unwrap();
        assert_eq!(seen.as_bool(), Some(scheme == "dark"));
    }
    for (on, title) in [(true, "ran"), (false, "no")] {
        browser.set_javascript(on).await;
        browser.goto(SCRIPTED).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), title);
    }
    browser.close().await;
}
