//! The scripts that Redis runs: each is one step that holds together.

use redis::Script;

/// Every script of the store.
pub struct Scripts {
    pub create: Script,
    pub accept: Script,
    pub append: Script,
    pub commit: Script,
    pub update: Script,
    pub add_photo: Script,
    pub claim: Script,
    pub renew: Script,
    pub release: Script,
    pub cancel: Script,
    pub delete: Script,
    pub sweep: Script,
    pub ready: Script,
    pub due: Script,
    pub idle: Script,
}

macro_rules! of_session {
    ($name:literal) => {
        concat!(include_str!("lua/common.lua"), include_str!(concat!("lua/", $name, ".lua")))
    };
}

impl Scripts {
    /// The scripts for one server, or for a cluster: there they leave the queue alone, and publish in their shard.
    pub fn new(clustered: bool) -> Self {
        let script = |code| {
            let publish = if clustered { "SPUBLISH" } else { "PUBLISH" };
            Script::new(&format!("local CLUSTERED, PUBLISH = {clustered}, '{publish}'\n{code}"))
        };
        Self {
            create: script(of_session!("create")),
            accept: script(of_session!("accept")),
            append: script(of_session!("append")),
            commit: script(of_session!("commit")),
            update: script(of_session!("update")),
            add_photo: script(of_session!("add_photo")),
            claim: script(of_session!("claim")),
            renew: script(of_session!("renew")),
            release: script(of_session!("release")),
            cancel: script(of_session!("cancel")),
            delete: script(of_session!("delete")),
            sweep: Script::new(include_str!("lua/sweep.lua")),
            ready: Script::new(include_str!("lua/ready.lua")),
            due: Script::new(include_str!("lua/due.lua")),
            idle: Script::new(include_str!("lua/idle.lua")),
        }
    }
}
