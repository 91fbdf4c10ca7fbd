//! The room's screens.

mod answer;
mod credit;
mod distribution;
mod expense;
mod job;
mod office;
mod parts;
mod payout;
mod pnbp;
pub mod pnbp_figures;
mod premi;
pub mod preview;
mod reason;
mod remittance;
mod reversal;
mod rule;
mod running;
mod setting;
pub mod sheets;
pub mod sheets_office;
mod statement;
mod taken_back;
mod target;
mod transfer;

use db::{Read, Result};
use kernel::{Context, FileId};
use web::{Ask, FileOut, Go, Recorded, Screens};

pub use parts::recipient;

use crate::{actions, papers, refusal::No, store_money, store_transfer};

/// The room's pages.
pub fn screens() -> Screens {
    state_revenue(premi_pages(sharing(credits(taken_back(statements(Screens::new()))))))
}

fn statements(screens: Screens) -> Screens {
    screens
        .list("/nota", statement::list, sheets::statements)
        .form("/nota/berjalan/{agreement}", running::show, actions::close_statement, |done| {
            go("/nota", done, "settlement.flash.closed")
        })
        .list("/nota/{statement}", statement::show, sheets::one_statement)
        .paper("/nota/{statement}/nota.pdf", papers::statement)
        .post("/nota/{statement}/setujui", statement::show, actions::approve_statement, |done| {
            go("/nota", done, "settlement.flash.approved")
        })
        .form("/nota/{statement}/tolak", reason::statement, actions::reject_statement, |done| {
            go("/nota", done, "settlement.flash.rejected")
        })
        .post("/nota/{statement}/cocok", statement::show, actions::agree_statement, |done| {
            go("/nota", done, "settlement.flash.agreed")
        })
        .form("/nota/{statement}/sanggah", answer::dispute, actions::dispute_statement, |done| {
            go("/nota", done, "settlement.flash.disputed")
        })
        .file("/nota/berkas/{file}", file)
        .list("/biaya", expense::list, sheets::expenses)
        .form("/biaya/baru", expense::new, actions::record_expense, |done| {
            go("/biaya", done, "settlement.flash.recorded")
        })
        .page("/biaya/{expense}", expense::show)
        .post("/biaya/{expense}/setujui", expense::show, actions::confirm_expense, |done| {
            go("/biaya", done, "settlement.flash.confirmed")
        })
        .form("/biaya/{expense}/tolak", reason::expense, actions::reject_expense, |done| {
            go("/biaya", done, "settlement.flash.rejected")
        })
        .list("/setoran", remittance::list, sheets::remittances)
        .list("/setoran/umur", remittance::ageing, sheets::ageing)
        .form("/setoran/baru", remittance::new, actions::report_remittance, |done| {
            go("/setoran", done, "settlement.flash.reported")
        })
        .page("/setoran/{remittance}", remittance::show)
        .paper("/setoran/{remittance}/kwitansi.pdf", papers::receipt)
        .post(
            "/setoran/{remittance}/konfirmasi",
            remittance::show,
            actions::confirm_remittance,
            |done| go("/setoran", done, "settlement.flash.confirmed"),
        )
        .form(
            "/setoran/{remittance}/tolak",
            reason::remittance,
            actions::reject_remittance,
            |done| go("/setoran", done, "settlement.flash.rejected"),
        )
}

/// What a shop paid or spent, and was confirmed wrongly.
fn taken_back(screens: Screens) -> Screens {
    screens
        .form(
            "/setoran/{remittance}/batal",
            taken_back::remittance,
            actions::reverse_remittance,
            |done| go("/setoran", done, "settlement.flash.reversal"),
        )
        .post(
            "/setoran/{remittance}/batal/{money_reversal}/setujui",
            remittance::show,
            actions::confirm_money_reversal,
            |done| go("/setoran", done, "settlement.flash.money_taken_back"),
        )
        .post(
            "/setoran/{remittance}/batal/{money_reversal}/tolak",
            remittance::show,
            actions::reject_money_reversal,
            |done| go("/setoran", done, "settlement.flash.rejected"),
        )
        .form("/biaya/{expense}/batal", taken_back::expense, actions::reverse_expense, |done| {
            go("/biaya", done, "settlement.flash.reversal")
        })
        .post(
            "/biaya/{expense}/batal/{money_reversal}/setujui",
            expense::show,
            actions::confirm_money_reversal,
            |done| go("/biaya", done, "settlement.flash.expense_taken_back"),
        )
        .post(
            "/biaya/{expense}/batal/{money_reversal}/tolak",
            expense::show,
            actions::reject_money_reversal,
            |done| go("/biaya", done, "settlement.flash.rejected"),
        )
}

/// What the unit gives back to a shop.
fn credits(screens: Screens) -> Screens {
    screens
        .form("/setoran/kembali/{agreement}", credit::new, actions::refund_credit, |done| {
            go("/setoran/pengembalian", done, "settlement.flash.refunded")
        })
        .list("/setoran/pengembalian", credit::list, sheets::refunds)
        .page("/setoran/pengembalian/{credit_refund}", credit::show)
        .post(
            "/setoran/pengembalian/{credit_refund}/terima",
            credit::show,
            actions::confirm_credit,
            |done| go("/setoran/pengembalian", done, "settlement.flash.confirmed"),
        )
        .form(
            "/setoran/pengembalian/{credit_refund}/tolak",
            reason::credit,
            actions::reject_credit,
            |done| go("/setoran/pengembalian", done, "settlement.flash.rejected"),
        )
        .form(
            "/setoran/pengembalian/{credit_refund}/tarik",
            reason::withdrawn_credit,
            actions::withdraw_credit,
            |done| go("/setoran/pengembalian", done, "settlement.flash.rejected"),
        )
        .paper("/setoran/pengembalian/{credit_refund}/kwitansi.pdf", papers::credit_receipt)
        .form(
            "/setoran/pengembalian/{credit_refund}/batal",
            taken_back::credit,
            actions::reverse_credit,
            |done| go("/setoran/pengembalian", done, "settlement.flash.reversal"),
        )
        .post(
            "/setoran/pengembalian/{credit_refund}/batal/{money_reversal}/setujui",
            credit::show,
            actions::confirm_money_reversal,
            |done| go("/setoran/pengembalian", done, "settlement.flash.refund_taken_back"),
        )
        .post(
            "/setoran/pengembalian/{credit_refund}/batal/{money_reversal}/tolak",
            credit::show,
            actions::reject_money_reversal,
            |done| go("/setoran/pengembalian", done, "settlement.flash.rejected"),
        )
}

fn sharing(screens: Screens) -> Screens {
    screens
        .list("/aturan", rule::list, sheets_office::rules)
        .form("/aturan/baru", rule::new, actions::draft_rule, |done| {
            go("/aturan", done, "settlement.flash.drafted")
        })
        .form("/aturan/setelan", setting::show, actions::set_setting, |_| {
            Go::to("/aturan/setelan").flash("settlement.flash.set")
        })
        .page("/aturan/{rule}", rule::show)
        .post("/aturan/{rule}/setujui", rule::show, actions::approve_rule, |done| {
            go("/aturan", done, "settlement.flash.in_force")
        })
        .form("/aturan/{rule}/tolak", reason::rule, actions::reject_rule, |done| {
            go("/aturan", done, "settlement.flash.rejected")
        })
        .list("/pembagian", distribution::list, sheets::distributions)
        .form("/pembagian/baru/{statement}", distribution::new, actions::distribute, |done| {
            go("/pembagian", done, "settlement.flash.shared")
        })
        .form("/pembagian/pesanan/{job}", job::new, actions::distribute_job, |done| {
            go("/pembagian", done, "settlement.flash.shared")
        })
        .list("/pembagian/{distribution}", distribution::show, sheets_office::premi_list)
        .paper("/pembagian/{distribution}/pembagian.pdf", papers::distribution_sheet)
        .paper("/pembagian/{distribution}/slip-semua.pdf", papers::premi_slips)
        .paper("/pembagian/{distribution}/daftar-premi.pdf", papers::premi_list)
        .paper("/pembagian/{distribution}/slip-kantor.pdf", papers::office_slips)
        .post(
            "/pembagian/{distribution}/salinan-kantor",
            distribution::show,
            actions::open_slips,
            |done| format!("/pembagian/{}/slip-kantor.pdf?bacaan={}", done.distribution, done.id),
        )
}

fn premi_pages(screens: Screens) -> Screens {
    screens
        .list("/premi", premi::list, sheets::premi)
        .list("/premi/bayar", payout::list, sheets::payouts)
        .form("/premi/bayar/baru", payout::new, actions::record_payout, |done| {
            go("/premi/bayar", done, "settlement.flash.recorded")
        })
        .page("/premi/bayar/{payout}", payout::show)
        .post("/premi/bayar/{payout}/konfirmasi", payout::show, actions::confirm_payout, |done| {
            go("/premi/bayar", done, "settlement.flash.confirmed")
        })
        .form("/premi/bayar/{payout}/tolak", reason::payout, actions::reject_payout, |done| {
            go("/premi/bayar", done, "settlement.flash.rejected")
        })
        .form("/premi/bayar/{payout}/batal", taken_back::payout, actions::reverse_payout, |done| {
            go("/premi/bayar", done, "settlement.flash.reversal")
        })
        .post(
            "/premi/bayar/{payout}/batal/{payout_reversal}/setujui",
            payout::show,
            actions::confirm_payout_reversal,
            |done| go("/premi/bayar", done, "settlement.flash.payout_taken_back"),
        )
        .post(
            "/premi/bayar/{payout}/batal/{payout_reversal}/tolak",
            payout::show,
            actions::reject_payout_reversal,
            |done| go("/premi/bayar", done, "settlement.flash.rejected"),
        )
        .list("/premi/pindahan", transfer::list, sheets_office::transfers)
        .page("/premi/pindahan/{transfer}", transfer::show)
        .post("/premi/pindahan/{transfer}/terima", transfer::show, actions::receive_premi, |done| {
            go("/premi/pindahan", done, "settlement.flash.arrived")
        })
        .form("/premi/pindahan/{transfer}/tolak", transfer::reject, actions::reject_premi, |done| {
            go("/premi/pindahan", done, "settlement.flash.rejected")
        })
        .list("/premi/{maker}", premi::show, sheets_office::account)
        .form("/premi/{maker}/pindah", transfer::new, actions::send_premi, |done| {
            go("/premi/pindahan", done, "settlement.flash.sent")
        })
        .page("/premi/{maker}/slip/{distribution}", premi::slip)
        .paper("/premi/{maker}/slip/{distribution}/slip.pdf", papers::premi_slip)
        .paper("/premi/{maker}/slip/{distribution}/slip-kantor.pdf", papers::office_slip)
        .post(
            "/premi/{maker}/slip/{distribution}/salinan-kantor",
            premi::slip,
            actions::open_slip,
            |done| {
                let maker = done.maker.map(|id| id.to_string()).unwrap_or_default();
                let slip = format!("/premi/{maker}/slip/{}", done.distribution);
                format!("{slip}/slip-kantor.pdf?bacaan={}", done.id)
            },
        )
}

fn state_revenue(screens: Screens) -> Screens {
    screens
        .list("/pnbp", pnbp::show, sheets::dues)
        .list("/pnbp/periksa", pnbp::checks, sheets_office::checks)
        .list("/pnbp/billing", pnbp::billings, sheets::billings)
        .list("/pnbp/rekap", pnbp_figures::recap, pnbp_figures::recap_sheet)
        .page("/pnbp/billing/angka", pnbp_figures::to_type)
        .form("/pnbp/billing/baru", pnbp::new, actions::issue_billing, |done| {
            go("/pnbp/billing", done, "settlement.flash.issued")
        })
        .page("/pnbp/billing/{billing}", pnbp::billing)
        .paper("/pnbp/billing/{billing}/pnbp.pdf", papers::billing_sheet)
        .form("/pnbp/billing/{billing}/setor", pnbp::deposit, actions::record_deposit, |done| {
            go("/pnbp/billing", done, "settlement.flash.recorded")
        })
        .post(
            "/pnbp/billing/{billing}/konfirmasi",
            pnbp::billing,
            actions::confirm_deposit,
            |done| go("/pnbp/billing", done, "settlement.flash.confirmed"),
        )
        .form("/pnbp/billing/{billing}/batal", reversal::new, actions::reverse_deposit, |done| {
            go("/pnbp/pembatalan", done, "settlement.flash.reversal")
        })
        .page("/pnbp/pembatalan/{reversal}", reversal::show)
        .post(
            "/pnbp/pembatalan/{reversal}/konfirmasi",
            reversal::show,
            actions::confirm_reversal,
            |done| go("/pnbp/pembatalan", done, "settlement.flash.taken_back"),
        )
        .form(
            "/pnbp/pembatalan/{reversal}/tolak",
            reason::reversal,
            actions::reject_reversal,
            |done| go("/pnbp/pembatalan", done, "settlement.flash.rejected"),
        )
        .list("/pnbp/target", target::show, sheets_office::targets)
        .post("/pnbp/target", target::show, actions::set_target, |_| {
            Go::to("/pnbp/target").flash("settlement.flash.set")
        })
}

/// To the document, with a word of what was done.
fn go(base: &str, done: &Recorded, flash: &'static str) -> Go {
    Go::to(format!("{base}/{}", done.id)).flash(flash)
}

/// The paper behind a figure, for those who see the figure.
fn file(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let id: FileId = ask.id("file")?;
    let kept = store_money::find_file(read, id)?.ok_or(No::Unknown)?;
    let consignor = kept.scope.consignor.ok_or(No::Unknown)?;
    let seen = match kept.scope.shop {
        Some(shop) => ctx.actor.sees_between(consignor, shop),
        None => ctx.actor.sees_consignor(consignor),
    };
    // The paper of premi that moved is also that of the unit where it went.
    let moved = if seen { None } else { store_transfer::of_file(read, id)? };
    if !seen && !moved.is_some_and(|one| ctx.actor.sees_consignor(one.to_consignor_id)) {
        return Err(No::Unknown.into());
    }
    let mime = crate::evidence::served_as(&kept.mime);
    Ok(FileOut { mime, bytes: kept.content, immutable: true, download: Some(kept.name) })
}
