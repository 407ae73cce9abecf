/// What a row is. The numbers are in every file: they never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Check = 1,
    Profile = 2,
    Session = 3,
    Reading = 4,
    Scope = 5,
    Annotation = 6,
    PendingCreation = 7,
    Destination = 8,
    History = 9,
    Activity = 10,
}

impl Kind {
    pub(super) fn number(self) -> u8 {
        self as u8
    }
}
