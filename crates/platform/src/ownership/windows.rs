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
        ACCESS_ALLOWED_ACE, ACL,
        Authorization::{
            ConvertSidToStringSidW, ConvertStringSecurityDescriptorToSecurityDescriptorW,
            GetNamedSecurityInfoW, SDDL_REVISION_1, SE_FILE_OBJECT,
        },
        DACL_SECURITY_INFORMATION, GetAce, GetTokenInformation, INHERIT_ONLY_ACE,
        OWNER_SECURITY_INFORMATION, PSID, SetFileSecurityW, TOKEN_QUERY, TOKEN_USER, TokenUser,
    },
    System::{
        SystemServices::ACCESS_ALLOWED_ACE_TYPE,
        Threading::{GetCurrentProcess, OpenProcessToken},
    },
};

/// Gives a folder, and what will be in it, an access list of its own: this person and the system, and what the
/// folders above allow to others no longer counts.
///
/// # Errors
/// What the system says.
pub(crate) fn keep_for_owner(folder: &Path) -> io::Result<()> {
    set(folder, &format!("D:P(A;OICI;FA;;;{})(A;OICI;FA;;;SY)", user()?))
}

/// Gives a file or a folder an access list, written as Windows writes one.
fn set(path: &Path, list: &str) -> io::Result<()> {
    let (list, path) = (wide(list.as_ref()), wide(path));
    let mut described = ptr::null_mut();
    // SAFETY: the strings end with a zero and live through the calls; what the system made is freed once.
    unsafe {
        succeeded(ConvertStringSecurityDescriptorToSecurityDescriptorW(
            list.as_ptr(),
            SDDL_REVISION_1,
            &raw mut described,
            ptr::null_mut(),
        ))?;
        let set = succeeded(SetFileSecurityW(path.as_ptr(), DACL_SECURITY_INFORMATION, described));
        LocalFree(described);
        set
    }
}

/// Those who rule the computer anyway: the system, its administrators, and the installer of Windows.
const TRUSTED: [&str; 3] =
    ["S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"];

/// Whether only this person and those who rule the computer anyway decide what a program is: by its own access
/// list, by those of the folders above it, and by who owns them. Not asked: groups that this person is alone in.
pub(crate) fn steps_are_safe(program: &Path) -> bool {
    let (Ok(me), Ok(real)) = (user(), program.canonicalize()) else { return false };
    let is_trusted = |one: &String| *one == me || TRUSTED.contains(&&**one);
    [program, &real].into_iter().all(|way| {
        way.ancestors().zip(CHANGES.iter().chain(std::iter::repeat(&ABOVE))).all(
            |(step, change)| {
                rules(step).is_ok_and(|Rules { owner, allowed }| {
                    let mut writers = allowed.iter().filter(|(_, mask)| mask & change != 0);
                    is_trusted(&owner) && writers.all(|(who, _)| is_trusted(who))
                })
            },
        )
    })
}

/// To remove something, or to change who may: `DELETE_CHILD`, `DELETE`, `WRITE_DAC`, `WRITE_OWNER`,
/// `GENERIC_ALL`, `GENERIC_WRITE`.
const ABOVE: u32 = 0x40 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x1000_0000 | 0x4000_0000;
/// Beside that: of the program, to write or append; of its folder, to put something beside it, which the
/// program may load.
const CHANGES: [u32; 2] = [ABOVE | 0x2 | 0x4, ABOVE | 0x2];

/// An object's owner, and what its access list allows to whom.
struct Rules {
    owner: String,
    allowed: Vec<(String, u32)>,
}

fn rules(path: &Path) -> io::Result<Rules> {
    let path = wide(path);
    let (mut owner, mut list, mut described) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: owner and list lie in what the system made, which is freed once; each entry is as long as its type
    // says.
    unsafe {
        let failed = GetNamedSecurityInfoW(
            path.as_ptr(),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
            &raw mut owner,
            ptr::null_mut(),
            &raw mut list,
            ptr::null_mut(),
            &raw mut described,
        );
        if failed != 0 {
            return Err(io::Error::from_raw_os_error(failed.cast_signed()));
        }
        let read = name(owner).and_then(|owner| Ok(Rules { owner, allowed: allowed(list)? }));
        LocalFree(described);
        read
    }
}

/// # Safety
/// The list is one, or null.
unsafe fn allowed(list: *const ACL) -> io::Result<Vec<(String, u32)>> {
    let mut allowed = Vec::new();
    if list.is_null() {
        // Everyone may do everything.
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    // SAFETY: there are so many entries; one that allows has this shape.
    unsafe {
        for number in 0..u32::from((*list).AceCount) {
            let mut entry = ptr::null_mut();
            succeeded(GetAce(list, number, &raw mut entry))?;
            let entry = entry.cast::<ACCESS_ALLOWED_ACE>();
            let header = (*entry).Header;
            // What is for what comes below alone says nothing of this one; what denies takes nothing away here.
            let counts = u32::from(header.AceFlags) & INHERIT_ONLY_ACE == 0;
            if u32::from(header.AceType) == ACCESS_ALLOWED_ACE_TYPE && counts {
                let who = name((&raw mut (*entry).SidStart).cast())?;
                allowed.push((who, (*entry).Mask));
            }
        }
    }
    Ok(allowed)
}

/// Whose process this is.
fn user() -> io::Result<String> {
    // Room for the structure and the longest identifier, aligned as the structure wants.
    let mut told = [0_u64; 16];
    let (mut token, mut length) = (ptr::null_mut(), 0);
    // SAFETY: the call gets the buffer's length, and the buffer is aligned for the structure.
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
        name((*told.as_ptr().cast::<TOKEN_USER>()).User.Sid)
    }
}

/// An identifier as Windows writes it: `S-1-5-…`.
///
/// # Safety
/// It is one.
unsafe fn name(identifier: PSID) -> io::Result<String> {
    let mut text = ptr::null_mut();
    // SAFETY: the text ends with a zero and is freed once.
    unsafe {
        succeeded(ConvertSidToStringSidW(identifier, &raw mut text))?;
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
    use std::fs;

    /// Everyone.
    const OTHERS: &str = "S-1-1-0";

    fn others_may(path: &Path) -> u32 {
        let Rules { allowed, .. } = rules(path).unwrap();
        allowed.iter().filter(|(who, _)| who == OTHERS).fold(0, |all, (_, mask)| all | mask)
    }

    #[test]
    fn a_folder_is_closed_to_others_and_open_to_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("stores");
        fs::create_dir(&folder).unwrap();
        assert_ne!(others_may(&folder), 0, "others are seen in a list");
        keep_for_owner(&folder).unwrap();
        assert_eq!(others_may(&folder), 0);
        fs::write(folder.join("file"), "ours").unwrap();
        assert_eq!(fs::read_to_string(folder.join("file")).unwrap(), "ours");
    }

    #[test]
    fn what_others_may_write_is_not_safe_be_it_the_program_or_what_is_above_it() {
        let me = user().unwrap();
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let program = inner.join("gh.exe");
        fs::write(&program, "").unwrap();
        assert!(steps_are_safe(&program));
        for step in [&program, &inner, outer.path()] {
            // To read, and then to write, too.
            set(step, &format!("D:(A;;FA;;;{me})(A;;FRFX;;;WD)")).unwrap();
            assert!(steps_are_safe(&program), "{}", step.display());
            set(step, &format!("D:(A;;FA;;;{me})(A;;FA;;;WD)")).unwrap();
            assert!(!steps_are_safe(&program), "{}", step.display());
            set(step, &format!("D:(A;;FA;;;{me})")).unwrap();
        }
        assert!(steps_are_safe(&program));
        assert!(!steps_are_safe(&inner.join("absent.exe")));
    }
}
