//! One list of words for an enum of the core that also crosses to the web view.

/// Declares an enum that crosses with the variants of one of the core, and makes each from the
/// other. A variant that only one of them has does not compile.
macro_rules! mirror {
    (
        $(#[$about:meta])*
        pub enum $name:ident = $core:ty { $($(#[$word:meta])* $variant:ident),+ $(,)? }
    ) => {
        $(#[$about])*
        pub enum $name {
            $($(#[$word])* $variant),+
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core {
                    $(<$core>::$variant => Self::$variant),+
                }
            }
        }

        impl From<$name> for $core {
            fn from(crossed: $name) -> Self {
                match crossed {
                    $($name::$variant => Self::$variant),+
                }
            }
        }
    };
}

pub(crate) use mirror;
