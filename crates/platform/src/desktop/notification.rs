use notify_rust::Notification;

/// The desktop shows no notifications: there is no service for them, or it refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotShown;

/// Shows a notification, as the desktop shows those of every app: on its lock screen, too, and in its list
/// of what was missed. Waits for the desktop.
///
/// # Errors
/// [`NotShown`].
pub fn show_notification(title: &str, body: &str) -> Result<(), NotShown> {
    let mut notification = Notification::new();
    notification.appname("SigSentry Keys").icon("sigsentry-keys").summary(title).body(body);
    notification.show().map(drop).map_err(|_| NotShown)
}
