//! A folder of the disk in which something is kept: it must let itself be written, and what is made in it belongs to
//! whom the folder belongs to. And a file that an operator names: it has an end.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::io::Errno;
use rustix::process::{getegid, geteuid, umask};

/// What can be done about any of them.
const ELSEWHERE: &str = "or set SESSIONS_DIR to another folder";

/// A folder, or a file in it, that this process may not write. Says why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written: {why}. {cure}", path.display())]
pub struct Unwritable {
    path: PathBuf,
    why: String,
    cure: String,
}

/// From now on nobody but its user may read what this process makes anywhere; its group may read and write it, too, if one
/// of the folders [belongs to a group](belongs_to_group): those who share a folder may have different users.
pub fn keep_private<'a>(folders: impl IntoIterator<Item = &'a Path>) {
    let of_group = |folder: &Path| nearest(folder).is_some_and(|(_, found)| belongs_to_group(&found));
    let others = if folders.into_iter().any(of_group) { Mode::RWXO } else { Mode::RWXG | Mode::RWXO };
    // There is no way to ask for the mask without setting one.
    let mask = umask(Mode::RWXG | Mode::RWXO);
    umask((mask - Mode::RWXG) | others);
}

/// What to do about a folder that everybody on the machine may look into; `None` when they may not, or it is not there.
#[must_use]
pub fn open_to_all(folder: &Path) -> Option<String> {
    let path = std::path::absolute(folder).ok()?;
    let may = |folder: &Path, mode: u32| folder.metadata().is_ok_and(|found| found.mode() & mode != 0);
    // Whoever may not pass one above it does not come so far.
    let open = may(&path, 0o005) && path.ancestors().skip(1).all(|above| may(above, 0o001));
    open.then(|| {
        let folder = folder.display();
        format!(
            "everybody on this machine may look into {folder}, where conversations are kept: chmod -R o-rwx {folder}"
        )
    })
}

/// Whether an error says that the disk, the quota or the process may hold no more.
#[must_use]
pub const fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// Whether an error says that the process has reached a limit of its threads, its memory or its open files.
#[must_use]
pub fn is_limit(error: &io::Error) -> bool {
    let known = [Errno::AGAIN, Errno::NOMEM, Errno::MFILE, Errno::NFILE];
    known.iter().any(|limit| error.raw_os_error() == Some(limit.raw_os_error()))
}

/// The text of a file that an operator names. Some files have no end.
///
/// # Errors
/// When it cannot be read, is no UTF-8, or is longer than any that makes sense.
pub fn read_text(file: &Path) -> io::Result<String> {
    const MOST: u64 = 1 << 20;
    let mut text = String::new();
    File::open(file)?.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it is longer than {MOST} bytes")));
    }
    Ok(text)
}

/// Makes the folder if it is not there, and tries to write into it.
///
/// # Errors
/// When the folder may not be made or written, or something else is in its place. What else can go wrong with a disk,
/// such as one that is full, its user finds out.
pub fn prepare(folder: &Path) -> Result<(), Unwritable> {
    nothing_else_is_there(folder)?;
    refused(std::fs::create_dir_all(folder).and_then(|()| try_to_write(folder)), folder)
}

/// Tells whether [`prepare`] would succeed, and makes nothing.
///
/// # Errors
/// When the folder may not be made or written, or is none.
pub fn check(folder: &Path) -> Result<(), Unwritable> {
    nothing_else_is_there(folder)?;
    nearest(folder).map_or(Ok(()), |(found, _)| refused(try_to_write(found), folder))
}

/// Looks whether a file is one, if it is there: to open what is none may take for ever, and a link that leads nowhere may
/// lead to a disk that is not mounted yet.
///
/// # Errors
/// When something else is in its place.
pub fn is_no_other(file: &Path) -> Result<(), Unwritable> {
    match file.metadata() {
        Ok(there) if there.is_file() => Ok(()),
        Ok(_) => Err(in_the_way(file, file, "is no file", "Move it away")),
        Err(_) if file.is_symlink() => {
            let cure = "Mount the disk that it leads to, or remove the link to begin with nothing";
            Err(in_the_way(file, file, "is a link that leads nowhere", cure))
        }
        Err(_) => Ok(()),
    }
}

/// Tries to open a file as it will be opened, if it is there.
///
/// # Errors
/// When the file may not be read and written, or is none.
pub fn try_file(file: &Path) -> Result<(), Unwritable> {
    is_no_other(file)?;
    match File::options().read(true).write(true).open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        tried => refused(tried.map(drop), file),
    }
}

/// Looks for what is in the way of a folder: a file, or a link that leads nowhere.
fn nothing_else_is_there(folder: &Path) -> Result<(), Unwritable> {
    for part in folder.ancestors().filter(|part| !part.as_os_str().is_empty()) {
        match part.metadata() {
            Ok(there) if there.is_dir() => return Ok(()),
            Ok(_) => return Err(in_the_way(folder, part, "is no folder", "Move it away")),
            Err(_) if part.is_symlink() => {
                return Err(in_the_way(folder, part, "is a link that leads nowhere", "Make the folder that it names"));
            }
            Err(_) => {}
        }
    }
    Ok(())
}

fn in_the_way(path: &Path, found: &Path, what: &str, cure: &str) -> Unwritable {
    let why = format!("{} {what}", found.display());
    Unwritable { path: path.to_owned(), why, cure: format!("{cure}, {ELSEWHERE}") }
}

/// Whether those of the folder's group may write in it, and not everybody: `OpenShift`'s volumes are of this kind, and any
/// folder that several users share.
#[must_use]
pub fn belongs_to_group(folder: &Metadata) -> bool {
    folder.mode() & 0o022 == 0o020
}

fn try_to_write(folder: &Path) -> io::Result<()> {
    // Nobody else's: processes that share a folder may start at the same time.
    let trial = folder.join(format!(".trial-{:016x}", rand::random::<u64>()));
    File::create_new(&trial)?;
    std::fs::remove_file(&trial)
}

/// What is there of the folder: itself, or the nearest one above it.
fn nearest(folder: &Path) -> Option<(&Path, Metadata)> {
    folder.ancestors().find_map(|folder| {
        // Above `sessions` there is nothing to read but the working directory.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        std::fs::metadata(folder).ok().map(|found| (folder, found))
    })
}

/// What no disk that has room, and works, would say of a folder that can be used.
fn refused(tried: io::Result<()>, path: &Path) -> Result<(), Unwritable> {
    use ErrorKind::{
        AlreadyExists, InvalidFilename, InvalidInput, IsADirectory, NotADirectory, NotFound, PermissionDenied,
        ReadOnlyFilesystem, Unsupported,
    };
    let Err(error) = tried else { return Ok(()) };
    let cure = match error.kind() {
        PermissionDenied => let_in(path),
        ReadOnlyFilesystem => format!("Mount a volume there that can be written, {ELSEWHERE}"),
        // Among them folders that no file can be made in, such as /proc.
        AlreadyExists | InvalidFilename | InvalidInput | IsADirectory | NotADirectory | NotFound | Unsupported => {
            "Set SESSIONS_DIR to another folder".into()
        }
        _ => return Ok(()),
    };
    Err(Unwritable { path: path.to_owned(), why: error.to_string(), cure })
}

/// What to do so that this process may write there.
fn let_in(path: &Path) -> String {
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    let runs = format!("hera runs as user {user} and group {group}");
    let Some((found, there)) = nearest(path) else { return format!("{runs}: let these in, {ELSEWHERE}") };
    let (found, owner, its_group) = (found.display(), there.uid(), there.gid());
    let with_group = if belongs_to_group(&there) && its_group != group {
        format!("run hera with that group (docker run --user {user}:{its_group}), ")
    } else {
        String::new()
    };
    let mode = there.mode() & 0o7777;
    format!(
        "{runs}; {found} belongs to user {owner} and group {its_group}, with mode {mode:o}: give it away (chown -R {user} \
         {found}), {with_group}{ELSEWHERE}"
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_folder_belongs_to_a_group_that_may_write_where_not_everybody_may() {
        let dir = tempfile::tempdir().unwrap();
        for (mode, of_group) in [(0o2770, true), (0o775, true), (0o755, false), (0o777, false), (0o1777, false)] {
            std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(belongs_to_group(&dir.path().metadata().unwrap()), of_group, "{mode:o}");
        }
    }

    #[test]
    fn a_folder_is_open_to_all_when_all_can_come_to_it() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("sessions");
        assert_eq!(open_to_all(&folder), None, "there is none");
        std::fs::create_dir(&folder).unwrap();
        let with = |above_mode, mode| {
            std::fs::set_permissions(above.path(), std::fs::Permissions::from_mode(above_mode)).unwrap();
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
            open_to_all(&folder)
        };
        assert!(with(0o755, 0o755).unwrap().contains("chmod -R o-rwx "));
        assert!(with(0o711, 0o711).is_some(), "the name of the store is no secret");
        for (above, mode) in [(0o700, 0o755), (0o755, 0o700), (0o755, 0o750), (0o755, 0o2770)] {
            assert_eq!(with(above, mode), None, "{above:o} {mode:o}");
        }
    }

    #[test]
    fn a_folder_that_can_be_written_is_left_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/b");
        prepare(&folder).unwrap();
        prepare(&folder).unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        try_file(&folder.join("not_there")).unwrap();
    }

    #[test]
    fn a_check_makes_nothing_and_finds_what_is_no_folder() {
        let dir = tempfile::tempdir().unwrap();
        check(dir.path()).unwrap();
        check(&dir.path().join("a/b")).unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        for path in [&file, &file.join("sessions")] {
            let said = check(path).unwrap_err().to_string();
            assert!(said.contains("file is no folder. Move it away, or set SESSIONS_DIR"), "{said}");
            assert_eq!(prepare(path).unwrap_err().to_string(), said, "the start says the same");
        }
        let link = dir.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        for path in [&link, &link.join("sessions")] {
            let said = check(path).unwrap_err().to_string();
            assert!(said.contains("link is a link that leads nowhere. Make the folder that it names"), "{said}");
            assert_eq!(prepare(path).unwrap_err().to_string(), said);
        }
        std::fs::create_dir(dir.path().join("nowhere")).unwrap();
        check(&link).unwrap();
        prepare(&link).unwrap();
        // No file can be made there, by nobody.
        let proc = Path::new("/proc/hera");
        let said = check(proc).unwrap_err().to_string();
        assert!(said.starts_with("/proc/hera cannot be written: ") && said.contains("Set SESSIONS_DIR"), "{said}");
        assert_eq!(prepare(proc).unwrap_err().to_string(), said);
        let said = try_file(dir.path()).unwrap_err().to_string();
        assert!(said.contains("is no file. Move it away, or set SESSIONS_DIR"), "{said}");
    }

    #[test]
    fn only_what_may_not_be_written_is_refused_here() {
        let path = Path::new("/");
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::Interrupted] {
            assert!(refused(Err(kind.into()), path).is_ok(), "{kind}");
        }
        let said = refused(Err(ErrorKind::ReadOnlyFilesystem.into()), path).unwrap_err().to_string();
        assert!(said.contains("Mount a volume") && said.contains("SESSIONS_DIR"), "{said}");
        let said = refused(Err(ErrorKind::PermissionDenied.into()), path).unwrap_err().to_string();
        let owner = path.metadata().unwrap();
        let whose = format!("/ belongs to user {} and group {}, with mode ", owner.uid(), owner.gid());
        assert!(said.contains(&whose) && said.contains("(chown -R "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
