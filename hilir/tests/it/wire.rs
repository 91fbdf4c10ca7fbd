//! The house at a real port: what only the wire can show.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use hilir::{demo, house::Address};
use kernel::{Clock, Ids, Zone};

use crate::house::{House, played};

/// Serves a demo at a free port, as `hilir serve` does.
async fn serve(house: &House, public_url: &str, trust_proxy: bool) -> SocketAddr {
    let address = Address { public_url: public_url.into(), zone: Zone::Wib, trust_proxy };
    let clock = Clock::from_fn(demo::ends_at);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    // Two servers of one database make different ids.
    let ids = Ids::seeded(at.port().into());
    let router = hilir::house::router(house.db.clone(), clock, ids, address);
    tokio::spawn(hilir::listen::serve(listener, router, std::future::pending()));
    at
}

/// Sends bytes and reads until the server closes or is silent for two seconds.
async fn raw(at: SocketAddr, bytes: Vec<u8>) -> String {
    tokio::task::spawn_blocking(move || talk(at, &bytes)).await.expect("an answer")
}

/// [`raw`], for one who may wait.
pub fn talk(at: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(at).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a limit");
    drop(stream.write_all(bytes));
    let (mut told, mut part) = (Vec::new(), [0; 16_384]);
    while let Ok(n @ 1..) = stream.read(&mut part) {
        told.extend_from_slice(&part[..n]);
    }
    String::from_utf8_lossy(&told).into_owned()
}

pub fn post(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: hilir.example\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\
         {headers}\r\n{body}"
    )
    .into_bytes()
}

pub fn status(told: &str) -> &str {
    told.split(' ').nth(1).unwrap_or("nothing")
}

async fn sign_in(at: SocketAddr, from: &str, password: &str) -> String {
    let form = format!("name=kasir&password={password}");
    raw(at, post("/masuk", &format!("x-forwarded-for: {from}\r\n"), &form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_anybody_could_write_is_not_believed() {
    let house = played();
    let near = serve(&house, "http://hilir.example", false).await;
    for n in 0..5 {
        assert_eq!(status(&sign_in(near, &format!("192.0.2.{n}"), "salah-salah").await), "422");
    }
    assert_eq!(status(&sign_in(near, "192.0.2.99", demo::PASSWORD).await), "429");
    // Behind a proxy of ours the last address counts, whatever stands before it.
    let behind = serve(&house, "https://hilir.example", true).await;
    for n in 0..5 {
        let from = format!("198.51.100.{n}, 203.0.113.7");
        assert_eq!(status(&sign_in(behind, &from, "salah-salah").await), "422");
    }
    assert_eq!(status(&sign_in(behind, "203.0.113.7", demo::PASSWORD).await), "429");
    let other = sign_in(behind, "203.0.113.8", demo::PASSWORD).await;
    assert_eq!(status(&other), "303", "{other}");
    // One who has a whole network of IPv6 counts once.
    for n in 0..5 {
        let from = format!("2001:db8:0:1::{n}");
        assert_eq!(status(&sign_in(behind, &from, "salah-salah").await), "422");
    }
    assert_eq!(status(&sign_in(behind, "2001:db8:0:1::99", demo::PASSWORD).await), "429");
    let elsewhere = sign_in(behind, "2001:db8:0:2::1", demo::PASSWORD).await;
    assert_eq!(status(&elsewhere), "303");
    let cookie = elsewhere.lines().find(|line| line.starts_with("set-cookie: hilir_session="));
    let cookie = cookie.expect("a session");
    for flag in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_with_many_addresses_guesses_no_faster() {
    let house = played();
    let behind = serve(&house, "https://hilir.example", true).await;
    for n in 0..100 {
        // Written straight into the book of attempts: hashing a hundred passwords takes long.
        let address = format!("192.0.2.{n}");
        let noted = house.db.write_now(move |tx| {
            let sql = db::sql!(
                "INSERT INTO people_attempt (id, name_hash, address, at) VALUES ($1, $2, $3, $4)"
            );
            let id = kernel::Id::<()>::new(Ids::seeded(n).uuid(demo::ends_at()));
            let hash = people::secret::hash_of("kasir");
            tx.run(sql, &[&id, &hash.as_slice(), &address, &demo::ends_at()])
        });
        noted.expect("an attempt");
    }
    assert_eq!(status(&sign_in(behind, "203.0.113.1", demo::PASSWORD).await), "429");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wire_bears_anything() {
    let house = played();
    let at = serve(&house, "http://hilir.example", false).await;
    let huge = format!("x-a: {}\r\n", "a".repeat(2 << 20));
    let many = "x-a: b\r\n".repeat(50_000);
    let get = |headers: &str| format!("GET / HTTP/1.1\r\nhost: a\r\n{headers}\r\n").into_bytes();
    for (what, bytes) in [
        ("a huge header", get(&huge)),
        ("too many headers", get(&many)),
        ("a header with a break in it", get("cookie: a\rb\r\n")),
        ("two lengths", get("content-length: 1\r\ncontent-length: 2\r\n")),
        ("a length and chunks", get("content-length: 1\r\ntransfer-encoding: chunked\r\n")),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00".to_vec()),
        (
            "a path that climbs",
            b"GET /assets/../../etc/passwd HTTP/1.1\r\nhost: a\r\n\r\n".to_vec(),
        ),
        ("another's address", b"GET http://evil.example/ HTTP/1.1\r\nhost: evil\r\n\r\n".to_vec()),
        ("too long", post("/api/v1/sales", "", &"x".repeat(3 << 20))),
    ] {
        let told = raw(at, bytes).await;
        let fine = told.is_empty() || !status(&told).starts_with('5');
        assert!(fine && !told.contains("root:"), "{what}: {told:.200}");
        let after =
            raw(at, b"GET /sehat HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_vec());
        assert_eq!(status(&after.await), "200", "after {what}");
    }
    // Nothing that was sent comes back as a header.
    let split = post("/pilihan", "", "lang=en&back=/a%0d%0aset-cookie:%20x=y");
    let told = raw(at, split).await;
    assert!(!told.to_lowercase().contains("set-cookie: x=y"), "{told}");
    let inside = sign_in(at, "-", demo::PASSWORD).await;
    let session = inside.split("set-cookie: ").nth(1).and_then(|line| line.split(';').next());
    let own = format!("cookie: {}\r\n", session.expect("a session"));
    for elsewhere in ["sec-fetch-site: cross-site\r\n", "origin: https://evil.example\r\n"] {
        let told = raw(at, post("/penjualan/baru", &format!("{elsewhere}{own}"), "a=b")).await;
        assert_eq!(status(&told), "403", "{told}");
    }
}

/// How long the server keeps a connection on which a byte of a head comes every second.
fn drips(at: SocketAddr, head: &[u8]) -> Duration {
    let mut stream = TcpStream::connect(at).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a limit");
    let began = Instant::now();
    for byte in head.iter().cycle() {
        drop(stream.write_all(&[*byte]));
        match stream.read(&mut [0; 64]) {
            // Closed, or reset because of the byte that came after the end.
            Ok(0) => break,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            _ if began.elapsed() > 2 * hilir::listen::HEAD_WITHIN => break,
            _ => {}
        }
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_is_not_waited_for() {
    let house = played();
    let at = serve(&house, "http://hilir.example", false).await;
    let within = hilir::listen::HEAD_WITHIN;
    let heads: [&'static [u8]; 2] =
        [b"GET /etalase HTTP/1.1\r\nhost: hilir.example\r\n", b"GET /eta"];
    let slow = heads.map(|head| tokio::task::spawn_blocking(move || drips(at, head)));
    // Meanwhile others are served, and one may take his time between two requests.
    let get = b"GET /sehat HTTP/1.1\r\nhost: hilir.example\r\n\r\n";
    let patient = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(at).expect("a connection");
        let mut part = [0; 4_096];
        for _ in 0..3 {
            stream.write_all(get).expect("sent");
            let n = stream.read(&mut part).expect("an answer");
            assert!(part[..n].starts_with(b"HTTP/1.1 200"));
            std::thread::sleep(within / 2);
        }
    });
    patient.await.expect("served");
    for one in slow {
        let kept = one.await.expect("an end");
        assert!(kept > within / 2 && kept < within * 3 / 2, "kept for {kept:?}");
    }
}
