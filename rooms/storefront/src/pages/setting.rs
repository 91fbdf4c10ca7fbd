//! What a unit sets for the shop-window.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::html;
use web::{Ask, Page};
use words::Speak;

use crate::{actions, address, index, inputs::SettingKind, store_index, store_place};

pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let lang = ctx.lang;
    let unit = actions::unit_of(ctx, ask.query("consignor").and_then(|id| id.parse().ok()))?;
    let setting = store_index::setting(read, unit)?;
    let shown = store_place::find_unit(read, unit)?;
    let f = ask.form(lang);
    let synonyms = setting.synonyms.unwrap_or_else(|| index::default_synonyms().to_owned());
    let title = lang.t("storefront.setting.title");
    let main = html! {
        (ui::header(title, lang.t("storefront.setting.lead"), html! {
            @if let Some(shown) = &shown {
                (ui::quiet(&address::unit(&shown.name, unit), lang.t("storefront.setting.look")))
            }
        }))
        (f.post("/atur-etalase", html! {
            (f.hidden("id", ctx.fresh_id::<SettingKind>()))
            (f.hidden("consignor", unit))
            (f.textarea("programme", "storefront.setting.programme")
                .hint("storefront.setting.programme_hint")
                .value(setting.programme.unwrap_or_default()).optional())
            (f.textarea("synonyms", "storefront.setting.synonyms")
                .hint("storefront.setting.synonyms_hint").value(synonyms).optional())
            (ui::actions(ui::submit(lang.t("common.save"))))
        }))
    };
    Ok(Page::new(title, main))
}
