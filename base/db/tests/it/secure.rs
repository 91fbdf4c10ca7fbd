//! TLS to PostgreSQL, with a server whose certificate an own authority signed.

use std::time::Duration;

use db::{Db, Error, sql};
use tokio_postgres::NoTls;

use crate::world::fresh_directory;

/// Run by the server itself, so that the key is its own and nobody else's.
const CERTIFY: &str = "COPY (SELECT 1) TO PROGRAM '
    cat >/dev/null; exec 2>/dev/null; set -e
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=trial -days 2
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost
    echo subjectAltName=IP:127.0.0.1 >names
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt \
      -days 2 -extfile names
    chmod 600 server.key'";

/// Turns TLS on and gives the authority's certificate; `None` where there is no openssl.
async fn turn_on(url: &str) -> Option<String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a server");
    tokio::spawn(connection);
    client.batch_execute(CERTIFY).await.ok()?;
    client.batch_execute("ALTER SYSTEM SET ssl = on").await.expect("set");
    client.batch_execute("SELECT pg_reload_conf()").await.expect("read again");
    let row = client.query_one("SELECT pg_read_file('ca.crt')", &[]).await.expect("a file");
    Some(row.get(0))
}

#[test]
fn the_certificate_is_checked() {
    let Some(cluster) = testkit::Cluster::durable() else { return };
    let url = cluster.empty();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Some(authority) = runtime.expect("a runtime").block_on(turn_on(&url)) else {
        return testkit::skip("TLS to PostgreSQL", "apt-get install openssl");
    };
    let directory = fresh_directory();
    let file = directory.join("ca.crt");
    std::fs::write(&file, authority).expect("written");
    let file = file.display();
    // The server reads its settings again in its own time.
    let trusted = format!("{url}?sslmode=verify-full&sslrootcert={file}&workers=1&readers=1");
    let db = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        Db::open(&trusted).ok()
    });
    let sql = sql!("SELECT CAST($1 AS boolean)");
    let asked = db.expect("connected").read_now(move |r| r.one(sql, &[&true], |row| row.bool(0)));
    assert!(asked.expect("an answer"));
    let unknown = Db::open(&format!("{url}?sslmode=require&workers=1&readers=1")).map(drop);
    match unknown {
        Err(Error::Unavailable(why)) => assert!(why.contains("UnknownIssuer"), "{why}"),
        other => panic!("{other:?}"),
    }
    let wrong_name = trusted.replace("127.0.0.1", "localhost");
    match Db::open(&wrong_name).map(drop) {
        Err(Error::Unavailable(why)) => assert!(why.contains("not valid for name"), "{why}"),
        other => panic!("{other:?}"),
    }
    std::fs::remove_dir_all(directory).expect("removed");
}
