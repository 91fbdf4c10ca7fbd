//! Where every rupiah and every piece is, read from the ledger.

use db::{Db, Read, Result};
use kernel::{ConsignorId, Lang, Rupiah, ShopId, group_thousands};
use ledger::{Filter, Kind};
use serde::Serialize;
use words::Speak;

use crate::demo::Cast;

/// A place and what is in it.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The ledger's name of the place.
    pub place: &'static str,
    /// The same for people.
    pub words: &'static str,
    /// Whole rupiah, or pieces.
    pub amount: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct SignInName {
    pub sign_in_name: &'static str,
    pub name: &'static str,
    pub job_title: &'static str,
}

/// Who sold, and what buyers paid there.
#[derive(Debug, Clone, Serialize)]
pub struct Paid {
    /// The shop's name; for what was made to order, what the pages call it.
    pub at: String,
    pub amount: i64,
}

/// The demo's figures, the same as on every page.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    pub consignor: ConsignorId,
    /// What buyers paid, in rupiah.
    pub paid_by_buyers: i64,
    /// The same by who sold it; they sum to `paid_by_buyers`.
    pub paid: Vec<Paid>,
    /// Where those rupiah are now; they sum to `paid_by_buyers` (and what the shop made good).
    pub rupiah: Vec<Figure>,
    /// Pieces that were made.
    pub made: i64,
    pub pieces: Vec<Figure>,
    pub entries: i64,
    pub postings: i64,
    /// Nothing in it means proven.
    pub wrong: Vec<String>,
    pub password: &'static str,
    pub users: Vec<SignInName>,
}

pub fn read(db: &Db, cast: &Cast) -> Result<Figures> {
    let lapas = cast.lapas;
    let users = cast.players.iter().map(|player| SignInName {
        sign_in_name: player.sign_in_name,
        name: player.name,
        job_title: player.job_title,
    });
    let users: Vec<SignInName> = users.collect();
    let shops = [cast.acun, cast.kicau];
    db.read_now(move |read: &mut Read| {
        let proof = ledger::verify(read, &mut |_| {})?;
        let paid_by_buyers = -ledger::sum(read, Kind::Buyer, Filter::of(lapas))?;
        let mut figures = Figures {
            consignor: lapas,
            paid_by_buyers,
            paid: paid(read, lapas, &shops, paid_by_buyers)?,
            rupiah: Vec::new(),
            made: -ledger::sum(read, Kind::Made, Filter::of(lapas))?,
            pieces: Vec::new(),
            entries: proof.entries,
            postings: proof.postings,
            wrong: proof.wrong,
            password: super::PASSWORD,
            users: users.clone(),
        };
        for kind in Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Buyer | Kind::Made)) {
            let amount = ledger::sum(read, *kind, Filter::of(lapas))?;
            let words = Lang::Id.t(&format!("ledger.kind.{}", kind.name()));
            let figure = Figure { place: kind.name(), words, amount };
            match (amount, kind.is_goods()) {
                (0, _) => {}
                (_, true) => figures.pieces.push(figure),
                (_, false) => figures.rupiah.push(figure),
            }
        }
        Ok(figures)
    })
}

/// What was paid in each shop; what is left was made to order.
fn paid(read: &mut Read, lapas: ConsignorId, shops: &[ShopId], all: i64) -> Result<Vec<Paid>> {
    let (mut paid, mut left) = (Vec::new(), all);
    for shop in shops {
        let amount = -ledger::sum(read, Kind::Buyer, Filter::of(lapas).shop(*shop))?;
        paid.push(Paid { at: people::load_shop(read, *shop)?.name, amount });
        left -= amount;
    }
    paid.push(Paid { at: Lang::Id.t("production.jobs.title").to_owned(), amount: left });
    Ok(paid)
}

impl Figures {
    /// For people at a terminal.
    pub fn print(&self) {
        say!("Lapas Kelas IIA Pangkalpinang dan Toko Acun Akuarium (sebagian contoh)\n");
        say!("Rupiah: dibayar pembeli {}", Rupiah(self.paid_by_buyers));
        for paid in &self.paid {
            say!("  {:<24}{:>14}", paid.at, Rupiah(paid.amount).to_string());
        }
        say!("\nRupiah itu sekarang ada di:");
        for figure in &self.rupiah {
            say!("  {:<24}{:>14}", figure.words, Rupiah(figure.amount).to_string());
        }
        let sum: i64 = self.rupiah.iter().map(|figure| figure.amount).sum();
        say!("  {:<24}{:>14}", "Jumlah", Rupiah(sum).to_string());
        say!("\nBarang: dibuat {}", group_thousands(self.made));
        for figure in &self.pieces {
            say!("  {:<24}{:>14}", figure.words, group_thousands(figure.amount));
        }
        let state = if self.wrong.is_empty() { "cocok" } else { "TIDAK COCOK" };
        say!("\nBuku besar: {} dokumen, {} catatan, {state}.", self.entries, self.postings);
        say!("\nYang bisa masuk (kata sandi semuanya {}):", self.password);
        for user in &self.users {
            say!("  {:<12}{} · {}", user.sign_in_name, user.name, user.job_title);
        }
    }
}
