//! One file for each destination. Commands and traps are those of the tools' own documentation; what
//! was run, and against what, is in the README.

pub mod aws_secrets_manager;
pub mod azure_key_vault;
pub mod doppler;
pub mod gcp_secret_manager;
pub mod github_actions;
pub mod keychain;
pub mod kubernetes;
pub mod one_password;
pub mod pass;
pub mod vault;
