//! What is done with a reason: refusing, taking back, hiding.

use maud::{Markup, html};

use crate::{FormState, button_form, danger, state::Kind};

/// Something that is done with a reason; it stands folded until somebody wants it, and on a page as
/// often as there are things to do it to. All texts are in the reader's language already.
pub struct Because<'a> {
    pub action: &'a str,
    /// What it is called, above and on its button.
    pub button: &'a str,
    /// What the reason is called.
    pub reason: &'a str,
    /// A sentence beneath; may be empty.
    pub hint: &'a str,
    /// The most letters of the reason.
    pub max: usize,
    /// What the page knows: which line it is, an id.
    pub hidden: &'a [(&'a str, &'a str)],
}

impl FormState<'_> {
    /// The form of something done with a reason. What was typed comes back in the one that was
    /// sent, which then stands open and says what is wrong.
    pub fn because(&self, one: &Because<'_>) -> Markup {
        let mine = self.was_sent(one);
        let error = mine.then(|| self.error_at("reason")).flatten();
        let typed = if mine { self.typed.or("reason", "") } else { "" };
        html! {
            details open[mine] {
                summary { (one.button) }
                form.form method="post" action=(one.action) novalidate {
                    @for (name, value) in one.hidden {
                        input type="hidden" name=(name)
                            value=(if mine { self.typed.or(name, value) } else { value });
                    }
                    div.field {
                        // A label round its field needs no id, which only one on a page may have.
                        label {
                            (one.reason) " "
                            input type="text" name="reason" maxlength=(one.max) required
                                value=(typed) id=[mine.then_some("f-reason")]
                                aria-invalid=[error.is_some().then_some("true")]
                                aria-describedby=[error.is_some().then_some("f-reason-error")];
                        }
                        @if let Some(error) = &error {
                            p.error id="f-reason-error" { (Kind::Bad.glyph()) (error) }
                        }
                        @if !one.hint.is_empty() { p.hint { (one.hint) } }
                    }
                    (crate::actions(danger(one.button)))
                }
            }
        }
    }

    /// Agreeing by one press (its action, its name), or the other thing with a reason.
    pub fn agree_or(&self, (action, label): (&str, &str), other: &Because<'_>) -> Markup {
        html! { (button_form(action, label, "primary", &[])) (self.because(other)) }
    }

    /// Whether it is this one that came back, of all with the same fields. An id of its own is new
    /// each time that the page is shown.
    fn was_sent(&self, one: &Because<'_>) -> bool {
        let known = one.hidden.iter().filter(|(name, _)| *name != "id");
        self.refusal.is_some()
            && self.sent_to == one.action
            && known.into_iter().all(|(name, value)| self.typed.get(name) == Some(value))
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Lang, Refusal, RefusalKind};
    use words::Speak;

    use super::*;
    use crate::Typed;

    fn one<'a>(action: &'a str, hidden: &'a [(&'a str, &'a str)]) -> Because<'a> {
        Because { action, button: "Tolak", reason: "Alasan", hint: "", max: 200, hidden }
    }

    #[test]
    fn a_reason_comes_back_where_it_was_typed_and_nowhere_else() {
        words::install_for_tests();
        let pairs = [("reason", "\"rusak\""), ("line", "7"), ("id", "old")];
        let typed = Typed::from_pairs(pairs);
        let no = Refusal::new("kernel.line", RefusalKind::Invalid).at("reason");
        let form = FormState::new(Lang::Id, &typed, Some(&no)).sent_to("/a/tolak");
        let mine = form.because(&one("/a/tolak", &[("line", "7"), ("id", "new")])).0;
        assert!(mine.contains("<details open>") && mine.contains("&quot;rusak&quot;"), "{mine}");
        assert!(mine.contains("value=\"old\"") && mine.contains(&Lang::Id.refusal(&no)), "{mine}");
        for other in [one("/b/tolak", &[("line", "7")]), one("/a/tolak", &[("line", "8")])] {
            let other = form.because(&other).0;
            assert!(!other.contains("rusak") && !other.contains(" open"), "{other}");
            assert!(!other.contains(" id="), "an id stands once on a page: {other}");
        }
    }
}
