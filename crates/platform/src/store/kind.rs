/// What a row is. The numbers are in every file: they never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Check = 1,
    Profile = 2,
    Session = 3,
    Reading = 4,
    /// Until version 1: the keys of one project.
    Scope = 5,
    Annotation = 6,
    PendingCreation = 7,
    Destination = 8,
    /// Until version 1: a whole reading.
    History = 9,
    Activity = 10,
    /// One key, also one that is gone.
    Key = 11,
    Projects = 12,
    Change = 13,
    /// What the person has seen of the changes.
    Seen = 14,
    /// How the person left the table.
    Table = 15,
    /// Keys that are being revoked together.
    BulkRevocation = 16,
    /// A key that is being replaced.
    Rotation = 17,
    /// Where a key's value was sent, and how.
    SentPlaces = 18,
    /// A key that was handed over from here, and its first use.
    HandedOver = 19,
    /// By what a key's value is recognised.
    Identity = 20,
    /// A review that is not signed off.
    Review = 21,
    /// A review that was.
    SignOff = 22,
    /// When the desktop told the person last which keys came into use.
    FirstUseTold = 23,
    /// Owners who have left.
    FormerOwners = 24,
}

impl Kind {
    /// How many there are.
    pub(super) const COUNT: usize = 24;

    pub(super) fn number(self) -> u8 {
        self as u8
    }
}
