use std::iter::Sum;

/// What was seen, added up.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rotations: u64,
    pub(super) kills: u64,
    pub(super) replacements: u64,
    /// Replacements whose value was lost before every place had it.
    pub(super) replaced_again: u64,
    pub(super) sent: u64,
    /// Sendings that failed, or of which it is not known.
    pub(super) not_sent: u64,
    /// Revocations that were tried and that the rotation refused.
    pub(super) refused: u64,
    pub(super) revoked: u64,
    /// Keys that were made and whose answer no one heard: told of, and revoked.
    pub(super) strays: u64,
    pub(super) days: u64,
    /// Keys beside those that are rotated.
    pub(super) others: u64,
    pub(super) unlocked: u64,
    /// Runs whose computer's clock was wrong.
    pub(super) wrong_clocks: u64,
}

impl Tally {
    /// Presence first: what was to be shown did happen.
    pub(super) fn hold(&self) {
        assert!(self.rotations > 0);
        assert!(self.replacements >= self.rotations && self.revoked > 0 && self.days > 0);
        assert!(self.kills > 0 && self.refused > 0 && self.replaced_again > 0);
    }

    /// The same of what is done beside rotations.
    pub(super) fn hold_beside(&self) {
        assert!(self.others > 0 && self.strays > 0 && self.unlocked > 0 && self.wrong_clocks > 0);
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |one, other| Self {
            rotations: one.rotations + other.rotations,
            kills: one.kills + other.kills,
            replacements: one.replacements + other.replacements,
            replaced_again: one.replaced_again + other.replaced_again,
            sent: one.sent + other.sent,
            not_sent: one.not_sent + other.not_sent,
            refused: one.refused + other.refused,
            revoked: one.revoked + other.revoked,
            strays: one.strays + other.strays,
            days: one.days + other.days,
            others: one.others + other.others,
            unlocked: one.unlocked + other.unlocked,
            wrong_clocks: one.wrong_clocks + other.wrong_clocks,
        })
    }
}
