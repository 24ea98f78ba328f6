//! What Redis's errors mean: each by its name, with what an operator can do about it. They are told in the log and by
//! `/health/ready`, so nothing of what Redis was asked may be in them: Redis quotes it in some.

use ::redis::{ErrorKind, RedisError};

use super::needs;
use super::server::{NO_NAME_IN_TIME, NO_REDIS, SILENT_TO_TLS};

/// Longest text of an error that is told.
const MOST: usize = 240;

/// What a client that was let in and sent away at once may be told, or not told, of it.
const CLOSED: &str = "Redis closed the connection: if it has as many clients as it takes, raise its maxclients; if it \
    wants TLS, REDIS_URL must begin with rediss://";

/// Parts of Redis's text, or of its driver's, and what each of them means. The first that fits counts.
const MEANINGS: [(&[&str], &str); 33] = [
    (
        &[needs::MISSING, "unknown command", "Unknown Redis command"],
        "this Redis has no command of this name, or another name for it: hera needs Redis 7 or newer, with the commands of \
         the ACL in docs/OPERATIONS.md",
    ),
    (&["WRONGPASS"], "Redis refuses the login: the user or the password in REDIS_URL is wrong"),
    (&["NOAUTH"], "Redis, or a Sentinel, wants a login: REDIS_URL has no password"),
    (
        &["permissions to access one of the channels", "permissions to access a channel", "publish to the channel"],
        "this user of Redis may not use hera's channels: give it those of the ACL in docs/OPERATIONS.md",
    ),
    (
        &["permissions to access one of the keys", "permissions to access a key"],
        "this user of Redis may not use hera's keys: give it those of the ACL in docs/OPERATIONS.md",
    ),
    (
        &["NoPerm", "can't run this command", "ACL failure in script"],
        "this user of Redis may not run a command that hera needs: give it those of the ACL in docs/OPERATIONS.md",
    ),
    (&["NOPERM"], "this user of Redis may not do what hera needs: give it the ACL in docs/OPERATIONS.md"),
    (
        &["read only replica"],
        "this Redis is a replica and takes no writes: REDIS_URL must name its master, or Sentinels that know the master",
    ),
    (&["resp3 cannot be used"], "this Redis is too old: hera needs Redis 7 or newer"),
    (&[NO_REDIS], "what answers at the address in REDIS_URL is no Redis"),
    (
        &[SILENT_TO_TLS],
        "Redis does not answer in time: if it does not speak TLS there, REDIS_URL must begin with redis://",
    ),
    (&["Address does not point to a sentinel"], "at the Sentinels' address in REDIS_URL there is no Sentinel"),
    (&["cluster support disabled"], "this Redis is no cluster: REDIS_URL must begin with redis://"),
    (
        &["Hash slot not served"],
        "this cluster of Redis serves not all of its slots, or REDIS_URL must begin with redis+cluster://: `redis-cli \
         --cluster check` names the slots",
    ),
    (
        &["CLUSTERDOWN", "ClusterDown"],
        "the cluster of Redis is down, because a master of some of its slots cannot be reached: bring its node back, or let a \
         replica of it take over (CLUSTER FAILOVER TAKEOVER); `redis-cli --cluster check` names the slots",
    ),
    (&["ClusterConnectionNotFound"], "no node of the cluster of Redis can be reached"),
    (
        &["Moved"],
        "this Redis is a node of a cluster: REDIS_URL must begin with redis+cluster://; if it does, a node of the cluster \
         does not answer",
    ),
    (&["DB index is out of range"], "Redis has no database of the number in REDIS_URL"),
    (&["DENIED"], "Redis runs in protected mode and lets in only its own machine: give it a password"),
    (&["max number of clients"], "Redis has as many clients as it takes: raise its maxclients"),
    (&["MISCONF"], "Redis cannot write to its disk, and takes no writes: its own log says why"),
    (&["NOREPLICAS"], "Redis has too few replicas in reach to take writes (min-replicas-to-write)"),
    (&["LOADING", "BusyLoading"], "Redis is reading its data"),
    (&["MasterDown"], "this Redis is a replica that has lost its master"),
    (
        &[NO_NAME_IN_TIME, "Temporary failure in name resolution"],
        "the name of the host in REDIS_URL cannot be looked up in time: no name server of /etc/resolv.conf answers",
    ),
    (&["failed to lookup address"], "the host in REDIS_URL has no address: is its name right?"),
    (
        &["CaUsedAsEndEntity"],
        "Redis's certificate is one that signs others, and cannot stand for a server: give Redis one that it has signed, or \
         one with CA:FALSE",
    ),
    (
        &["invalid peer certificate"],
        "Redis's certificate is not trusted: SSL_CERT_FILE must name a file with its authority",
    ),
    (
        &["failed to read PEM from file", "failed to open file"],
        "the certificates to trust cannot be read: SSL_CERT_FILE and SSL_CERT_DIR must name what is there",
    ),
    (&["Connection reset", "roken pipe"], CLOSED),
    (&["InvalidContentType"], "Redis does not speak TLS there: REDIS_URL must begin with redis://"),
    // What a node of a cluster has met, in words.
    (&["Connection refused"], NOBODY_LISTENS),
    (&["timed out"], SILENT),
];

const NOBODY_LISTENS: &str = "no Redis listens at the address in REDIS_URL";
const SILENT: &str = "Redis does not answer in time";

/// What the error is called, and what can be done about it; of an error of no name, what Redis says.
pub fn explained(error: &RedisError) -> String {
    let said = said(error);
    let meaning = match error.kind() {
        ErrorKind::MasterNameNotFoundBySentinel => Some("the Sentinels know no master of the name in REDIS_URL"),
        ErrorKind::NoValidReplicasFoundBySentinel => Some("the Sentinels know no Redis that can be reached"),
        _ if error.is_timeout() => Some(SILENT),
        _ if error.is_connection_refusal() => Some(NOBODY_LISTENS),
        _ => meaning(&said),
    };
    match meaning {
        Some(meaning) => format!("{meaning} ({said})"),
        None => said,
    }
}

fn meaning(said: &str) -> Option<&'static str> {
    let fits = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    MEANINGS.iter().find(|(parts, _)| fits(parts)).map(|(_, meaning)| *meaning)
}

/// What Redis says, in one line of bounded length and without what it was asked.
fn said(error: &RedisError) -> String {
    let text = error.to_string();
    // "unknown command 'FCALL', with args beginning with: ..."
    let text = text.split(", with args beginning with").next().unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(MOST).map_or(line.len(), |(end, _)| end);
    line[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_redis_was_asked_is_not_told() {
        let asked = "unknown command 'FCALL', with args beginning with: 'append' '1' 'live:x' 'I am 33'";
        let error = RedisError::from((ErrorKind::Client, "ERR", asked.to_owned()));
        let told = explained(&error);
        assert!(told.starts_with("this Redis has no command of this name"), "{told}");
        assert!(told.ends_with("unknown command 'FCALL')") && !told.contains("33"), "{told}");
        let long =
            RedisError::from((ErrorKind::Client, "ERR", format!("an odd one {}\nwith a second line", "x".repeat(500))));
        let told = explained(&long);
        assert!(told.chars().count() == MOST && !told.contains('\n'), "{told}");
    }
}
