//! One field of a form, made by [`crate::FormState`] and finished by its builder methods.

use maud::{Markup, Render, html};
use words::Speak;

use crate::{FormState, field_id};

/// How wide a field stands on the desk; on the phone all are full width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    Short,
    Medium,
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Email,
    Phone,
    Password,
    OneTimeCode,
    Search,
    Number,
    Money,
    Percent,
    Date,
    File,
    Area,
    Select,
    Radio,
    Checkbox,
}

/// A field: label, what was typed, hint, error. Put it into `html!` with `(field)`.
///
/// A field is required unless [`Field::optional`] says otherwise; in a row of lines it is not,
/// because a row may stay blank.
pub struct Field<'a> {
    form: FormState<'a>,
    kind: Kind,
    name: String,
    label: String,
    default: String,
    hint: Option<String>,
    required: bool,
    silent: bool,
    choices: Vec<(String, String)>,
    suffix: Option<String>,
    autocomplete: Option<&'static str>,
    accept: Option<&'static str>,
    max: Option<usize>,
    width: Width,
}

impl<'a> Field<'a> {
    pub(crate) fn new(form: &FormState<'a>, kind: Kind, name: &str, label: &str) -> Self {
        let width = match kind {
            Kind::Number | Kind::Percent | Kind::Date | Kind::OneTimeCode => Width::Short,
            Kind::Money | Kind::Phone => Width::Medium,
            _ => Width::Full,
        };
        Self {
            kind,
            name: form.full_name(name),
            label: form.lang.t(label).to_owned(),
            default: String::new(),
            hint: None,
            required: !form.is_row() && !matches!(kind, Kind::Checkbox | Kind::Search),
            silent: false,
            choices: Vec::new(),
            suffix: None,
            autocomplete: None,
            accept: None,
            max: None,
            width,
            form: form.clone(),
        }
    }

    /// The value before anything is typed.
    pub fn value(mut self, value: impl ToString) -> Self {
        self.default = value.to_string();
        self
    }
    /// A sentence under the label, by its key in `words/`.
    pub fn hint(self, key: &str) -> Self {
        let text = self.form.lang.t(key);
        self.hint_text(text)
    }
    /// A sentence under the label that was filled already.
    pub fn hint_text(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }
    /// A label with the thing's own name in it (a maker's code), instead of a key.
    pub fn label_text(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }
    /// May stay empty; the label says so.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    /// May stay empty, and the form's own words say so once for all of its like.
    pub fn blank(mut self) -> Self {
        (self.required, self.silent) = (false, true);
        self
    }
    /// Must be filled, also in a row.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// (value, label) of a select or radio.
    pub fn choices<V: Into<String>, L: Into<String>>(
        mut self,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        self.choices = choices.into_iter().map(|(v, l)| (v.into(), l.into())).collect();
        self
    }
    /// A word after the input: the product's unit.
    pub fn suffix(mut self, word: impl Into<String>) -> Self {
        self.suffix = Some(word.into());
        self
    }
    /// What the browser may fill in: `username`, `new-password`, `tel`.
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }
    /// The types of a file: `image/png,image/jpeg`.
    pub fn accept(mut self, types: &'static str) -> Self {
        self.accept = Some(types);
        self
    }
    /// The most characters that may be typed.
    pub fn max_length(mut self, characters: usize) -> Self {
        self.max = Some(characters);
        self
    }
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    fn id(&self) -> String {
        field_id(&self.name)
    }

    /// What stands in the field. A password and a file never come back.
    fn text(&self) -> &str {
        match self.kind {
            Kind::Password | Kind::OneTimeCode | Kind::File => "",
            _ => self.form.typed.or(&self.name, &self.default),
        }
    }

    fn checked(&self) -> bool {
        let value = if self.form.typed.is_empty() {
            self.default.as_str()
        } else {
            self.form.typed.get(&self.name).unwrap_or_default()
        };
        matches!(value, "on" | "true" | "1")
    }

    /// What to say where a file was sent: no page can give it back, and in an optional field nobody
    /// would miss it.
    fn lost(&self) -> Option<String> {
        let sent = self.kind == Kind::File && self.form.typed.has_file(&self.name);
        sent.then(|| self.form.lang.t("common.form.file_again").to_owned())
    }

    fn described_by(&self, error: bool) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id()));
        let error = error.then(|| format!("{}-error", self.id()));
        let all: Vec<String> = hint.into_iter().chain(error).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn words_above(&self, error: Option<&str>) -> Markup {
        let silent = self.silent || self.form.is_row() || self.kind == Kind::Search;
        let optional = !self.required && !silent;
        html! {
            label for=(self.id()) {
                (self.label)
                @if optional { " " span.optional { "(" (self.form.lang.t("common.optional")) ")" } }
            }
            (self.notes(error))
        }
    }

    fn notes(&self, error: Option<&str>) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (self.id()) "-hint" } { (hint) } }
            @if let Some(error) = error {
                p.error id={ (self.id()) "-error" } { (crate::Kind::Bad.glyph()) (error) }
            }
        }
    }

    fn input(&self, error: bool) -> Markup {
        let (kind, mode) = match self.kind {
            Kind::Email => ("email", Some("email")),
            Kind::Phone => ("tel", Some("tel")),
            Kind::Password => ("password", None),
            Kind::OneTimeCode => ("text", Some("numeric")),
            Kind::Search => ("search", None),
            Kind::Date => ("date", None),
            Kind::File => ("file", None),
            // A number field would refuse the dots that people type, and it loses a wrong text.
            Kind::Number | Kind::Money => ("text", Some("numeric")),
            Kind::Percent => ("text", Some("decimal")),
            _ => ("text", None),
        };
        let value = self.text();
        let typing = match self.kind {
            Kind::Number | Kind::Money | Kind::Percent => Some("off"),
            Kind::OneTimeCode => Some("one-time-code"),
            _ => None,
        };
        html! {
            input id=(self.id()) name=(self.name) type=(kind) inputmode=[mode]
                value=[(self.kind != Kind::File).then_some(value)]
                class=[matches!(mode, Some("numeric" | "decimal")).then_some("figures-input")]
                required[self.required] maxlength=[self.max] accept=[self.accept]
                autocomplete=[self.autocomplete.or(typing)]
                aria-invalid=[error.then_some("true")] aria-describedby=[self.described_by(error)];
        }
    }

    fn control(&self, error: bool) -> Markup {
        match self.kind {
            Kind::Area => html! {
                textarea id=(self.id()) name=(self.name) rows="4" required[self.required]
                    maxlength=[self.max] aria-invalid=[error.then_some("true")]
                    aria-describedby=[self.described_by(error)] { "\n" (self.text()) }
            },
            Kind::Select => self.select(error),
            Kind::Money => self.with_affix("Rp", "", error),
            Kind::Percent => self.with_affix("", "%", error),
            _ => match &self.suffix {
                Some(word) => self.with_affix("", word, error),
                None => self.input(error),
            },
        }
    }

    fn with_affix(&self, before: &str, after: &str, error: bool) -> Markup {
        html! {
            div.affix {
                @if !before.is_empty() { span aria-hidden="true" { (before) } }
                (self.input(error))
                @if !after.is_empty() { span { (after) } }
            }
        }
    }

    fn select(&self, error: bool) -> Markup {
        let chosen = self.text();
        html! {
            select id=(self.id()) name=(self.name) required[self.required]
                aria-invalid=[error.then_some("true")] aria-describedby=[self.described_by(error)] {
                option value="" selected[chosen.is_empty()] {
                    (self.form.lang.t(if self.required || self.form.is_row() {
                        "common.choose"
                    } else {
                        "common.none"
                    }))
                }
                @for (value, label) in &self.choices {
                    option value=(value) selected[value == chosen] { (label) }
                }
            }
        }
    }

    fn radio(&self, error: Option<&str>) -> Markup {
        let chosen = self.text();
        html! {
            fieldset.field.radio id=(self.id()) tabindex="-1"
                aria-describedby=[self.described_by(error.is_some())] {
                legend { (self.label) }
                (self.notes(error))
                @for (at, (value, label)) in self.choices.iter().enumerate() {
                    label.choice {
                        input type="radio" id={ (self.id()) "-" (at) } name=(self.name)
                            value=(value) checked[value == chosen] required[self.required];
                        span { (label) }
                    }
                }
            }
        }
    }

    fn checkbox(&self, error: Option<&str>) -> Markup {
        html! {
            div.field.check {
                label.choice {
                    input type="checkbox" id=(self.id()) name=(self.name) value="on"
                        checked[self.checked()] required[self.required]
                        aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[self.described_by(error.is_some())];
                    span { (self.label) }
                }
                (self.notes(error))
            }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let error = self.form.error_at(&self.name).or_else(|| self.lost());
        let error = error.as_deref();
        match self.kind {
            Kind::Radio => self.radio(error),
            Kind::Checkbox => self.checkbox(error),
            _ => {
                let width = match self.width {
                    Width::Short => "short",
                    Width::Medium => "medium",
                    Width::Full => "full",
                };
                html! {
                    div class={ "field " (width) } {
                        (self.words_above(error))
                        (self.control(error.is_some()))
                    }
                }
            }
        }
    }
}
