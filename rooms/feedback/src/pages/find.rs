//! /ulasan: a buyer types what stands on his receipt.

use db::{Read, Result};
use kernel::Context;
use maud::html;
use web::{Ask, Page};
use words::Speak;

use super::nothing;

pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("feedback.find.title");
    let shops: Vec<(String, String)> = people::list_shops(read)?
        .into_iter()
        .map(|shop| (shop.id.to_string(), format!("{}, {}", shop.name, shop.city)))
        .collect();
    let body = html! {
        (form.select("shop", "feedback.find.shop", shops))
        (form.date("day", "feedback.find.day"))
        (form.text("number", "feedback.find.number").max_length(60).autocomplete("off"))
        (form.text("code", "feedback.find.code").max_length(20).autocomplete("off")
            .hint("feedback.find.code_hint"))
        (ui::actions(ui::submit(lang.t("feedback.find.submit"))))
    };
    let main = html! {
        (ui::header(title, lang.t("feedback.find.lead"), nothing()))
        (form.post("/ulasan", body))
    };
    Ok(Page::public(title, main).describe(lang.t("feedback.find.lead")))
}
