//! What comes in: one type for the page and the API.

use kernel::{
    Capabilities, Capability, ConsignorId, Day, EntryId, Id, Lang, Line, MakerId, Note,
    PaperLinkId, Quantity, SessionId, ShopId, TokenId, UserId, Zone,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::{duty::Duty, reach::ReachKind};

/// The same fields for making a thing and for changing it, without the loss of the wrong field's
/// name that `serde(flatten)` brings.
macro_rules! created_and_edited {
    ($create:ident, $edit:ident, $details:ident, $subject:ident: $id:ty, {
        $($(#[$meta:meta])* $name:ident: $type:ty,)+
    }) => {
        /// What is registered of one.
        #[derive(Debug, Clone)]
        pub struct $details {
            $(pub $name: $type,)+
        }
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        pub struct $create {
            pub id: $id,
            $($(#[$meta])* pub $name: $type,)+
        }
        /// Replaces what is registered; `id` is the id of the change.
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        pub struct $edit {
            pub id: EntryId,
            pub $subject: $id,
            $($(#[$meta])* pub $name: $type,)+
        }
        impl $create {
            pub fn details(&self) -> $details {
                $details { $($name: self.$name.clone(),)+ }
            }
        }
        impl $edit {
            pub fn details(&self) -> $details {
                $details { $($name: self.$name.clone(),)+ }
            }
        }
    };
}

created_and_edited!(CreateConsignor, EditConsignor, ConsignorDetails, consignor: ConsignorId, {
    name: Line,
    /// Class of the unit, as people write it: "Kelas IIA".
    #[serde(default)]
    unit_class: Option<Line>,
    /// The regional office above the unit.
    kanwil: Line,
    /// The treasury's code of the unit: six digits.
    satker_code: Line,
    /// The account that state revenue is booked on.
    #[serde(default)]
    account_code: Option<Line>,
    address: Line,
    city: Line,
    #[serde(default)]
    phone: Option<Line>,
    #[serde(default)]
    zone: Zone,
    /// Where the public may complain.
    #[serde(default)]
    complaint_contact: Option<Line>,
    /// A neutral name for labels and public pages, where the unit prefers one.
    #[serde(default)]
    brand: Option<Line>,
});

created_and_edited!(CreateShop, EditShop, ShopDetails, shop: ShopId, {
    name: Line,
    owner_name: Line,
    address: Line,
    city: Line,
    /// `0812…`, `+62812…` or `62812…`.
    #[serde(default)]
    whatsapp: Option<Line>,
    /// The text of the shop's own static QRIS code; checked before it is kept.
    #[serde(default)]
    qris: Option<Note>,
    #[serde(default)]
    opening_hours: Option<Line>,
    #[serde(default)]
    zone: Zone,
});

/// What stands above the papers of a unit or a shop, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SetLetterhead {
    pub id: EntryId,
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    #[serde(default)]
    pub shop: Option<ShopId>,
    pub valid_from: Day,
    /// One to five lines of at most 90 letters, from the highest office down.
    pub lines: Note,
    /// Address, telephone.
    #[serde(default)]
    pub foot: Option<Line>,
    /// JPEG, PNG or WebP, at most 8 MiB; without one the last logo stays.
    #[serde(default)]
    pub logo: Option<web::Upload>,
    /// No logo any more.
    #[serde(default)]
    pub without_logo: Tick,
}

/// Who signs which papers of the unit, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SetSignatory {
    pub id: EntryId,
    pub consignor: ConsignorId,
    pub valid_from: Day,
    #[serde(default)]
    pub duties: Duties,
    /// As it stands above the name.
    pub job_title: Line,
    /// Left out where it is written by hand.
    #[serde(default)]
    pub name: Option<Line>,
    /// NIP.
    #[serde(default)]
    pub employee_number: Option<Line>,
    /// The office in whose place he signs ("a.n.").
    #[serde(default)]
    pub acting_for: Option<Line>,
}

/// What somebody signs; each is ticked or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Duties {
    pub delivery: Tick,
    pub difference: Tick,
    pub statement: Tick,
    pub receipt: Tick,
    pub sharing: Tick,
    pub sharing_approval: Tick,
    pub premi: Tick,
    pub state_revenue: Tick,
    pub agreement: Tick,
    pub report: Tick,
    pub certificate: Tick,
    pub press: Tick,
}

impl Duties {
    pub fn set(self) -> Vec<Duty> {
        Duty::ALL.iter().copied().filter(|one| self.has(*one)).collect()
    }
    const fn has(self, one: Duty) -> bool {
        match one {
            Duty::Delivery => self.delivery.0,
            Duty::Difference => self.difference.0,
            Duty::Statement => self.statement.0,
            Duty::Receipt => self.receipt.0,
            Duty::Sharing => self.sharing.0,
            Duty::SharingApproval => self.sharing_approval.0,
            Duty::Premi => self.premi.0,
            Duty::StateRevenue => self.state_revenue.0,
            Duty::Agreement => self.agreement.0,
            Duty::Report => self.report.0,
            Duty::Certificate => self.certificate.0,
            Duty::Press => self.press.0,
        }
    }
}

/// What a person may do; each is ticked or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rights {
    pub record_goods: Tick,
    pub sell: Tick,
    pub approve: Tick,
    pub sign: Tick,
    pub deposit: Tick,
    pub oversee: Tick,
    pub administer: Tick,
}

impl Rights {
    pub fn set(self) -> Capabilities {
        let all = Capability::ALL.into_iter().filter(|one| self.has(*one));
        all.fold(Capabilities::NONE, Capabilities::and)
    }
    pub fn of(all: &[Capability]) -> Self {
        let tick = |one| Tick(all.contains(&one));
        Self {
            record_goods: tick(Capability::RecordGoods),
            sell: tick(Capability::Sell),
            approve: tick(Capability::Approve),
            sign: tick(Capability::Sign),
            deposit: tick(Capability::Deposit),
            oversee: tick(Capability::Oversee),
            administer: tick(Capability::Administer),
        }
    }
    const fn has(self, one: Capability) -> bool {
        match one {
            Capability::RecordGoods => self.record_goods.0,
            Capability::Sell => self.sell.0,
            Capability::Approve => self.approve.0,
            Capability::Sign => self.sign.0,
            Capability::Deposit => self.deposit.0,
            Capability::Oversee => self.oversee.0,
            Capability::Administer => self.administer.0,
        }
    }
}

created_and_edited!(CreateUser, EditUser, UserDetails, user: UserId, {
    /// 3 to 40 small letters, digits, dots, hyphens and underscores.
    sign_in_name: Line,
    name: Line,
    /// As it stands on the papers.
    job_title: Line,
    /// NIP, where the papers want it.
    #[serde(default)]
    employee_number: Option<Line>,
    /// Whose records he sees: with `consignor`, `shop` or `kanwil`.
    reach: ReachKind,
    #[serde(default)]
    consignor: Option<ConsignorId>,
    #[serde(default)]
    shop: Option<ShopId>,
    #[serde(default)]
    kanwil: Option<Line>,
    #[serde(default)]
    capabilities: Rights,
    #[serde(default)]
    lang: Option<Lang>,
});

/// The owner of a shop that a unit registered gets his way in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InviteOwner {
    pub id: UserId,
    pub shop: ShopId,
    /// 3 to 40 small letters, digits, dots, hyphens and underscores.
    pub sign_in_name: Line,
    pub name: Line,
}

/// One user, one change: `id` is the id of the change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OfUser {
    pub id: EntryId,
    pub user: UserId,
}

/// Nothing is typed, so it says little on purpose. No `Debug`: it holds a password.
#[derive(Clone, Deserialize)]
pub struct SignIn {
    pub name: Line,
    pub password: String,
    /// Where he wanted to go.
    #[serde(default, rename = "lanjut")]
    pub next: Option<String>,
}

#[derive(Clone, Deserialize)]
pub struct EnterCode {
    pub code: Line,
    #[serde(default, rename = "lanjut")]
    pub next: Option<String>,
}

/// The first administrator of a fresh installation.
#[derive(Clone, Deserialize)]
pub struct Begin {
    #[serde(rename = "kunci")]
    pub key: Line,
    pub sign_in_name: Line,
    pub name: Line,
    pub job_title: Line,
    pub password: String,
    pub again: String,
}

/// An invitation, or a new password by a link.
#[derive(Clone, Deserialize)]
pub struct AcceptLink {
    #[serde(rename = "kunci")]
    pub key: Line,
    pub password: String,
    pub again: String,
}

#[derive(Clone, Deserialize, JsonSchema)]
pub struct ChangePassword {
    pub old: String,
    pub password: String,
    pub again: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ChooseLanguage {
    pub lang: Lang,
}

/// A code of the authenticator, or a recovery code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct WithCode {
    pub code: Line,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Nothing {}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EndSession {
    pub session: SessionId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CreateToken {
    pub id: TokenId,
    /// What it is for.
    pub name: Line,
    /// At most the user's own.
    #[serde(default)]
    pub capabilities: Rights,
    /// Days that it lives: 1 to 366.
    pub days: Quantity,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RevokeToken {
    pub token: TokenId,
}

/// A link that opens one paper without an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GivePaper {
    pub id: PaperLinkId,
    /// The paper's own address: `/nota/…/nota.pdf`.
    pub path: Line,
    /// What the message says of it.
    pub title: Line,
    /// Whom it is for, so that its giver knows it again.
    pub recipient: Line,
    /// The recipient's WhatsApp, as people write it; it is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Days that it lives: 1 to 90.
    pub days: Quantity,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RevokePaper {
    pub link: PaperLinkId,
}

/// A maker. The name goes into a table of its own that can be erased.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct CreateMaker {
    pub id: MakerId,
    /// Needed where the user has the whole installation in reach.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    /// What every screen shows; made when left out: "WB-001".
    #[serde(default)]
    pub code: Option<Line>,
    #[serde(default)]
    pub name: Option<Line>,
    #[serde(default)]
    pub registration_number: Option<Line>,
}

/// Replaces the maker's name and number.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct RecordIdentity {
    pub id: EntryId,
    pub maker: MakerId,
    pub name: Line,
    #[serde(default)]
    pub registration_number: Option<Line>,
}

/// Asks for a name; the asking is logged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReadIdentity {
    pub id: EntryId,
    pub maker: MakerId,
    /// What for.
    pub purpose: Line,
}

/// Asks for the names of a paper's makers; each reading is logged. `id` opens the paper's copy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OpenNames {
    pub id: EntryId,
    pub makers: Vec<MakerId>,
    /// What for.
    pub purpose: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EraseIdentity {
    pub id: EntryId,
    pub maker: MakerId,
    pub reason: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TransferMaker {
    /// Of the person's new row, at the other unit.
    pub id: MakerId,
    pub maker: MakerId,
    /// The unit he goes to.
    pub to: ConsignorId,
    pub moved_on: Day,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseMaker {
    pub id: EntryId,
    pub maker: MakerId,
    pub released_on: Day,
    #[serde(default)]
    pub note: Option<Note>,
}

/// The taking back of a release.
#[derive(Debug)]
pub enum ReleaseReversalKind {}
pub type ReleaseReversalId = Id<ReleaseReversalKind>;

/// A release was recorded wrongly: it was another maker, or he did not go.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseRelease {
    pub id: ReleaseReversalId,
    pub maker: MakerId,
    pub reason: Note,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmReleaseReversal {
    pub release_reversal: ReleaseReversalId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectReleaseReversal {
    pub release_reversal: ReleaseReversalId,
    pub reason: Note,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_ticked() {
        let form = r#"{"sell": "on", "sign": true, "approve": "off"}"#;
        let rights: Rights = serde_json::from_str(form).expect("rights");
        assert_eq!(rights.set(), Capabilities::of(&[Capability::Sell, Capability::Sign]));
        assert_eq!(Rights::of(&Capability::ALL).set(), Capabilities::ALL);
    }
}
