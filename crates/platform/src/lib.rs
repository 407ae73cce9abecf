//! Adapters to the operating system: clipboard, keychain, process hardening
