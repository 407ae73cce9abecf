//! Folders that several computers may share although a file lock holds on one of them alone.
//!
//! Linux tells the file system of a folder and its options in `/proc/self/mountinfo`. macOS and
//! Windows: not looked at (both send locks to the server unless told otherwise).

use std::path::Path;

/// Whether the lock of a file in this folder is kept from the other computers that have the folder.
/// What the system does not tell counts as no.
pub(super) fn are_local(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    return linux::mount_of(folder).is_some_and(|mount| linux::keeps_locks(&mount));
    #[cfg(not(target_os = "linux"))]
    {
        let _: &Path = folder;
        false
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use procfs::process::{MountInfo, Process};
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    use std::path::Path;

    /// The mount that a folder is on, by its number (statx(2): from Linux 5.8 on).
    pub(super) fn mount_of(folder: &Path) -> Option<MountInfo> {
        let said = statx(CWD, folder, AtFlags::empty(), StatxFlags::MNT_ID).ok()?;
        let mask = StatxFlags::from_bits_retain(said.stx_mask);
        let number = mask.contains(StatxFlags::MNT_ID).then_some(said.stx_mnt_id)?;
        let mounts = Process::myself().and_then(|process| process.mountinfo()).ok()?;
        mounts.into_iter().find(|mount| u64::try_from(mount.mnt_id) == Ok(number))
    }

    /// Shared by nature, and without locks that reach the other side: SSH and storage buckets over
    /// FUSE, and the folders that virtual machines share with their host.
    const WITHOUT_LOCKS: [&str; 9] = [
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.gcsfuse",
        "fuse.goofys",
        "fuse.davfs",
        "fuse.curlftpfs",
        "fuse.vmhgfs-fuse",
        "vboxsf",
    ];

    /// nfs(5): `nolock`, and `local_lock` of `flock` or `all`. mount.cifs(8): `nobrl`.
    pub(super) fn keeps_locks(mount: &MountInfo) -> bool {
        let has = |name: &str| mount.super_options.contains_key(name);
        let local_lock = mount.super_options.get("local_lock").cloned().flatten();
        match mount.fs_type.as_str() {
            "nfs" | "nfs4" => {
                has("nolock") || matches!(local_lock.as_deref(), Some("flock" | "all"))
            }
            "cifs" | "smb3" => has("nobrl"),
            other => WITHOUT_LOCKS.contains(&other),
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::linux::{keeps_locks, mount_of};
    use procfs::{FromBufRead as _, process::MountInfos};

    /// As the kernel writes a line (proc_pid_mountinfo(5)); the options are those of its drivers.
    fn keeps(fs_type: &str, options: &str) -> bool {
        let line =
            format!("36 35 0:52 / /home rw,nosuid shared:7 - {fs_type} server:/home {options}\n");
        let mounts = MountInfos::from_buf_read(line.as_bytes()).unwrap();
        keeps_locks(mounts.0.first().unwrap())
    }

    #[test]
    fn network_folders_with_locks_of_their_own_are_told_from_those_that_share_them() {
        for (fs_type, options, local) in [
            ("nfs4", "rw,vers=4.2,hard,proto=tcp,local_lock=none,addr=192.0.2.1", false),
            ("nfs4", "rw,vers=4.2,hard,proto=tcp,local_lock=flock,addr=192.0.2.1", true),
            ("nfs", "rw,vers=3,hard,nolock,proto=tcp,local_lock=all,addr=192.0.2.1", true),
            ("nfs", "rw,vers=3,hard,proto=tcp,local_lock=posix,addr=192.0.2.1", false),
            ("cifs", "rw,vers=3.1.1,cache=strict,soft", false),
            ("cifs", "rw,vers=3.1.1,cache=strict,soft,nobrl", true),
            ("fuse.sshfs", "rw,user_id=1000,group_id=1000", true),
            ("fuse.gocryptfs", "rw,user_id=1000,group_id=1000", false),
            ("ext4", "rw,errors=remount-ro", false),
            ("btrfs", "rw,ssd,subvol=/nolock", false),
        ] {
            assert_eq!(keeps(fs_type, options), local, "{fs_type} {options}");
        }
    }

    #[test]
    fn the_mount_of_a_folder_is_the_one_that_it_is_on() {
        let mount = mount_of(std::path::Path::new("/proc/self")).unwrap();
        assert_eq!(mount.fs_type, "proc");
        let here = tempfile::tempdir().unwrap();
        assert!(!super::are_local(here.path()), "the tests run on a disk of this computer");
        assert_eq!(mount_of(&here.path().join("absent")).map(|mount| mount.mnt_id), None);
    }
}
