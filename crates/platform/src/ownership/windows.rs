#![allow(unsafe_code, reason = "access lists are the operating system's business")]

use std::{
    io,
    os::windows::{
        ffi::OsStrExt as _,
        io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    },
    path::Path,
    ptr,
};
use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::{
        Authorization::{
            ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW,
            SDDL_REVISION_1,
        },
        DACL_SECURITY_INFORMATION, GetTokenInformation, SetFileSecurityW, TOKEN_QUERY, TOKEN_USER,
        TokenUser,
    },
    System::Threading::{GetCurrentProcess, OpenProcessToken},
};

/// Gives a folder, and what will be in it, an access list of its own: this person and the system, and what the
/// folders above allow to others no longer counts.
///
/// # Errors
/// What the system says.
pub(crate) fn keep_for_owner(folder: &Path) -> io::Result<()> {
    let list = format!("D:P(A;OICI;FA;;;{})(A;OICI;FA;;;SY)", user()?);
    let (list, folder) = (wide(list.as_ref()), wide(folder));
    let mut described = ptr::null_mut();
    // SAFETY: the strings end with a zero and live through the calls; what the system made is freed once.
    unsafe {
        succeeded(ConvertStringSecurityDescriptorToSecurityDescriptorW(
            list.as_ptr(),
            SDDL_REVISION_1,
            &raw mut described,
            ptr::null_mut(),
        ))?;
        let set =
            succeeded(SetFileSecurityW(folder.as_ptr(), DACL_SECURITY_INFORMATION, described));
        LocalFree(described);
        set
    }
}

/// Whose process this is, as Windows writes it: `S-1-5-…`.
fn user() -> io::Result<String> {
    // Room for the structure and the longest identifier, aligned as the structure wants.
    let mut told = [0_u64; 16];
    let (mut token, mut length, mut text) = (ptr::null_mut(), 0, ptr::null_mut());
    // SAFETY: the buffer is as long as the call is told, and aligned; the text ends with a zero and is freed once.
    unsafe {
        succeeded(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token))?;
        let token = OwnedHandle::from_raw_handle(token);
        succeeded(GetTokenInformation(
            token.as_raw_handle(),
            TokenUser,
            told.as_mut_ptr().cast(),
            size_of_val(&told) as u32,
            &raw mut length,
        ))?;
        let user = &*told.as_ptr().cast::<TOKEN_USER>();
        succeeded(ConvertSidToStringSidW(user.User.Sid, &raw mut text))?;
        let length = (0..).take_while(|at| *text.add(*at) != 0).count();
        let written = String::from_utf16_lossy(std::slice::from_raw_parts(text, length));
        LocalFree(text.cast());
        Ok(written)
    }
}

fn wide(text: &Path) -> Vec<u16> {
    text.as_os_str().encode_wide().chain([0]).collect()
}

fn succeeded(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windows_sys::Win32::Security::Authorization::{
        ConvertSecurityDescriptorToStringSecurityDescriptorW, GetNamedSecurityInfoW, SE_FILE_OBJECT,
    };

    /// Everyone, and everyone who has signed in, as access lists name them.
    const OTHERS: [&str; 3] = [";;;WD)", ";;;AU)", ";;;BU)"];

    fn list(folder: &Path) -> String {
        let folder = wide(folder);
        let (mut described, mut text, none) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: as above; the test lets what the system made lie.
        unsafe {
            let got = GetNamedSecurityInfoW(
                folder.as_ptr(),
                SE_FILE_OBJECT,
                DACL_SECURITY_INFORMATION,
                none,
                none,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut described,
            );
            assert_eq!(got, 0);
            succeeded(ConvertSecurityDescriptorToStringSecurityDescriptorW(
                described,
                SDDL_REVISION_1,
                DACL_SECURITY_INFORMATION,
                &raw mut text,
                ptr::null_mut(),
            ))
            .unwrap();
            let length = (0..).take_while(|at| *text.add(*at) != 0).count();
            String::from_utf16_lossy(std::slice::from_raw_parts(text, length))
        }
    }

    #[test]
    fn a_folder_is_closed_to_others_and_open_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("stores");
        std::fs::create_dir(&folder).unwrap();
        let before = list(&folder);
        assert!(OTHERS.iter().any(|one| before.contains(one)), "{before}");
        keep_for_owner(&folder).unwrap();
        let after = list(&folder);
        assert!(!OTHERS.iter().any(|one| after.contains(one)), "{after}");
        std::fs::write(folder.join("file"), "ours").unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("file")).unwrap(), "ours");
    }
}
