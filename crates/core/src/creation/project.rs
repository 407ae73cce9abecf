use super::{FormProblems, MintRequest, organization::picked};
use crate::key::NewKeyType;

/// *Project → API Keys → New*: permissions are picked from the four, for one project.
///
/// # Errors
/// What is wrong with the name and with the permissions.
pub fn project_key(
    project_id: &str,
    name: &str,
    permissions: &[String],
) -> Result<MintRequest, FormProblems> {
    picked(NewKeyType::Project, Some(project_id.to_owned()), name, permissions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::creation::{NameProblem, PermissionProblem};

    #[test]
    fn every_problem_is_named_at_once() {
        let problems = project_key("p1", "", &[]).unwrap_err();
        assert_eq!(problems.name, Some(NameProblem::Empty));
        assert_eq!(problems.permissions, Some(PermissionProblem::NoneChosen));
    }
}
