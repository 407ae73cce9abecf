//! The names under which stores keep destinations and their fields. They are in people's files: they
//! never change, whatever the variants or the page's own names become.

use super::{DestinationId, Field};

macro_rules! stored_names {
    ($type:ident { $($variant:ident = $name:literal,)* }) => {
        impl $type {
            /// The name in the store.
            #[must_use]
            pub const fn stored_name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What has this name in a store. A newer version of the app may have known more.
            #[must_use]
            pub fn of_stored_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

stored_names! {
    DestinationId {
        GithubActions = "githubActions",
        AwsSecretsManager = "awsSecretsManager",
        GcpSecretManager = "gcpSecretManager",
        Vault = "vault",
        OnePassword = "onePassword",
        Kubernetes = "kubernetes",
        Pass = "pass",
        AzureKeyVault = "azureKeyVault",
        Doppler = "doppler",
        Keychain = "keychain",
    }
}

stored_names! {
    Field {
        Repository = "repository",
        Environment = "environment",
        Name = "name",
        Profile = "profile",
        Region = "region",
        Project = "project",
        Mount = "mount",
        Path = "path",
        Field = "field",
        Address = "address",
        Vault = "vault",
        Title = "title",
        Context = "context",
        Namespace = "namespace",
        Key = "key",
        Config = "config",
        Label = "label",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handoff::ALL;

    /// What is in people's files by now.
    #[test]
    fn a_stored_name_means_what_it_meant() {
        let names = ALL.map(|destination| destination.id.stored_name());
        assert_eq!(
            names,
            [
                "githubActions",
                "awsSecretsManager",
                "gcpSecretManager",
                "vault",
                "onePassword",
                "kubernetes",
                "pass",
                "azureKeyVault",
                "doppler",
                "keychain",
            ]
        );
        for destination in ALL {
            let id = destination.id;
            assert_eq!(DestinationId::of_stored_name(id.stored_name()), Some(id));
            for rule in destination.fields {
                let name = rule.field.stored_name();
                assert_eq!(Field::of_stored_name(name), Some(rule.field));
            }
        }
        assert_eq!(Field::of_stored_name("repository"), Some(Field::Repository));
        assert_eq!(DestinationId::of_stored_name("GithubActions"), None);
    }
}
