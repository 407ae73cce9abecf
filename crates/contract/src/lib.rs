//! What crosses between the web view and Rust; the TypeScript is generated from here
