use anyhow::Result;
pub(crate) fn take() -> Result<()> {
    Ok(())
}
