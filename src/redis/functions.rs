//! The functions that Redis runs: each is one step that holds together.
//!
//! They are one library of Redis functions, named after its text, so that replicas of different versions can share a
//! Redis. Redis keeps it as it keeps its data; where it is not (or no longer) there, whoever misses it loads it.

use std::collections::BTreeSet;

use redis::{Cmd, ErrorKind, RedisError, RedisResult, ServerError, ServerErrorKind};
use uuid::Uuid;

use super::commands::Commands;
use super::keys::PARTS;
use super::needs::COMMANDS;

/// A function of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Create,
    Accept,
    AcceptJob,
    Append,
    Commit,
    Update,
    AddPhoto,
    Claim,
    Renew,
    Touch,
    Release,
    Cancel,
    Delete,
    Read,
    Inspect,
    Mark,
    History,
    Sweep,
    Ready,
    Expect,
    Due,
    Idle,
    Able,
}

/// The library, for one server or for a cluster: there it leaves the queue of turns alone, and publishes in its shard.
pub struct Functions {
    library: String,
    /// The command that publishes.
    publish: &'static str,
    /// In the order of [`BODIES`].
    names: Vec<String>,
}

/// A function with its name and what it does.
const BODIES: [(Function, &str, &str); 23] = [
    (Function::Create, "create", include_str!("lua/create.lua")),
    (Function::Accept, "accept", include_str!("lua/accept.lua")),
    (Function::AcceptJob, "accept_job", include_str!("lua/accept_job.lua")),
    (Function::Append, "append", include_str!("lua/append.lua")),
    (Function::Commit, "commit", include_str!("lua/commit.lua")),
    (Function::Update, "update", include_str!("lua/update.lua")),
    (Function::AddPhoto, "add_photo", include_str!("lua/add_photo.lua")),
    (Function::Claim, "claim", include_str!("lua/claim.lua")),
    (Function::Renew, "renew", include_str!("lua/renew.lua")),
    (Function::Touch, "touch", include_str!("lua/touch.lua")),
    (Function::Release, "release", include_str!("lua/release.lua")),
    (Function::Cancel, "cancel", include_str!("lua/cancel.lua")),
    (Function::Delete, "delete", include_str!("lua/delete.lua")),
    (Function::Read, "read", include_str!("lua/read.lua")),
    (Function::Inspect, "inspect", include_str!("lua/inspect.lua")),
    (Function::Mark, "mark", include_str!("lua/mark.lua")),
    (Function::History, "history", include_str!("lua/history.lua")),
    (Function::Sweep, "sweep", include_str!("lua/sweep.lua")),
    (Function::Ready, "ready", include_str!("lua/ready.lua")),
    (Function::Expect, "expect", include_str!("lua/expect.lua")),
    (Function::Due, "due", include_str!("lua/due.lua")),
    (Function::Idle, "idle", include_str!("lua/idle.lua")),
    (Function::Able, "able", include_str!("lua/able.lua")),
];

/// What the functions share.
const COMMON: &str = include_str!("lua/common.lua");
/// The one among them that is seldom run, and harms nobody when it is refused.
const MENDS: &str = "leave_out_after";

impl Function {
    const fn is_about_a_session(self) -> bool {
        !matches!(self, Self::Sweep | Self::Ready | Self::Expect | Self::Due | Self::Idle)
    }

    /// Whether it is run where Redis refuses writes: on a replica, or with too few of them, or when its disk fails.
    const fn only_reads(self) -> bool {
        matches!(self, Self::Read | Self::Inspect | Self::History)
    }
}

impl Functions {
    pub fn new(clustered: bool) -> Self {
        let publish = if clustered { "SPUBLISH" } else { "PUBLISH" };
        let parts = PARTS.map(|part| format!("'{part}'")).join(", ");
        let head = format!("local CLUSTERED, PUBLISH, PARTS = {clustered}, '{publish}', {{{parts}}}\n{COMMON}");
        let bodies = BODIES.map(|(_, _, body)| body).concat();
        // Short, because it goes over the wire with every call.
        let version = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{head}{bodies}").as_bytes()).simple().to_string();
        let version = &version[..6];
        let mut library = format!("#!lua name=hera_{version}\n{head}");
        for (function, name, body) in BODIES {
            let about = if function.is_about_a_session() { "about(KEYS[1])\n" } else { "" };
            // What only reads can be refused anywhere: it leaves nothing.
            let asked = if function.is_about_a_session() && !function.only_reads() {
                let commands = match function {
                    Function::Able => commands_of(&bodies),
                    _ => commands_of(body),
                };
                let commands: Vec<String> = commands
                    .into_iter()
                    .map(|name| if name == "PUBLISH" { name.to_owned() } else { format!("'{name}'") })
                    .collect();
                // Every word asks this, so the one question that is seldom answered with no is asked first.
                let unless = if function == Function::Append { "not may_log() and " } else { "" };
                format!("local no = {unless}refused({{{}}}) if no then return no end\n", commands.join(", "))
            } else {
                String::new()
            };
            let flags = match function {
                // What makes room is allowed when there is none.
                Function::Delete => "'allow-oom'",
                function if function.only_reads() => "'no-writes'",
                _ => "",
            };
            let registered = format!(
                "redis.register_function{{function_name='{name}_{version}', flags={{{flags}}}, \
                 callback=function(KEYS, ARGV)\n{about}{asked}{body}end}}\n"
            );
            library.push_str(&registered);
        }
        Self { library, publish, names: BODIES.map(|(_, name, _)| format!("{name}_{version}")).into() }
    }

    /// A call of a function with these keys; its arguments are still to be added.
    pub fn call(&self, function: Function, keys: &[impl AsRef<str>]) -> Cmd {
        let place = BODIES.iter().position(|(known, ..)| *known == function);
        let mut call = ::redis::cmd(if function.only_reads() { "FCALL_RO" } else { "FCALL" });
        call.arg(place.and_then(|place| self.names.get(place))).arg(keys.len());
        for key in keys {
            call.arg(key.as_ref());
        }
        call
    }

    /// The command that Redis did not run, because it has none of that name, or the user may not: for a function, or the
    /// function itself. Of the former Redis names only the line of the library in which it was asked for.
    pub fn refused_command(&self, error: &RedisError) -> Option<&str> {
        if error.kind() == ErrorKind::Server(ServerErrorKind::NoPerm) {
            let named = |name: &&str| quoted(error).is_some_and(|told| told.eq_ignore_ascii_case(name));
            return Some(COMMANDS.into_iter().chain([self.publish]).find(named).unwrap_or("FCALL"));
        }
        let told = error.detail().filter(|told| is_refusal(told))?;
        let (_, place) = told.split_once("@user_function:")?;
        let digits = place.find(|c: char| !c.is_ascii_digit()).unwrap_or(place.len());
        let number: usize = place[..digits].parse().ok()?;
        let line = self.library.lines().nth(number.checked_sub(1)?)?;
        let (_, asked) = line.split_once("call(")?;
        if asked.starts_with("PUBLISH") {
            return Some(self.publish);
        }
        asked.split('\'').nth(1)
    }

    /// Makes the functions known to Redis: to all masters of a cluster.
    pub async fn load(&self, commands: &mut Commands) -> RedisResult<()> {
        let mut load = ::redis::cmd("FUNCTION");
        load.arg("LOAD").arg("REPLACE").arg(&self.library).query_async::<()>(commands).await
    }
}

/// What an error has in quotes.
fn quoted(error: &RedisError) -> Option<&str> {
    error.detail()?.split('\'').nth(1)
}

/// The commands that a function may come to: those it names, and those of what it shares with others.
fn commands_of(body: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let functions = COMMON.split("\nlocal function ").skip(1).filter_map(|function| function.split_once('('));
    let mut shared: Vec<(&str, &str)> = functions.filter(|(name, _)| *name != MENDS).collect();
    let mut texts = vec![body];
    while let Some(text) = texts.pop() {
        let called = text.split("call(").skip(1).filter_map(|call| match call.strip_prefix('\'') {
            Some(named) => named.split('\'').next(),
            None => call.starts_with("PUBLISH").then_some("PUBLISH"),
        });
        found.extend(called);
        shared.retain(|(name, rest)| {
            let is_used = text.contains(&format!("{name}("));
            if is_used {
                texts.push(rest);
            }
            !is_used
        });
    }
    found
}

/// Whether a function came upon something that it cannot work with: a text that is not JSON, or not a number.
pub fn broke(error: &ServerError) -> bool {
    let in_function = |told: &str| told.contains("user_function") && !is_refusal(told);
    error.kind() == Some(ServerErrorKind::ResponseError) && error.details().is_some_and(in_function)
}

/// What Redis says to a function that asks for a command that is not there, or that the user may not run: of versions 7
/// and later ones.
fn is_refusal(told: &str) -> bool {
    const SAID: [&str; 4] =
        ["Unknown Redis command", "can't run this command", "can't publish to the channel", "ACL failure in script"];
    SAID.iter().any(|said| told.contains(said))
}

/// Whether the library has to be loaded first.
pub fn is_unknown(error: &RedisError) -> bool {
    error.kind() == ErrorKind::Server(ServerErrorKind::ResponseError)
        && error.detail().is_some_and(|detail| detail.contains("Function not found"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_names_the_function_of_this_version() {
        let functions = Functions::new(false);
        let call = functions.call(Function::Append, &["live:x"]);
        let packed = String::from_utf8(call.get_packed_command()).unwrap();
        assert!(packed.starts_with("*4\r\n$5\r\nFCALL\r\n$13\r\nappend_"), "{packed}");
        assert!(packed.ends_with("\r\n$1\r\n1\r\n$6\r\nlive:x\r\n"), "{packed}");
        assert_ne!(functions.names, Functions::new(true).names);
    }

    #[test]
    fn the_command_that_a_function_may_not_run_is_named() {
        for (clustered, publish) in [(false, "PUBLISH"), (true, "SPUBLISH")] {
            let functions = Functions::new(clustered);
            let named = |told: &str, part: &str| {
                let line = functions.library.lines().position(|line| line.contains(part)).unwrap() + 1;
                let told = format!("{told} script: append_1, on @user_function:{line}.");
                let error = RedisError::from((ErrorKind::Client, "ERR", told));
                functions.refused_command(&error).map(str::to_owned)
            };
            let unknown = "Unknown Redis command called from script";
            assert_eq!(named(unknown, "call('XADD'").as_deref(), Some("XADD"));
            assert_eq!(named(unknown, "call(PUBLISH").as_deref(), Some(publish));
            assert_eq!(
                named("The user executing the script can't run this command", "call('TIME')").as_deref(),
                Some("TIME")
            );
            assert_eq!(named("Expected value but found invalid token at character 1", "call('XADD'"), None);
        }
    }

    #[test]
    fn a_function_asks_beforehand_for_all_that_it_may_come_to() {
        let append = include_str!("lua/append.lua");
        assert_eq!(commands_of(append).into_iter().collect::<Vec<_>>(), ["HMGET", "HSET", "PUBLISH", "TIME", "XADD"]);
        let library = Functions::new(true).library;
        let asking = BODIES.iter().filter(|(function, ..)| function.is_about_a_session() && !function.only_reads());
        assert_eq!(library.matches("refused({'").count(), asking.count());
        assert!(library.contains("refused({'HMGET', 'HSET', PUBLISH, 'TIME', 'XADD'})"));
    }

    #[test]
    fn every_command_of_a_function_is_looked_for_when_redis_is_connected_to() {
        let library = Functions::new(false).library;
        let called = library.split("call('").skip(1).filter_map(|rest| rest.split('\'').next());
        let unknown: Vec<&str> = called.filter(|name| !COMMANDS.contains(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
