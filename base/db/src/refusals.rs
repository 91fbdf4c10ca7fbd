//! A room's ways to say no, written once.

use kernel::RefusalKind;

/// The refusal codes of one room, each with its kind; see [`crate::refusals!`].
pub struct RefusalCodes(pub &'static [(&'static str, RefusalKind)]);

inventory::collect!(RefusalCodes);

/// Every refusal code of the program that this binary links, with its kind, in no order.
pub fn every_refusal() -> impl Iterator<Item = (&'static str, RefusalKind)> {
    inventory::iter::<RefusalCodes>.into_iter().flat_map(|room| room.0.iter().copied())
}

/// Declares the enum `No` of a room.
///
/// ```
/// db::refusals! { "settlement";
///     /// The statement of that month is closed.
///     PeriodClosed = "period_closed", Conflict;
///     WrongTotal = "wrong_total", Invalid;
/// }
/// assert_eq!(No::CODES, ["settlement.period_closed", "settlement.wrong_total"]);
/// let error: db::Error = No::PeriodClosed.into();
/// let refusal: kernel::Refusal = No::WrongTotal.with("total", 5).at("lines[2].total");
/// ```
#[macro_export]
macro_rules! refusals {
    ($room:literal; $($(#[$doc:meta])* $name:ident = $code:literal, $kind:ident);+ $(;)?) => {
        /// The ways in which this room says no.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum No {
            $($(#[$doc])* $name),+
        }
        impl No {
            /// The full codes; each has a sentence in `words/` under `refusal.<code>`.
            pub const CODES: &'static [&'static str] = &[$(concat!($room, ".", $code)),+];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($room, ".", $code)),+
                }
            }
            pub const fn refusal(self) -> $crate::hidden::Refusal {
                match self {
                    $(Self::$name => $crate::hidden::Refusal::new(
                        concat!($room, ".", $code),
                        $crate::hidden::RefusalKind::$kind,
                    )),+
                }
            }
            /// Points at the wrong field of the input: `lines[2].quantity`.
            pub fn at(self, field: impl Into<String>) -> $crate::hidden::Refusal {
                self.refusal().at(field)
            }
            /// Fills a `{name}` in the sentence.
            pub fn with(
                self,
                name: &'static str,
                value: impl ::std::fmt::Display,
            ) -> $crate::hidden::Refusal {
                self.refusal().with(name, value)
            }
        }
        impl From<No> for $crate::hidden::Refusal {
            fn from(no: No) -> Self {
                no.refusal()
            }
        }
        impl From<No> for $crate::Error {
            fn from(no: No) -> Self {
                Self::Refused(no.refusal())
            }
        }
        $crate::hidden::inventory::submit! {
            $crate::hidden::RefusalCodes(&[
                $((concat!($room, ".", $code), $crate::hidden::RefusalKind::$kind)),+
            ])
        }
    };
}
