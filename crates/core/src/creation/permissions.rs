use crate::key::Permission;

/// Why a choice of permissions cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PermissionProblem {
    /// Nothing is granted.
    #[error("no permission is chosen")]
    NoneChosen,
    /// A name that is none of the four.
    #[error("a permission is not known")]
    Unknown,
}

/// Known permissions without repetition, in the vendor's order.
pub(super) fn chosen(names: &[String]) -> Result<Vec<Permission>, PermissionProblem> {
    let mut permissions: Vec<_> = names.iter().map(|name| Permission::from_name(name)).collect();
    permissions.sort();
    permissions.dedup();
    if permissions.is_empty() {
        Err(PermissionProblem::NoneChosen)
    } else if permissions.iter().any(|one| matches!(one, Permission::Unknown(_))) {
        Err(PermissionProblem::Unknown)
    } else {
        Ok(permissions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_ordered_and_checked() {
        let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            chosen(&names(&["analysis:read", "analysis:create", "analysis:read"])),
            Ok(Permission::ANALYSIS_ONLY.to_vec())
        );
        assert_eq!(chosen(&[]), Err(PermissionProblem::NoneChosen));
        assert_eq!(chosen(&names(&["apikey:write"])), Err(PermissionProblem::Unknown));
    }
}
