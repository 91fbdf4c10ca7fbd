//! How a unit settles.

use db::{Read, Result};
use kernel::{ConsignorId, Context, Id, Lang};
use maud::{Markup, html};
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{access, inputs::SettingKind, store_rule, types::Setting};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let named = ask.query("consignor").and_then(|id| id.parse().ok());
    let named = named.or(ask.typed().get("consignor").and_then(|id| id.parse().ok()));
    let first = match (named, ctx.actor.consignor()) {
        (None, None) => people::list_consignors(read)?.first().map(|unit| unit.id),
        (named, _) => named,
    };
    let consignor = access::consignor(ctx, first)?;
    let setting = store_rule::setting(read, consignor)?;
    let lang = ctx.lang;
    let title = lang.t("settlement.setting.title");
    let way = [Crumb { href: "/aturan", label: lang.t("settlement.rule.title") }];
    let body = match access::set_setting(ctx) {
        Ok(()) => form(ctx, ask, consignor, &setting),
        Err(_) => facts(lang, &setting),
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.setting.lead"), html! {}))
        (body)
    };
    Ok(Page::new(title, main))
}

fn form(ctx: &Context, ask: &Ask, unit: ConsignorId, setting: &Setting) -> Markup {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let basis = basis(lang, setting);
    let usable = setting.usable.to_string().replace('%', "");
    f.post(
        "/aturan/setelan",
        html! {
            (f.hidden("id", ctx.fresh_id::<SettingKind>() as Id<SettingKind>))
            (f.hidden("consignor", unit))
            (f.percent("usable", "settlement.setting.usable").value(usable)
                .hint("settlement.setting.usable_hint"))
            (f.number("deposit_days", "settlement.setting.deposit_days")
                .value(setting.deposit_days).hint("settlement.setting.deposit_days_hint"))
            (f.text("account_code", "settlement.setting.account_code")
                .value(setting.account_code.as_deref().unwrap_or_default())
                .optional().max_length(6))
            (f.text("legal_basis", "settlement.setting.legal_basis").value(basis).max_length(200))
            (ui::actions(ui::submit(lang.t("common.save"))))
        },
    )
}

/// Whoever may not change it reads it.
fn facts(lang: Lang, setting: &Setting) -> Markup {
    let code = setting.account_code.as_deref();
    ui::facts([
        (lang.t("settlement.setting.usable"), ui::share(setting.usable)),
        (lang.t("settlement.setting.deposit_days"), html! { (setting.deposit_days) }),
        (lang.t("settlement.setting.account_code"), parts::text_or_dash(code)),
        (lang.t("settlement.setting.legal_basis"), html! { (basis(lang, setting)) }),
    ])
}

fn basis(lang: Lang, setting: &Setting) -> &str {
    setting.legal_basis.as_deref().unwrap_or(lang.t("settlement.setting.basis_default"))
}
