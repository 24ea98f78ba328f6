//! URLs of pictures on the local disk that work for a while and for whoever has them, as the clouds have them.

use std::io::{self, Write as _};
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

use crate::domain::UnixMillis;
use crate::folder::belongs_to_group;

/// Length of a key that is made here, in bytes.
const KEY: usize = 32;

/// Signs names and checks signatures.
#[derive(Clone)]
pub struct UrlKey(Hmac<Sha256>);

impl UrlKey {
    /// The key an operator has set.
    #[must_use]
    pub fn of(secret: &SecretString) -> Option<Self> {
        Hmac::new_from_slice(secret.expose_secret().as_bytes()).ok().map(Self)
    }

    /// The key in a file that only its owner may read, and its group if the folder belongs to it; made if it is not there. Whoever starts at the same time gets the
    /// same key.
    ///
    /// # Errors
    /// When the file can neither be read nor made, or holds too little for a key.
    pub fn kept_in(file: &Path) -> io::Result<Self> {
        if !file.try_exists()? {
            make_key(file)?;
        }
        let key = std::fs::read(file)?;
        if key.len() < KEY {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "too short for a key: remove it"));
        }
        Hmac::new_from_slice(&key).map(Self).map_err(io::Error::other)
    }

    /// The signature that lets anyone read the picture of that folder until then, as hexadecimal digits.
    #[must_use]
    pub fn sign(&self, folder: &str, file: &str, until: UnixMillis) -> String {
        self.over(folder, file, until)
            .finalize()
            .into_bytes()
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// Whether the signature is right and its time not over. Takes the same time wherever a wrong one goes wrong.
    #[must_use]
    pub fn is_right(&self, folder: &str, file: &str, until: UnixMillis, now: UnixMillis, hex: &str) -> bool {
        let Some(signature) = bytes(hex) else { return false };
        now.0 < until.0 && self.over(folder, file, until).verify_slice(&signature).is_ok()
    }

    fn over(&self, folder: &str, file: &str, until: UnixMillis) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(format!("{folder}/{file}\n{}", until.0).as_bytes());
        mac
    }
}

impl std::fmt::Debug for UrlKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UrlKey")
    }
}

/// Puts a fresh key there, unless somebody else does.
fn make_key(file: &Path) -> io::Result<()> {
    // Written beside it first: whoever reads the file finds a whole key.
    let draft = file.with_extension(format!("{:016x}", rand::random::<u64>()));
    let fresh: [u8; KEY] = rand::random();
    let mut made = new_file(&draft)?;
    let written = made.write_all(&fresh).and_then(|()| made.sync_all());
    // A link, unlike a new name, never replaces the key that somebody else works with already.
    let linked = written.and_then(|()| std::fs::hard_link(&draft, file));
    std::fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn new_file(path: &Path) -> io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let of_group =
        path.parent().and_then(|folder| folder.metadata().ok()).is_some_and(|found| belongs_to_group(&found));
    let mode = if of_group { 0o660 } else { 0o600 };
    std::fs::File::options().write(true).create_new(true).mode(mode).open(path)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_starts_at_the_same_time_has_the_same_key() {
        let dir = tempfile::tempdir().unwrap();
        let (session, until, now) = ("a", UnixMillis(2000), UnixMillis(1000));
        for round in 0..50 {
            let file = dir.path().join(round.to_string());
            let start = std::sync::Barrier::new(4);
            let begin = || {
                start.wait();
                UrlKey::kept_in(&file).unwrap()
            };
            let keys: Vec<UrlKey> = std::thread::scope(|scope| {
                let starting: Vec<_> = (0..4).map(|_| scope.spawn(begin)).collect();
                starting.into_iter().map(|key| key.join().unwrap()).collect()
            });
            let signature = keys[0].sign(session, "a.jpg", until);
            assert!(keys.iter().all(|key| key.is_right(session, "a.jpg", until, now, &signature)));
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 50, "something was left");
    }

    #[test]
    fn a_signature_fits_one_picture_for_a_while() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        let key = UrlKey::kept_in(&file).unwrap();
        let (session, other) = ("a", "b");
        let (until, now) = (UnixMillis(2000), UnixMillis(1000));
        let signature = key.sign(session, "a.jpg", until);
        // The next process has the same key.
        let key = UrlKey::kept_in(&file).unwrap();
        assert!(key.is_right(session, "a.jpg", until, now, &signature));
        assert!(!key.is_right(session, "a.jpg", until, until, &signature), "its time was over");
        assert!(!key.is_right(session, "a.jpg", UnixMillis(2001), now, &signature));
        assert!(!key.is_right(session, "b.jpg", until, now, &signature));
        assert!(!key.is_right(other, "a.jpg", until, now, &signature));
        for bad in ["", "0", "zz", "é0", &signature[2..]] {
            assert!(!key.is_right(session, "a.jpg", until, now, bad), "{bad}");
        }
        let elsewhere = UrlKey::kept_in(&dir.path().join("other")).unwrap();
        assert!(!elsewhere.is_right(session, "a.jpg", until, now, &signature));
    }
}
