//! The port. As `axum::serve`, but whoever does not finish saying what he wants is not waited for.

use std::{convert::Infallible, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, extract::ConnectInfo, middleware::AddExtension, serve::Listener};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::ServiceExt;

/// A connection that has not sent the whole head of a request after so long is closed, also one
/// that is kept and says nothing: it costs a browser nothing to come again.
pub const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// So long, requests that came before the end may take.
const END_WITHIN: Duration = Duration::from_secs(10);

/// Serves at the port until `told`, then lets requests end.
pub async fn serve(mut listener: TcpListener, router: Router, told: impl Future<Output = ()>) {
    let make = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut http = Builder::new(TokioExecutor::new()).http1_only();
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    // Every connection holds a receiver: it hears of the end, and its going is heard.
    let (end, ended) = watch::channel(());
    let mut told = pin!(told);
    loop {
        let (stream, from) = tokio::select! {
            // Waits by itself where the system has no more connections to give.
            came = Listener::accept(&mut listener) => came,
            () = &mut told => break,
        };
        let service = make.clone().oneshot(from).await.unwrap_or_else(|no: Infallible| match no {});
        let service = TowerToHyperService::new(service);
        tokio::spawn(talk(http.clone(), stream, service, ended.clone()));
    }
    drop((listener, ended));
    end.send_replace(());
    // A long answer to a slow phone does not hold up the end.
    drop(tokio::time::timeout(END_WITHIN, end.closed()).await);
}

/// One connection. What goes wrong here is the other side's going away.
async fn talk(
    http: Builder<TokioExecutor>,
    stream: TcpStream,
    service: TowerToHyperService<AddExtension<Router, ConnectInfo<SocketAddr>>>,
    mut ended: watch::Receiver<()>,
) {
    let mut talk = pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        done = talk.as_mut() => return drop(done),
        _ = ended.changed() => talk.as_mut().graceful_shutdown(),
    }
    drop(talk.await);
}
