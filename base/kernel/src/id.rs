//! Typed ids. A thing's id is made where the thing is made (a phone, a form, a script), so that
//! sending it twice is seen; the server only makes one when nobody did.

use std::{borrow::Cow, cmp, fmt, hash, marker::PhantomData, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// The id of a `K`: a UUID, UUIDv7 (RFC 9562) when Hilir makes it.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
    /// The same id seen as another kind, where one document stands for two things
    /// (a sale is also the ledger entry it posts).
    pub const fn cast<L>(self) -> Id<L> {
        Id::new(self.uuid)
    }
    /// Eight characters of the random part, for people to compare; never to look a thing up by.
    pub fn short(self) -> String {
        let text = self.uuid.simple().to_string();
        text[text.len() - 8..].to_uppercase()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Uuid::try_parse(&text).map(Self::new).map_err(|_| de::Error::custom("kernel.id"))
    }
}
impl<K> JsonSchema for Id<K> {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "format": "uuid", "description": "made by the client, UUIDv7"
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $alias:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $kind {}
        pub type $alias = Id<$kind>;
    )* };
}
kinds! {
    /// A unit (UPT) that owns goods until they are sold.
    ConsignorKind => ConsignorId,
    ShopKind => ShopId,
    UserKind => UserId,
    MakerKind => MakerId,
    SessionKind => SessionId,
    TokenKind => TokenId,
    PaperLinkKind => PaperLinkId,
    AuditPackKind => AuditPackId,
    ProductKind => ProductId,
    PhotoKind => PhotoId,
    AgreementKind => AgreementId,
    /// One version of an agreement's terms: the first, and one for each amendment.
    TermsKind => TermsId,
    BatchKind => BatchId,
    JobKind => JobId,
    DeliveryKind => DeliveryId,
    ReceiptKind => ReceiptId,
    DiscrepancyKind => DiscrepancyId,
    /// A movement on the shelf: return, damage, loss, transfer.
    MovementKind => MovementId,
    CountKind => CountId,
    SaleKind => SaleId,
    RefundKind => RefundId,
    /// An article for the public.
    StoryKind => StoryId,
    /// What a buyer asked for at a shop.
    AskKind => AskId,
    /// More pieces that a shop asks a unit for.
    RequestKind => RequestId,
    /// Pieces that a buyer asks a shop to set aside.
    OrderKind => OrderId,
    /// What somebody wants a unit to make for him.
    LeadKind => LeadId,
    /// What a buyer says of what he bought.
    ReviewKind => ReviewId,
    ComplaintKind => ComplaintId,
    /// That a batch must come back.
    NoticeKind => NoticeId,
    ExpenseKind => ExpenseId,
    StatementKind => StatementId,
    RemittanceKind => RemittanceId,
    RuleKind => RuleId,
    DistributionKind => DistributionId,
    PayoutKind => PayoutId,
    BillingKind => BillingId,
    FileKind => FileId,
    /// The document that caused postings; every document posts at most once.
    EntryKind => EntryId,
    AccountKind => AccountId,
    /// A phone or computer of a shop that sells also without a network.
    DeviceKind => DeviceId,
    /// One thing that a clerk did at a device.
    ActKind => ActId,
    /// A queue that came as a file.
    ImportKind => ImportId,
}
