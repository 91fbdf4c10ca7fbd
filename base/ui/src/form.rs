//! Forms that keep what was typed and say at the field what is wrong.

use kernel::{Lang, Refusal};
use maud::{Markup, html};
use words::Speak;

use crate::{Field, Typed, field::Kind, typed::form_name};

/// A form as it stands: the language, what was typed, and the refusal if it came back.
///
/// Its methods make fields; a label is a key in `words/`.
#[derive(Clone)]
pub struct FormState<'a> {
    pub lang: Lang,
    pub typed: &'a Typed,
    pub refusal: Option<&'a Refusal>,
    /// The address that the form came back from.
    pub(crate) sent_to: &'a str,
    /// `lines[0]` inside a row.
    prefix: String,
    row: Option<usize>,
}

/// The id of the field with this form name: `lines[2][quantity]` → `f-lines-2-quantity`.
pub fn field_id(name: &str) -> String {
    let mut id = String::from("f");
    for part in name.split(['[', ']', '.', '!']).filter(|part| !part.is_empty()) {
        id.push('-');
        id.push_str(part);
    }
    id
}

impl<'a> FormState<'a> {
    pub fn new(lang: Lang, typed: &'a Typed, refusal: Option<&'a Refusal>) -> Self {
        Self { lang, typed, refusal, sent_to: "", prefix: String::new(), row: None }
    }

    /// Where it was sent, for a page with many forms of the same fields.
    pub fn sent_to(mut self, path: &'a str) -> Self {
        self.sent_to = path;
        self
    }

    pub fn text(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Text, name, label)
    }
    pub fn email(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Email, name, label)
    }
    pub fn phone(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Phone, name, label)
    }
    /// Never comes back with what was typed.
    pub fn password(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Password, name, label)
    }
    /// The six digits of the authenticator.
    pub fn one_time_code(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::OneTimeCode, name, label)
    }
    pub fn search(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Search, name, label)
    }
    /// A whole number: pieces, days, minutes.
    pub fn number(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Number, name, label)
    }
    /// Whole rupiah, with "Rp" before it.
    pub fn money(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Money, name, label)
    }
    /// A percentage; say in the hint of what, and to whom.
    pub fn percent(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Percent, name, label)
    }
    pub fn date(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Date, name, label)
    }
    /// A form with a file is sent with [`Self::post_files`].
    pub fn file(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::File, name, label)
    }
    /// Several lines of text.
    pub fn textarea(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Area, name, label)
    }
    /// One of many.
    pub fn select<V: Into<String>, L: Into<String>>(
        &self,
        name: &str,
        label: &str,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Field<'a> {
        Field::new(self, Kind::Select, name, label).choices(choices)
    }
    /// One of a few, all of them seen.
    pub fn radio<V: Into<String>, L: Into<String>>(
        &self,
        name: &str,
        label: &str,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Field<'a> {
        Field::new(self, Kind::Radio, name, label).choices(choices)
    }
    /// Sends `on` or nothing; `.value(true)` ticks it when the form is new.
    pub fn checkbox(&self, name: &str, label: &str) -> Field<'a> {
        Field::new(self, Kind::Checkbox, name, label)
    }
    /// What the page knows and the reader need not see: an id, a version.
    pub fn hidden(&self, name: &str, value: impl ToString) -> Markup {
        let name = self.full_name(name);
        let value = value.to_string();
        html! { input type="hidden" name=(name) value=(self.typed.or(&name, &value)); }
    }

    /// A form that is sent with POST. The refusal, if any, stands above it with a link to the
    /// field. The browser doesn't validate: the sentences are ours, in the reader's language.
    pub fn post(&self, action: &str, body: Markup) -> Markup {
        html! {
            (self.summary())
            form.form method="post" action=(action) novalidate { (body) }
        }
    }
    /// The same for a form that has its result beside it (`data-looked`): with JavaScript that
    /// follows what is typed, by the form's address with `/lihat` behind it.
    pub fn post_beside(&self, action: &str, body: Markup) -> Markup {
        html! {
            (self.summary())
            form.form method="post" action=(action) data-look={ (action) "/lihat" } novalidate {
                (body)
            }
        }
    }
    /// The same for a form with files.
    pub fn post_files(&self, action: &str, body: Markup) -> Markup {
        html! {
            (self.summary())
            form.form method="post" action=(action) enctype="multipart/form-data" novalidate {
                (body)
            }
        }
    }

    /// What was refused and where; nothing when nothing was.
    pub fn summary(&self) -> Markup {
        let Some(refusal) = self.refusal else { return html! {} };
        let sentence = self.lang.refusal(refusal);
        let field = refusal.field.as_deref().map(|path| field_id(&form_name(path)));
        html! {
            div #refusal .notice.bad role="alert" {
                (crate::Kind::Bad.glyph())
                div {
                    p.notice-kind { (self.lang.t("common.form.refused")) }
                    @match field {
                        Some(id) => {
                            p { (self.lang.t("common.form.refused_hint")) }
                            p { a href={ "#" (id) } { (sentence) } }
                        }
                        None => p { (sentence) },
                    }
                    @if self.typed.files().next().is_some() {
                        p { (self.lang.t("common.form.files_again")) }
                    }
                }
            }
        }
    }

    /// Fields that belong together under a legend (a key in `words/`).
    pub fn group(&self, legend: &str, body: Markup) -> Markup {
        html! { fieldset.group { legend { (self.lang.t(legend)) } div.group-fields { (body) } } }
    }

    /// Repeated rows `list[0]`, `list[1]`, …: as many as were typed and `spare` blank ones, which
    /// need no JavaScript; with it a button adds more. Each row is a form of its own prefix:
    /// `row.number("quantity", …)` is `lines[0][quantity]`, and `row.index()` tells which it is.
    pub fn lines(
        &self,
        list: &str,
        legend: &str,
        spare: usize,
        fields: impl Fn(&Self) -> Markup,
    ) -> Markup {
        let name = self.full_name(list);
        let count = self.typed.rows(&name) + spare.max(1);
        let rows = if self.typed.is_empty() { spare.max(1) } else { count };
        let row =
            |at: usize| Self { prefix: format!("{name}[{at}]"), row: Some(at), ..self.clone() };
        html! {
            fieldset.lines id=(field_id(&name)) data-lines=(name) {
                legend { (self.lang.t(legend)) }
                @if let Some(error) = self.error_at(&name) {
                    p.error { (crate::Kind::Bad.glyph()) (error) }
                }
                @for at in 0..rows {
                    div.line role="group"
                        aria-label=(self.lang.fill("common.line_number", &[("n", &(at + 1))])) {
                        span.line-number aria-hidden="true" { (at + 1) }
                        div.line-fields { (fields(&row(at))) }
                    }
                }
                p.hint { (self.lang.t("common.more_lines")) }
                button.button.quiet type="button" data-add-line hidden {
                    (crate::Icon::Plus) (self.lang.t("common.add_line"))
                }
            }
        }
    }

    /// Which row this is, from 0; `None` outside of [`Self::lines`].
    pub fn index(&self) -> Option<usize> {
        self.row
    }

    /// The sentence for the field with this form name, if the refusal is about it.
    pub(crate) fn error_at(&self, name: &str) -> Option<String> {
        let refusal = self.refusal?;
        let path = refusal.field.as_deref()?;
        // The page marks what it filled in itself.
        (form_name(path) == name.replace('!', "")).then(|| self.lang.refusal(refusal))
    }
    pub(crate) fn full_name(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}[{name}]", self.prefix) }
    }
    pub(crate) fn is_row(&self) -> bool {
        self.row.is_some()
    }
}

/// A button that acts at once: a form of its own with hidden values. `class` is `primary`,
/// `quiet` or `danger`.
pub fn button_form(action: &str, label: &str, class: &str, hidden: &[(&str, &str)]) -> Markup {
    html! {
        form.button-form method="post" action=(action) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            button class={ "button " (class) } type="submit" { (label) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::RefusalKind;

    fn refused() -> Refusal {
        Refusal::new("kernel.quantity", RefusalKind::Invalid).at("lines[1].quantity")
    }

    fn lines(typed: &Typed, refusal: Option<&Refusal>) -> String {
        words::install_for_tests();
        let form = FormState::new(Lang::Id, typed, refusal);
        let rows = |row: &FormState<'_>| html! { (row.number("quantity", "common.amount")) };
        form.post("/kirim", form.lines("lines", "common.details", 2, rows)).0
    }

    #[test]
    fn a_new_form_shows_the_spare_rows_and_requires_none() {
        let text = lines(&Typed::default(), None);
        assert_eq!(text.matches("name=\"lines[").count(), 2);
        assert!(!text.contains("required") && !text.contains("aria-invalid"));
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_points_to_the_field() {
        let typed = Typed::from_pairs([("lines[0][quantity]", "4"), ("lines[1][quantity]", "<0>")]);
        let text = lines(&typed, Some(&refused()));
        assert_eq!(text.matches("name=\"lines[").count(), 4);
        assert!(text.contains("value=\"&lt;0&gt;\"") && text.contains("value=\"4\""));
        assert!(text.contains("href=\"#f-lines-1-quantity\""));
        assert_eq!(text.matches("aria-invalid=\"true\"").count(), 1);
        assert!(text.contains("aria-describedby=\"f-lines-1-quantity-error\""));
        assert!(text.contains(&Lang::Id.refusal(&refused())));
    }

    #[test]
    fn a_blank_field_is_not_required_and_does_not_say_so_again() {
        words::install_for_tests();
        let typed = Typed::default();
        let form = FormState::new(Lang::Id, &typed, None);
        let told = html! { (form.number("n", "n").optional()) }.0;
        let silent = html! { (form.number("n", "n").blank()) }.0;
        assert!(told.contains("class=\"optional\"") && !silent.contains("class=\"optional\""));
        assert!(!silent.contains("required"));
    }

    #[test]
    fn a_file_that_was_sent_is_asked_for_again() {
        words::install_for_tests();
        let draw = |typed: &Typed, refusal: Option<&Refusal>| {
            let form = FormState::new(Lang::Id, typed, refusal);
            let both = html! {
                (form.file("evidence", "e").optional()) (form.file("logo", "l").optional())
            };
            form.post_files("/setor", both).0
        };
        let again = Lang::Id.t("common.form.file_again");
        let typed = Typed::from_pairs([("day", "x")]).with_files(["evidence".to_owned()]);
        let text = draw(&typed, Some(&refused()));
        assert_eq!(text.matches(again).count(), 1, "{text}");
        assert!(text.contains("aria-describedby=\"f-evidence-error\""), "{text}");
        assert!(text.contains(Lang::Id.t("common.form.files_again")), "{text}");
        let none_sent = draw(&Typed::from_pairs([("day", "x")]), Some(&refused()));
        assert!(!none_sent.contains(again) && !none_sent.contains("f-logo-error"));
        // What is wrong with the file says already that another is needed.
        let wrong = Refusal::new("kernel.quantity", RefusalKind::Invalid).at("evidence");
        assert!(!draw(&typed, Some(&wrong)).contains(again));
    }

    #[test]
    fn a_password_never_comes_back() {
        words::install_for_tests();
        let typed = Typed::from_pairs([("password", "rahasia"), ("name", "eko")]);
        let form = FormState::new(Lang::Id, &typed, None);
        let both = html! { (form.password("password", "p")) (form.text("name", "n")) }.0;
        assert!(!both.contains("rahasia") && both.contains("eko"));
    }

    #[test]
    fn a_box_unticked_and_sent_stays_unticked() {
        words::install_for_tests();
        let draw = |typed: &Typed| {
            let form = FormState::new(Lang::Id, typed, None);
            html! { (form.checkbox("active", "a").value(true)) }.0
        };
        assert!(draw(&Typed::default()).contains("checked"));
        assert!(!draw(&Typed::from_pairs([("name", "x")])).contains("checked"));
        assert!(draw(&Typed::from_pairs([("active", "on")])).contains("checked"));
    }

    #[test]
    fn hints_and_errors_are_tied_to_their_field() {
        words::install_for_tests();
        let typed = Typed::default();
        let refusal = Refusal::new("kernel.price", RefusalKind::Invalid).at("price");
        let form = FormState::new(Lang::En, &typed, Some(&refusal));
        let text = html! { (form.money("price", "p").hint("common.form.rupiah_hint")) }.0;
        assert!(text.contains("aria-describedby=\"f-price-hint f-price-error\""), "{text}");
        assert!(text.contains("required"));
    }
}
