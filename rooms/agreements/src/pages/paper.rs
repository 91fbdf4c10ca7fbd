//! The paper beside its form: the very clauses and terms that the PDF prints, as a page.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{ConsignorId, Context, Lang, Price, ProductId, Quantity, Rupiah, ShopId};
use maud::{Markup, html};
use paper::Letterhead;
use ui::{Column, Kind, Typed};
use words::Speak;

use super::preview::{part_typed, value};
use crate::{
    Agreement, Deductible, ExpenseKind, ShopPart, Side, Terms,
    compose::{Composed, Sketch, compose},
    say::part_in_words,
    store, store_signed,
    wording::Wording,
};

/// Who signs for a side, as the paper says it.
#[derive(Default)]
pub struct Party {
    pub signer: String,
    pub office: String,
    pub address: String,
    pub acting_for: String,
}

/// A line of the annex; what is `None` says so in words.
pub struct Goods {
    pub product: ProductId,
    pub quantity: Option<Quantity>,
    pub price: Option<Rupiah>,
    pub part: Option<ShopPart>,
}

/// Everything that stands on the paper.
pub struct Sheet {
    pub head: Letterhead,
    pub sketch: Sketch,
    pub composed: Composed,
    pub parties: [Party; 2],
    pub annex: Vec<Goods>,
    pub titles: BTreeMap<ProductId, String>,
}

/// The paper of a version that was written down.
pub fn of_terms(
    read: &mut Read,
    ctx: &Context,
    (agreement, terms): (&Agreement, &Terms),
    wording: &Wording,
) -> Result<Sheet> {
    let sketch = Sketch::of(agreement, terms);
    let said = store_signed::of_terms(read, agreement, terms)?;
    let first = Party { address: said.consignor_address, ..Party::default() };
    let signer = said.shop_owner;
    let mut parties = [first, Party { address: said.shop_address, signer, ..Party::default() }];
    for one in store::signatures(read, agreement.id)? {
        if one.terms_id == terms.id {
            let party = &mut parties[usize::from(one.side == Side::Shop)];
            party.signer = one.name;
            party.office = one.office;
            party.acting_for = one.acting_for;
        }
    }
    let goods = |(product, item): (ProductId, &crate::AnnexItem)| Goods {
        product,
        quantity: item.quantity,
        price: item.price,
        part: item.part,
    };
    let annex = terms.annex_in_order().into_iter().map(goods).collect();
    let mut sheet = sheet(read, ctx, agreement.consignor_id, (sketch, parties, annex), wording)?;
    for (id, (title, _)) in said.goods {
        sheet.titles.insert(id, title);
    }
    Ok(sheet)
}

/// The paper of what is being typed: `known` is what the form does not ask.
pub fn of_typed(
    read: &mut Read,
    ctx: &Context,
    typed: &Typed,
    (consignor, shop, known): (ConsignorId, Option<ShopId>, Sketch),
    wording: &Wording,
) -> Result<Sheet> {
    let shop: Option<ShopId> = shop.or(value(typed, "shop"));
    let mut sketch = typed_over(typed, known);
    sketch.consignor = people::load_consignor(read, consignor)?.name;
    if let Some(shop) = shop {
        let known = people::list_shops(read)?.into_iter().find(|one| one.id == shop);
        sketch.shop = known.map(|shop| shop.name).unwrap_or_default();
    }
    let shop = shop.filter(|_| !sketch.shop.is_empty());
    let parties = parties(read, consignor, shop)?;
    sheet(read, ctx, consignor, (sketch, parties, annex_typed(typed)), wording)
}

fn sheet(
    read: &mut Read,
    ctx: &Context,
    consignor: ConsignorId,
    (sketch, parties, annex): (Sketch, [Party; 2], Vec<Goods>),
    wording: &Wording,
) -> Result<Sheet> {
    let ids: Vec<ProductId> = annex.iter().map(|one| one.product).collect();
    let products = catalogue::products(read, &ids)?.into_iter();
    let own = products.filter(|(_, product)| product.consignor_id == consignor);
    let titles = own.map(|(id, product)| (id, product.title())).collect();
    let composed = compose(ctx.lang, &sketch, wording);
    let head = people::load_consignor(read, consignor)?.letterhead(read, ctx.today())?;
    Ok(Sheet { head, sketch, composed, parties, annex, titles })
}

fn parties(read: &mut Read, consignor: ConsignorId, shop: Option<ShopId>) -> Result<[Party; 2]> {
    let unit = people::load_consignor(read, consignor)?;
    let first = Party { address: format!("{}, {}", unit.address, unit.city), ..Party::default() };
    let Some(shop) = shop else { return Ok([first, Party::default()]) };
    let shop = people::load_shop(read, shop)?;
    let address = format!("{}, {}", shop.address, shop.city);
    Ok([first, Party { address, signer: shop.owner_name, ..Party::default() }])
}

/// What was typed, over what was known.
fn typed_over(typed: &Typed, known: Sketch) -> Sketch {
    let text = |name: &str| typed.get(name).map(str::trim).map(str::to_owned);
    let given = |name: &str| text(name).filter(|text| !text.is_empty());
    let deductible = |(at, kind): (usize, &ExpenseKind)| {
        let name = |field: &str| format!("deductibles[{at}][{field}]");
        let allowed = matches!(typed.get(&name("allowed")), Some("on" | "true" | "1"));
        let limit: Option<Price> = value(typed, &name("limit"));
        allowed.then_some(Deductible { kind: *kind, limit: limit.map(Price::get) })
    };
    let [first, second] = known.numbers;
    Sketch {
        place: text("place").unwrap_or(known.place),
        numbers: [given("consignor_number").or(first), given("shop_number").or(second)],
        signed_on: value(typed, "signed_on").or(known.signed_on),
        from: value(typed, "effective_from").or(known.from),
        to: value(typed, "ends_on"),
        part: part_typed(typed, "part"),
        price_set_by: value(typed, "price_set_by"),
        cycle: value(typed, "cycle"),
        payment_days: value(typed, "payment_days").map(|days: kernel::Count| days.get().0),
        damage_borne_by: value(typed, "damage_borne_by"),
        loss_borne_by: value(typed, "loss_borne_by"),
        return_days: value(typed, "return_days").map(|days: kernel::Count| days.get().0),
        notice_days: value(typed, "notice_days").map(|days: kernel::Count| days.get().0),
        deductibles: ExpenseKind::ALL.iter().enumerate().filter_map(deductible).collect(),
        ..known
    }
}

fn annex_typed(typed: &Typed) -> Vec<Goods> {
    let row = |at: usize| {
        let name = |field: &str| format!("annex[{at}][{field}]");
        let price: Option<Price> = value(typed, &name("price"));
        Some(Goods {
            product: value(typed, &name("product"))?,
            quantity: value(typed, &name("quantity")),
            price: price.map(Price::get),
            part: part_typed(typed, &name("part")),
        })
    };
    (0..typed.rows("annex")).filter_map(row).collect()
}

/// The paper as a page; on the desk it stands beside the form, on the phone below it.
pub fn draw(lang: Lang, sheet: &Sheet) -> Markup {
    let t = |key: &str| lang.t(key);
    let gap = t("paper.pks.number_gap");
    let agree = t("paper.pks.agree");
    html! {
        article.deed lang=(lang.tag()) aria-label=(t("agreements.naskah.title")) {
            (letterhead(&sheet.head))
            h2.deed-title { (t("paper.pks.title")) }
            @for number in &sheet.sketch.numbers {
                p.deed-number {
                    (lang.fill("paper.number", &[("number", &number.as_deref().unwrap_or(gap))]))
                }
            }
            p { (sheet.composed.opening) }
            (party(lang, sheet, Side::Consignor))
            (party(lang, sheet, Side::Shop))
            (numbered(t("paper.pks.considering"), &sheet.composed.considerations))
            (numbered(t("paper.pks.basis"), &sheet.composed.basis))
            p { (agree) }
            @for passage in &sheet.composed.articles {
                (article(lang, passage.number, html! { (passage.title) }, &passage.paragraphs))
            }
            (signatures(lang, sheet))
            (annex(lang, sheet))
        }
    }
}

fn letterhead(head: &Letterhead) -> Markup {
    html! {
        div.deed-head {
            @for line in &head.lines { p { (line) } }
            @if !head.foot.is_empty() { p.deed-foot { (head.foot) } }
        }
    }
}

fn party(lang: Lang, sheet: &Sheet, side: Side) -> Markup {
    let (at, named) = match side {
        Side::Consignor => (0, &sheet.sketch.consignor),
        Side::Shop => (1, &sheet.sketch.shop),
    };
    let (party, gap) = (&sheet.parties[at], lang.t("paper.pks.number_gap"));
    let or_gap = |text: &str| if text.is_empty() { gap.to_owned() } else { text.to_owned() };
    let acting = if party.acting_for.is_empty() { named } else { &party.acting_for };
    let facts = [
        ("paper.pks.name", or_gap(&party.signer)),
        ("paper.pks.office", or_gap(&party.office)),
        ("paper.pks.address", or_gap(&party.address)),
        ("paper.pks.acting", or_gap(acting)),
    ];
    html! {
        dl.deed-party {
            @for (key, text) in facts { div { dt { (lang.t(key)) } dd { (text) } } }
        }
        p { (lang.fill(&format!("paper.pks.called_{side}"), &[("name", &or_gap(named))])) }
    }
}

fn numbered(title: &str, lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() {
            h3.deed-part { (title) }
            ol.deed-letters { @for line in lines { li { (line) } } }
        }
    }
}

/// One article, centred as papers have it.
pub fn article(lang: Lang, number: usize, title: Markup, paragraphs: &[String]) -> Markup {
    html! {
        h3.deed-article { (lang.t("paper.pks.article")) " " (number) br; (title) }
        @match paragraphs {
            [] => {}
            [one] => p { (one) },
            all => ol.deed-paragraphs { @for text in all { li { (text) } } },
        }
    }
}

fn signatures(lang: Lang, sheet: &Sheet) -> Markup {
    let sides = [
        (Side::Consignor, &sheet.sketch.consignor, &sheet.parties[0]),
        (Side::Shop, &sheet.sketch.shop, &sheet.parties[1]),
    ];
    html! {
        div.deed-signatures {
            @for (side, name, party) in sides {
                div {
                    p { (lang.t(&format!("paper.pks.party_{side}"))) }
                    p { (if party.office.is_empty() { name } else { &party.office }) }
                    p.deed-stamp { (lang.t("paper.kwitansi.stamp")) }
                    p.deed-signer { (party.signer) }
                }
            }
        }
        (numbered(lang.t("paper.pks.witnesses"), &sheet.composed.witnesses))
    }
}

fn annex(lang: Lang, sheet: &Sheet) -> Markup {
    let t = |key: &str| lang.t(key);
    let columns = [
        Column::text(t("paper.pks.goods")),
        Column::amount(t("paper.pks.quantity")),
        Column::amount(t("paper.pks.unit_price")),
        Column::text(t("paper.pks.shop_part")),
    ];
    let row = |one: &Goods| {
        let or = |text: Option<String>, key: &str| text.unwrap_or_else(|| t(key).to_owned());
        let quantity = one.quantity.map(|quantity| quantity.to_string());
        vec![
            html! { (sheet.titles.get(&one.product).map_or("", String::as_str)) },
            html! { (or(quantity, "paper.pks.as_made")) },
            html! { (or(one.price.map(|price| price.to_string()), "paper.pks.listed_price")) },
            html! {
                (or(one.part.map(|part| part_in_words(lang, part)), "paper.pks.same_part"))
            },
        ]
    };
    let title = t("paper.pks.annex");
    html! {
        h3.deed-article { (title) }
        @if sheet.annex.is_empty() { p { (t("agreements.naskah.no_goods")) } } @else {
            (ui::table(title, columns, sheet.annex.iter().map(row)))
        }
    }
}

/// Where the paper that was saved is printed, and whether the one beside the form says more.
pub struct Printed<'p> {
    pub pdf: Option<&'p str>,
    pub unsaved: bool,
}

/// The form and, beside it, its paper.
pub fn workshop(lang: Lang, form: Markup, paper: Markup, printed: &Printed<'_>) -> Markup {
    let Printed { pdf, unsaved } = *printed;
    html! {
        div.workshop {
            div.workshop-form { (form) }
            aside #naskah.workshop-paper tabindex="0" aria-labelledby="naskah-title" {
                div.workshop-head {
                    h2 #naskah-title { (lang.t("agreements.naskah.title")) }
                    @if let Some(pdf) = pdf { (ui::quiet(pdf, lang.t("agreements.naskah.pdf"))) }
                }
                p.hint { (lang.t("agreements.naskah.hint")) }
                div data-looked {
                    @if unsaved && pdf.is_some() {
                        (ui::notice(lang, Kind::Warning, lang.t("agreements.naskah.unsaved")))
                    }
                    (paper)
                }
            }
        }
    }
}

/// The button that shows the paper of what is typed, for who has no JavaScript.
pub fn look_button(lang: Lang, form: &str) -> Markup {
    html! {
        button.button.quiet type="submit" formaction={ (form) (web::LOOK) "#naskah" } {
            (lang.t("agreements.naskah.show"))
        }
    }
}
