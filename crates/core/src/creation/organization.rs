use super::{FormProblems, KeyName, MintRequest, permissions::chosen};
use crate::key::NewKeyType;

/// *Organization → API Keys → New*: permissions are picked from the four, for the whole tenant.
///
/// # Errors
/// What is wrong with the name and with the permissions.
pub fn organization_key(name: &str, permissions: &[String]) -> Result<MintRequest, FormProblems> {
    picked(NewKeyType::Organization, None, name, permissions)
}

pub(super) fn picked(
    key_type: NewKeyType,
    project_id: Option<String>,
    name: &str,
    permissions: &[String],
) -> Result<MintRequest, FormProblems> {
    match (KeyName::parse(name), chosen(permissions)) {
        (Ok(name), Ok(permissions)) => Ok(MintRequest { name, key_type, permissions, project_id }),
        (name, permissions) => {
            Err(FormProblems { name: name.err(), permissions: permissions.err() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_key_has_no_project() {
        let request = organization_key("tenant audit", &["config:read".to_owned()]).unwrap();
        assert_eq!(request.project_id, None);
        assert_eq!(request.key_type, NewKeyType::Organization);
    }
}
