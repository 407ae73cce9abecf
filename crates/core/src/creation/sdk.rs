use super::{FormProblems, KeyName, MintRequest};
use crate::key::{NewKeyType, Permission};

/// *Project → SDK Keys → New*: the permissions are locked (documented), so there is nothing to pick.
///
/// # Errors
/// What is wrong with the name.
pub fn sdk_key(project_id: &str, name: &str) -> Result<MintRequest, FormProblems> {
    let name = KeyName::parse(name)
        .map_err(|problem| FormProblems { name: Some(problem), permissions: None })?;
    Ok(MintRequest {
        name,
        key_type: NewKeyType::Sdk,
        permissions: Permission::ANALYSIS_ONLY.to_vec(),
        project_id: Some(project_id.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sdk_key_has_its_locked_permissions_and_its_project() {
        let request = sdk_key("p1", "checkout widget").unwrap();
        assert_eq!(request.permissions, Permission::ANALYSIS_ONLY);
        assert_eq!(request.project_id.as_deref(), Some("p1"));
    }
}
