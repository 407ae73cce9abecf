use crate::holder::Holder;

const NO_DETOUR: [&str; 1] = ["env"];

#[test]
fn one_copy_while_held_and_none_after_it_is_dropped() {
    let name = "gone::one_copy_while_held_and_none_after_it_is_dropped";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &NO_DETOUR, folder.path()) else { return };
    assert_eq!(holder.secrets(), 1);
    assert_eq!(holder.order("drop"), "dropped");
    assert_eq!(holder.secrets(), 0);
}

#[test]
fn one_copy_while_it_is_exposed() {
    let name = "gone::one_copy_while_it_is_exposed";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &NO_DETOUR, folder.path()) else { return };
    assert_eq!(holder.order("expose"), "open");
    assert_eq!(holder.secrets(), 1);
    assert_eq!(holder.order("close"), "closed");
    assert_eq!(holder.secrets(), 1);
}

#[test]
fn none_after_its_user_panicked() {
    let name = "gone::none_after_its_user_panicked";
    let folder = tempfile::tempdir().unwrap();
    let Some(mut holder) = Holder::start(name, &NO_DETOUR, folder.path()) else { return };
    assert_eq!(holder.secrets(), 1);
    assert_eq!(holder.order("panic"), "unwound");
    assert_eq!(holder.secrets(), 0);
}
