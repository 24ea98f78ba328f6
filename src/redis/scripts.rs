//! The scripts that Redis runs: each is one step that holds together.

use redis::Script;

/// Every script of the store.
pub struct Scripts {
    pub create: Script,
    pub accept: Script,
    pub append: Script,
    pub commit: Script,
    pub update: Script,
    pub claim: Script,
    pub renew: Script,
    pub release: Script,
    pub cancel: Script,
    pub delete: Script,
    pub sweep: Script,
}

macro_rules! of_session {
    ($name:literal) => {
        Script::new(concat!(include_str!("lua/common.lua"), include_str!(concat!("lua/", $name, ".lua"))))
    };
}

impl Scripts {
    pub fn new() -> Self {
        Self {
            create: of_session!("create"),
            accept: of_session!("accept"),
            append: of_session!("append"),
            commit: of_session!("commit"),
            update: of_session!("update"),
            claim: of_session!("claim"),
            renew: of_session!("renew"),
            release: of_session!("release"),
            cancel: of_session!("cancel"),
            delete: of_session!("delete"),
            sweep: Script::new(include_str!("lua/sweep.lua")),
        }
    }
}
