//! How a unit settles.

use db::{Read, Result};
use kernel::{Context, Id};
use maud::html;
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use crate::{access, inputs::SettingKind, store_rule};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let named = ask.query("consignor").and_then(|id| id.parse().ok());
    let named = named.or(ask.typed().get("consignor").and_then(|id| id.parse().ok()));
    let first = match (named, ctx.actor.consignor()) {
        (None, None) => people::list_consignors(read)?.first().map(|unit| unit.id),
        (named, _) => named,
    };
    let consignor = access::consignor(ctx, first)?;
    let setting = store_rule::setting(read, consignor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.setting.title");
    let way = [Crumb { href: "/aturan", label: lang.t("settlement.rule.title") }];
    let basis =
        setting.legal_basis.as_deref().unwrap_or(lang.t("settlement.setting.basis_default"));
    let usable = setting.usable.to_string().replace('%', "");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<SettingKind>() as Id<SettingKind>))
        (f.hidden("consignor", consignor))
        (f.percent("usable", "settlement.setting.usable").value(usable)
            .hint("settlement.setting.usable_hint"))
        (f.number("deposit_days", "settlement.setting.deposit_days").value(setting.deposit_days)
            .hint("settlement.setting.deposit_days_hint"))
        (f.text("account_code", "settlement.setting.account_code")
            .value(setting.account_code.unwrap_or_default()).optional().max_length(6))
        (f.text("legal_basis", "settlement.setting.legal_basis").value(basis).max_length(200))
        @if access::set_setting(ctx).is_ok() {
            (ui::actions(ui::submit(lang.t("common.save"))))
        }
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.setting.lead"), html! {}))
        (f.post("/aturan/setelan", body))
    };
    Ok(Page::new(title, main))
}
