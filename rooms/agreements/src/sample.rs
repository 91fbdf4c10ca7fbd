//! An agreement from draft to in force in two calls, through the same actions as people's: for
//! the demo and for the tests of other rooms.

use db::{Result, Tx};
use kernel::{
    AgreementId, ConsignorId, Context, Count, Day, Line, Note, Price, ProductId, Rupiah, ShopId,
};

use crate::{
    ShopPart,
    inputs::{AnnexLine, Draft, Enforce, PartInput, Percent, Sign},
    kinds::{Cycle, PartKind, Side},
};

/// A product of a sample's annex: the buyer's price and, where it differs, the shop's part.
pub struct SampleLine {
    pub product: ProductId,
    pub price: Option<Rupiah>,
    pub part: Option<ShopPart>,
}

impl SampleLine {
    pub fn new(product: ProductId, price: Rupiah) -> Self {
        Self { product, price: Some(price), part: None }
    }
}

/// The part as a form would send it.
fn part_input(part: ShopPart) -> PartInput {
    let percent = match part {
        ShopPart::PercentOfGross(share) => Some(Percent(share)),
        _ => None,
    };
    let rupiah = match part.kind() {
        PartKind::PercentOfGross => None,
        _ => Price::new(part.stored_value()),
    };
    PartInput { kind: part.kind(), percent, rupiah }
}

#[expect(clippy::expect_used, reason = "the sample's own words are good ones")]
fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

#[expect(clippy::expect_used, reason = "the sample's own days are few")]
fn days(days: i64) -> Count {
    Count::new(days).expect("a number of days")
}

/// A year's agreement with ordinary terms (monthly, paid within 7 days, damage borne by the Lapas,
/// loss by the shop, 7 days of return, 14 of notice) as the input of [`crate::draft`]. Change
/// what the case needs.
pub fn draft_of(
    ctx: &Context,
    (consignor, shop): (ConsignorId, ShopId),
    effective_from: Day,
    part: ShopPart,
    annex: &[SampleLine],
) -> Draft {
    let id: AgreementId = ctx.fresh_id();
    let annex = annex.iter().map(|item| AnnexLine {
        product: item.product,
        price: item.price.and_then(|price| Price::new(price.0)),
        quantity: None,
        part: item.part.map(part_input),
        below_floor_reason: None,
    });
    Draft {
        id,
        agreement: None,
        template: None,
        consignor,
        shop,
        title: line("Perjanjian Kerja Sama Titip Jual Hasil Karya Warga Binaan (contoh)"),
        place: line("Pangkalpinang"),
        consignor_number: Some(line(&format!("CONTOH/L/{}", id.short()))),
        shop_number: Some(line(&format!("CONTOH/T/{}", id.short()))),
        signed_on: None,
        effective_from,
        published_on: None,
        notes: Note::parse("contoh").ok(),
        ends_on: effective_from.plus_months(12).plus_days(-1),
        part: part_input(part),
        price_set_by: Side::Consignor,
        cycle: Cycle::Monthly,
        payment_days: days(7),
        damage_borne_by: Side::Consignor,
        loss_borne_by: Side::Shop,
        return_days: days(7),
        notice_days: days(14),
        deductibles: Vec::new(),
        annex: annex.collect(),
    }
}

/// Drafts, signs for both sides and puts in force. `recorder` needs `record_goods`, `signer`
/// needs `sign` and is somebody else; both see the Lapas's records.
pub fn put_in_force(
    tx: &mut Tx,
    recorder: &Context,
    signer: &Context,
    draft: &Draft,
) -> Result<AgreementId> {
    crate::draft(tx, recorder, draft)?;
    for (side, name, office) in [
        (Side::Consignor, "Kepala Lapas (contoh)", "Kepala Lapas"),
        (Side::Shop, "Pemilik toko (contoh)", "Pemilik"),
    ] {
        let sign = Sign {
            id: recorder.fresh_id(),
            agreement: draft.id,
            side,
            number: None,
            name: line(name),
            office: line(office),
            acting_for: line(if side == Side::Consignor { "Lapas" } else { "Toko" }),
            signed_on: recorder.today().min(draft.effective_from),
            scan: None,
        };
        crate::sign(tx, recorder, &sign)?;
    }
    let enforce = Enforce {
        id: signer.fresh_id(),
        agreement: draft.id,
        revision: None,
        no_scan_reason: Some(line("contoh tanpa naskah")),
    };
    crate::enforce(tx, signer, &enforce)?;
    Ok(draft.id)
}
