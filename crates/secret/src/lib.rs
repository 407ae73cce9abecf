//! A key's value while it is held, and the picture of it
