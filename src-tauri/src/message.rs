//! What is said where there is no window to say it in: a native message, and standard error.

/// Says what is wrong and what to do, and waits until the person has read it. On the main thread.
pub(crate) fn show(title: &str, detail: &str) {
    say(&format!("{title}. {detail}"));
    #[cfg(target_os = "linux")]
    {
        use gtk::prelude::{DialogExt, GtkWindowExt, MessageDialogExt, WidgetExt};
        if !gtk::is_initialized_main_thread() {
            return;
        }
        let nothing = gtk::DialogFlags::empty();
        let (kind, buttons) = (gtk::MessageType::Warning, gtk::ButtonsType::Close);
        let none = None::<&gtk::Window>;
        let dialog = gtk::MessageDialog::new(none, nothing, kind, buttons, title);
        dialog.set_title("SigSentry Keys");
        dialog.set_secondary_text(Some(detail));
        dialog.run();
        dialog.hide();
    }
    #[cfg(not(target_os = "linux"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Warning)
        .set_title("SigSentry Keys")
        .set_description(format!("{title}\n\n{detail}"))
        .show();
}

#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
pub(crate) fn say(sentence: &str) {
    eprintln!("{sentence}");
}
