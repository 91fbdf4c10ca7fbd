//! TLS to PostgreSQL: `?sslmode=require` asks for it, and then the certificate is always checked,
//! against the machine's own list or `&sslrootcert=/path/of/ca.pem`.

use std::{future::Future, pin::Pin};

use tokio_postgres::{Client, Config, NoTls, config::SslMode};

use crate::{Error, Result};

/// What drives a connection until it ends.
pub(crate) type Drive = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How to reach the server: in the clear, or with whom to trust.
pub(crate) enum Tls {
    Off,
    #[cfg(feature = "tls")]
    On(tokio_postgres_rustls::MakeRustlsConnect),
}

impl Tls {
    /// By the words of the URL, of which `sslrootcert` is ours alone.
    pub(crate) fn new(config: &Config, root: Option<&str>) -> Result<Self> {
        match config.get_ssl_mode() {
            SslMode::Require => Self::on(root),
            // "Prefer" would be no protection: who can listen can also say that there is no TLS.
            _ if root.is_none() => Ok(Self::Off),
            _ => Err(Error::fault("the database URL has sslrootcert: say sslmode=require too")),
        }
    }

    #[cfg(feature = "tls")]
    fn on(root: Option<&str>) -> Result<Self> {
        use std::sync::Arc;
        let roots = trusted(root)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::fault)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self::On(tokio_postgres_rustls::MakeRustlsConnect::new(config)))
    }

    #[cfg(not(feature = "tls"))]
    fn on(_: Option<&str>) -> Result<Self> {
        Err(Error::fault("sslmode=require: this program was built without the feature `tls`"))
    }

    pub(crate) async fn connect(
        &self,
        config: &Config,
    ) -> Result<(Client, Drive), tokio_postgres::Error> {
        // Who uses the client is told of what breaks.
        match self {
            Self::Off => {
                let (client, connection) = config.connect(NoTls).await?;
                Ok((client, Box::pin(async { drop(connection.await) })))
            }
            #[cfg(feature = "tls")]
            Self::On(tls) => {
                let (client, connection) = config.connect(tls.clone()).await?;
                Ok((client, Box::pin(async { drop(connection.await) })))
            }
        }
    }
}

#[cfg(feature = "tls")]
fn trusted(root: Option<&str>) -> Result<rustls::RootCertStore> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    let mut roots = rustls::RootCertStore::empty();
    let Some(path) = root else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return if roots.is_empty() {
            Err(Error::fault("no trusted certificates on this machine: name one as sslrootcert"))
        } else {
            Ok(roots)
        };
    };
    let wrong = |why: String| Error::fault(format!("sslrootcert {path}: {why}"));
    for certificate in CertificateDer::pem_file_iter(path).map_err(|e| wrong(e.to_string()))? {
        let certificate = certificate.map_err(|e| wrong(e.to_string()))?;
        roots.add(certificate).map_err(|e| wrong(e.to_string()))?;
    }
    if roots.is_empty() { Err(wrong("holds no certificate".to_owned())) } else { Ok(roots) }
}
