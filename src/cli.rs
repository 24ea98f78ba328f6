//! The command line: roles as subcommands, and the settings as flags made from the table in [`crate::config`].

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::builder::PathBufValueParser;
use clap::error::Error;
use clap::{Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing::Level;
use url::Url;

use crate::bench;
use crate::config::{self, CONFIG_FLAG, Described, FILE_ENV, Flags};
use crate::domain::SessionId;
use crate::telemetry::{LogFormat, json, stderr};

/// A real-time conversation server for AI agents: one socket per session, nothing lost, nothing twice.
#[derive(Debug, Parser)]
#[command(name = "hera", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Without a command, hera serves; it then takes the options of `hera serve`.")]
struct Line {
    #[command(subcommand)]
    role: Option<Role>,
    #[command(flatten)]
    settings: Flags,
}

/// What hera is started as.
#[derive(Debug, Subcommand)]
pub enum Role {
    /// Serve people: the page, the sockets, the API and the agent, in one process
    Serve(Flags),
    /// Serve people, with sessions in Redis: one of any number of gateways; `hera adk` answers
    Backend(Flags),
    /// Answer, with sessions in Redis: one of any number of agent workers
    Adk(Flags),
    /// Check the settings: print all mistakes, or the settings in effect and where each comes from
    CheckConfig(Check),
    /// Write the store of a hera that is stopped anew, so that nothing is in it any more that was deleted
    Compact(Flags),
    /// Ask a running hera of any role whether it can take work: exit code 0 if so, else 1 and the reason
    Health(Health),
    /// Tell by which name a session stands in the log, in spans and in the names of its pictures
    SessionHash(SessionHash),
    /// Put load on a running server, measure it, and check that nothing is lost
    Bench(bench::Args),
}

/// What `hera check-config` looks at.
#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub settings: Flags,
    #[arg(long, help = "Also ask Redis, and the cloud that keeps the pictures, whether they answer")]
    pub probe: bool,
}

/// Which session `hera session-hash` is about.
#[derive(Debug, clap::Args)]
pub struct SessionHash {
    #[arg(help = "The session's id, as it stands in the address of the page")]
    pub id: SessionId,
}

/// Whom `hera health` asks.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Asks /health/ready unless the URL has a path of its own:
  hera health                                       the hera of this machine, by METRICS_ADDR (environment or file)
  hera health http://10.0.0.7:8080                  a gateway somewhere else
  hera health http://127.0.0.1:9464/health/live     only whether it answers at all

It waits 4 s for the answer. As health check of a container: CMD [\"hera\", \"health\"]")]
pub struct Health {
    #[arg(help = "Whom to ask, such as http://127.0.0.1:9464 [default: what METRICS_ADDR says]")]
    pub url: Option<Url>,
}

impl Role {
    /// The role the command line asks for.
    ///
    /// # Errors
    /// When it asks for help, or for what there is not.
    pub fn from_command_line() -> Result<Self, Error> {
        Self::from_matches(&command().try_get_matches()?)
    }

    fn from_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let line = Line::from_arg_matches(matches)?;
        Ok(line.role.unwrap_or(Self::Serve(line.settings)))
    }
}

fn command() -> Command {
    // The settings are listed by `hera serve --help`; here they would hide the commands.
    Line::command()
        .mut_args(|arg| if arg.get_id() == "help" || arg.get_id() == "version" { arg } else { arg.hide(true) })
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("file")
            .long(CONFIG_FLAG)
            .value_name("FILE")
            .value_parser(PathBufValueParser::new())
            .help(format!("Settings file, in TOML\n[env: {FILE_ENV}] [default: ./hera.toml if there is one]"));
        let mut command = command.arg(file);
        for section in config::SECTIONS {
            command = command.next_help_heading(section.title);
            command = command.args(section.settings.iter().map(|setting| arg(*setting)));
        }
        command.after_help("Settings are taken from flags, else the environment, else the file, else the default.")
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn arg(setting: &'static dyn Described) -> Arg {
    let default = if setting.default().is_empty() { "none" } else { setting.default() };
    Arg::new(setting.key())
        .long(setting.flag())
        .value_name(setting.placeholder())
        // "-1" is a wrong value to be told of with the others, not a flag.
        .allow_hyphen_values(true)
        .help(format!("{}\n[env: {}] [default: {default}]", setting.doc(), setting.env()))
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        if let Some(file) = matches.get_one::<PathBuf>("file") {
            self.file = Some(file.clone());
        }
        for setting in config::settings() {
            if let Some(text) = matches.get_one::<String>(setting.key()) {
                self.texts.insert(setting.key(), text.clone());
            }
        }
        Ok(())
    }
}

/// Says that hera is ready, to whoever started it: where it can be reached, or of a worker, which has no door, what it
/// does.
///
/// # Errors
/// When nobody reads standard output.
pub fn announce(format: LogFormat, address: Option<SocketAddr>) -> io::Result<()> {
    let does =
        address.map_or_else(|| "it answers what `hera backend` takes in".into(), |at| format!("open {}", link(at)));
    let ready = format!("hera is ready: {does}");
    match format {
        LogFormat::Text => print(&format!("{ready}\n")),
        LogFormat::Json => {
            let address = address.map(|address| address.to_string());
            let fields: Vec<(&str, &str)> = address.iter().map(|address| ("address", address.as_str())).collect();
            print(&json::line(Level::INFO, &ready, &fields))
        }
    }
}

/// Says why hera does not start, or has ended, as a line of its log. Standard error may be closed: then there is nobody
/// to tell.
pub fn fail(format: LogFormat, why: &str) {
    let line = match format {
        LogFormat::Text => format!("hera: {why}\n"),
        LogFormat::Json => json::line(Level::ERROR, why, &[]),
    };
    if !stderr::write_last(&line) {
        let _ = complain(&line);
    }
}

/// Says something beside a result, as a line of the log would say it.
pub fn tell(format: LogFormat, level: Level, what: &str) -> io::Result<()> {
    complain(&match format {
        LogFormat::Text if level == Level::WARN => format!("hera: warning: {what}\n"),
        LogFormat::Text => format!("hera: {what}\n"),
        LogFormat::Json => json::line(level, what, &[]),
    })
}

/// Writes to standard output. Unlike `print!` it does not panic when the reader has gone.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes to standard error: for what must be seen before there is a log.
pub fn complain(text: &str) -> io::Result<()> {
    io::stderr().lock().write_all(text.as_bytes())
}

/// An address to open in a browser on this machine.
fn link(address: SocketAddr) -> String {
    match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) | IpAddr::V6(Ipv6Addr::UNSPECIFIED) => {
            format!("http://localhost:{}/", address.port())
        }
        _ => format!("http://{address}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(line: &[&str]) -> Result<Role, Error> {
        Role::from_matches(&command().try_get_matches_from(line)?)
    }

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn without_a_command_hera_serves() {
        for line in [&["hera", "--port", "0"][..], &["hera", "serve", "--port=0"]] {
            let Ok(Role::Serve(flags)) = role(line) else { panic!("{line:?} does not serve") };
            assert_eq!(flags.texts.get("server.port").map(String::as_str), Some("0"));
            assert_eq!((flags.texts.len(), flags.file), (1, None));
        }
    }

    #[test]
    fn wrong_values_are_left_to_the_settings() {
        let line = ["hera", "check-config", "--port", "-1", "--config", "a.toml"];
        let Ok(Role::CheckConfig(Check { settings: flags, probe: false })) = role(&line) else { panic!("no check") };
        assert_eq!(flags.texts.get("server.port").map(String::as_str), Some("-1"));
        assert_eq!(flags.file, Some(PathBuf::from("a.toml")));
    }

    #[test]
    fn the_help_names_every_setting() {
        let help = role(&["hera", "serve", "--help"]).unwrap_err().to_string();
        let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for setting in config::settings() {
            assert!(words.contains(&format!("--{} <", setting.flag())), "{} is missing", setting.flag());
            assert!(words.contains(&format!("[env: {}]", setting.env())), "{} is missing", setting.env());
        }
        let short = role(&["hera", "--help"]).unwrap_err().to_string();
        assert!(short.contains("check-config") && !short.contains("--port"), "{short}");
    }

    #[test]
    fn links_can_be_opened() {
        let link = |address: &str| link(address.parse().unwrap());
        assert_eq!(link("127.0.0.1:8080"), "http://127.0.0.1:8080/");
        assert_eq!(link("0.0.0.0:80"), "http://localhost:80/");
        assert_eq!(link("[::]:80"), "http://localhost:80/");
        assert_eq!(link("[::1]:80"), "http://[::1]:80/");
    }
}
