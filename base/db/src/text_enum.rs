//! A closed set of words that is stored, sent and shown by name.

/// Declares an enum whose variants are words in the database, in JSON and in `words/`.
///
/// Gives `ALL`, `as_str`, `name`, `parse`, `Display`, [`crate::Param`], [`crate::Column`], serde
/// and `JsonSchema`. Debug, Clone, Copy, equality, order and Hash are derived already; further
/// attributes are kept.
///
/// ```
/// db::text_enum! {
///     /// Where an agreement stands.
///     #[derive(Default)]
///     pub enum State {
///         #[default]
///         Draft = "draft",
///         Signed = "signed",
///     }
/// }
/// assert_eq!(State::parse("signed"), Some(State::Signed));
/// ```
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$of:meta])* $variant:ident = $text:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $($(#[$of])* $variant),+
        }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
            pub const fn name(self) -> &'static str {
                self.as_str()
            }
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl $crate::Param for $name {
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.as_str())
            }
        }
        impl $crate::Column for $name {
            fn read(row: &$crate::Row<'_>, at: usize) -> $crate::Result<Self> {
                let text = row.text(at)?;
                Self::parse(text).ok_or_else(|| row.unknown(at, stringify!($name)))
            }
        }
        impl $crate::hidden::serde::Serialize for $name {
            fn serialize<S: $crate::hidden::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::hidden::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::hidden::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                use $crate::hidden::serde::{Deserialize, de::Error};
                let text = <::std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::unknown_variant(&text, &[$($text),+]))
            }
        }
        impl $crate::hidden::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(
                _: &mut $crate::hidden::schemars::SchemaGenerator,
            ) -> $crate::hidden::schemars::Schema {
                $crate::hidden::schemars::json_schema!({
                    "type": "string",
                    "enum": [$($text),+]
                })
            }
        }
    };
}
