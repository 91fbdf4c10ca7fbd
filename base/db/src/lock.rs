//! Named locks: what would otherwise be run again waits in a line.

use kernel::{AgreementId, BatchId, ConsignorId, DeliveryId, ShopId, UserId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A thing that only one write transaction may hold at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// All goods on a shop's shelf.
    Shelf(ShopId),
    /// What buyers asked a shop for: not the shelf's, so that a crowd there holds up no sale.
    Orders(ShopId),
    Agreement(AgreementId),
    Consignor(ConsignorId),
    Batch(BatchId),
    Delivery(DeliveryId),
    User(UserId),
    /// Something of which there is one: a running number, a job.
    Named(&'static str),
}

impl Lock {
    /// The advisory lock's number: 64 bits of a hash. Two locks that share one only wait more.
    pub(crate) fn key(self) -> i64 {
        let (kind, id) = match self {
            Self::Shelf(id) => ("shelf", id.uuid()),
            Self::Orders(id) => ("orders", id.uuid()),
            Self::Agreement(id) => ("agreement", id.uuid()),
            Self::Consignor(id) => ("consignor", id.uuid()),
            Self::Batch(id) => ("batch", id.uuid()),
            Self::Delivery(id) => ("delivery", id.uuid()),
            Self::User(id) => ("user", id.uuid()),
            Self::Named(name) => (name, Uuid::nil()),
        };
        let hash = Sha256::new().chain_update(id.as_bytes()).chain_update(kind).finalize();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash[..8]);
        i64::from_be_bytes(bytes)
    }
}
