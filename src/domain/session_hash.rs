//! What a session is called where its id must not stand: in the log, in spans, in the URLs and the names of its pictures.
//! An owner is called so in the log as well.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::ids::{BadId, OwnerId, SessionId};

/// The SHA-256 of `hera-object` and the session's id as text. Who has the id can tell it (`hera session-hash`); who has
/// it cannot tell the id, which is random and opens the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionHash([u8; 32]);

impl SessionId {
    /// What the session is called where its id must not stand.
    #[must_use]
    pub fn hashed(&self) -> SessionHash {
        SessionHash(Sha256::digest(format!("hera-object{self}")).into())
    }
}

impl OwnerId {
    /// What the owner is called where the id must not stand, which is a guest's cookie: made as that of a session.
    #[must_use]
    pub fn hashed(&self) -> SessionHash {
        SessionHash(Sha256::digest(format!("hera-object{self}")).into())
    }
}

impl fmt::Display for SessionHash {
    /// 64 hexadecimal digits, in lower case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for SessionHash {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = BadId("hash of a session");
        let lower = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() != 64 || !text.bytes().all(lower) {
            return Err(bad);
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| bad)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| bad)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_what_a_shell_makes_of_the_id() {
        let session: SessionId = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff".parse().unwrap();
        let text = session.hashed().to_string();
        // printf %s hera-object6f9619ff-8b86-4d01-b42d-00cf4fc964ff | sha256sum
        assert_eq!(text, "a86c13030e91e4d4731cfaa86a5ae7a8d4d55d78788f6ba16bf103398b441c63");
        assert_eq!(text.parse(), Ok(session.hashed()));
        for bad in ["", &text[1..], &text.to_uppercase(), &"é".repeat(32), &session.to_string()] {
            assert!(bad.parse::<SessionHash>().is_err(), "{bad}");
        }
    }
}
