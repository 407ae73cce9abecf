#![allow(unsafe_code, reason = "job objects are the operating system's business")]

use std::{
    env, io, mem,
    os::windows::{
        io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
        process::CommandExt as _,
    },
    path::Path,
    process::{Child, Command},
    ptr,
};
use windows_sys::Win32::{
    Foundation::{HANDLE, INVALID_HANDLE_VALUE},
    System::{
        Diagnostics::ToolHelp::{
            CreateToolhelp32Snapshot, TH32CS_SNAPTHREAD, THREADENTRY32, Thread32First, Thread32Next,
        },
        JobObjects::{
            AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
            JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
            SetInformationJobObject, TerminateJobObject,
        },
        Threading::{
            CREATE_NO_WINDOW, CREATE_SUSPENDED, OpenThread, ResumeThread, THREAD_SUSPEND_RESUME,
        },
    },
};

/// The job that the program and whatever it starts belong to. Windows ends them all when its last handle is
/// closed, also because this process was killed.
pub(super) struct Held(OwnedHandle);

/// The program waits until it belongs to its job: otherwise what it starts at once would not.
pub(super) fn start(command: &mut Command) -> io::Result<(Child, Held)> {
    // A `.cmd` looks for bare names in its working folder first.
    if let Some(windows) = env::var_os("SystemRoot") {
        command.current_dir(Path::new(&windows).join("System32"));
    }
    let job = Held::new()?;
    let mut program = command.creation_flags(CREATE_NO_WINDOW | CREATE_SUSPENDED).spawn()?;
    // SAFETY: both handles are open.
    let held = unsafe { AssignProcessToJobObject(job.0.as_raw_handle(), program.as_raw_handle()) };
    if let Err(error) = succeeded(held).and_then(|()| resume(program.id())) {
        // It never ran.
        let _ = program.kill();
        let _ = program.wait();
        return Err(error);
    }
    Ok((program, job))
}

impl Held {
    fn new() -> io::Result<Self> {
        // SAFETY: a job without a name and with the usual rights; the handle is ours alone.
        let job = unsafe {
            let job = CreateJobObjectW(ptr::null(), ptr::null());
            succeeded(i32::from(!job.is_null()))?;
            Self(OwnedHandle::from_raw_handle(job))
        };
        job.ends_with_us(true)?;
        Ok(job)
    }

    fn ends_with_us(&self, it_does: bool) -> io::Result<()> {
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        if it_does {
            limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        }
        let size = mem::size_of_val(&limits) as u32;
        // SAFETY: the call reads one struct of this size, which lives through it.
        succeeded(unsafe {
            SetInformationJobObject(
                self.0.as_raw_handle(),
                JobObjectExtendedLimitInformation,
                (&raw const limits).cast(),
                size,
            )
        })
    }

    /// What the program left running may go on.
    pub(super) fn let_go(&mut self) {
        // Otherwise it ends a little earlier.
        let _ = self.ends_with_us(false);
    }

    pub(super) fn end(&mut self, _program: &mut Child) {
        // SAFETY: the handle is open. Gone already is what we want.
        unsafe { TerminateJobObject(self.0.as_raw_handle(), 1) };
    }
}

/// Lets the one thread of a program run that was started suspended.
fn resume(process: u32) -> io::Result<()> {
    // SAFETY: each handle is open until it is dropped, and the struct has its size in it, as the call wants.
    unsafe {
        let threads = owned(CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0))?;
        let mut thread = THREADENTRY32 {
            dwSize: mem::size_of::<THREADENTRY32>() as u32,
            ..THREADENTRY32::default()
        };
        let mut more = Thread32First(threads.as_raw_handle(), &raw mut thread);
        while more != 0 {
            if thread.th32OwnerProcessID == process {
                let thread = owned(OpenThread(THREAD_SUSPEND_RESUME, 0, thread.th32ThreadID))?;
                // How often it was suspended; all ones is a failure.
                let before = ResumeThread(thread.as_raw_handle());
                return succeeded(i32::from(before != u32::MAX));
            }
            more = Thread32Next(threads.as_raw_handle(), &raw mut thread);
        }
    }
    Err(io::Error::from(io::ErrorKind::NotFound))
}

/// # Safety
/// No other code closes the handle.
unsafe fn owned(handle: HANDLE) -> io::Result<OwnedHandle> {
    succeeded(i32::from(!handle.is_null() && handle != INVALID_HANDLE_VALUE))?;
    // SAFETY: it is open, and ours.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

fn succeeded(answer: i32) -> io::Result<()> {
    if answer == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
