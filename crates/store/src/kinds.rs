//! A slice's own vocabulary: small enumerations whose words stand in the database, in the API and, as people say them, on
//! pages.

/// Makes enumerations of words. Each variant has its word and its title.
///
/// ```
/// store::kinds! {
///     /// How it stands.
///     State { Open = "open" "Open", Closed = "closed" "Closed" }
/// }
/// assert_eq!(State::from_word("closed"), Some(State::Closed));
/// assert_eq!((State::Open.word(), State::Open.title()), ("open", "Open"));
/// ```
#[macro_export]
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $word:literal $title:literal),* $(,)?
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] #[schemars(title = $title)] $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word as it stands in the database and in the API.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
            /// As people say it.
            pub fn title(self) -> &'static str { match self { $($name::$variant => $title),* } }
        }

        impl From<$name> for $crate::Value {
            fn from(kind: $name) -> $crate::Value { kind.word().into() }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: &$crate::Value) -> anyhow::Result<Self> {
                let word = <String as $crate::FromValue>::from_value(value)?;
                Self::from_word(&word)
                    .ok_or_else(|| anyhow::anyhow!(concat!("a word that is no ", stringify!($name))))
            }
        }
    )*};
}
