//! The kinds of what has to do with a network: where hera listens, and as what it is found.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use url::Url;

use super::{Form, Kind};
use crate::gateway;

/// In a list of names: any.
const ANY: &str = "*";

/// An address to listen on, without its port.
pub struct Host;

impl Kind for Host {
    type Value = IpAddr;

    fn parse(&self, text: &str) -> Result<IpAddr, String> {
        if text == "localhost" {
            return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        text.trim_start_matches('[').trim_end_matches(']').parse().map_err(|_| self.refuse(text))
    }

    fn accepts(&self) -> String {
        "an IP address or `localhost`".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "ADDRESS"
    }
}

/// An address with a port, or `off`.
pub struct Listener;

impl Kind for Listener {
    type Value = Option<SocketAddr>;

    fn parse(&self, text: &str) -> Result<Option<SocketAddr>, String> {
        if text == "off" {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.refuse(text))
    }

    fn accepts(&self) -> String {
        "an IP address with a port (`127.0.0.1:9464`), or `off`".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "ADDRESS:PORT"
    }
}

/// Origins of web pages, separated by commas.
pub struct Origins;

impl Kind for Origins {
    type Value = Vec<String>;

    fn parse(&self, text: &str) -> Result<Vec<String>, String> {
        items(text).map(origin).collect()
    }

    fn note(&self, text: &str) -> Option<String> {
        compared_as(items(text), self.parse(text).ok()?)
    }

    fn accepts(&self) -> String {
        "origins such as `https://family.example` or `http://localhost:3000`, separated by commas".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "ORIGINS"
    }

    fn form(&self) -> Form {
        Form::List
    }
}

/// The origin as browsers write it: lower case, without the scheme's own port.
fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Err("cannot hold `*`: any page on the web could then talk with hera in the name of whoever has \
                    opened it; name the origins that may"
            .to_owned());
    }
    let shown = text.escape_debug();
    let wrong = || format!("holds `{shown}`, which is not an origin: write scheme://host or scheme://host:port");
    // What is read as an address may be written in other ways, which nobody means here.
    // A `*` in a name stands for nothing but itself, which no page has.
    if !text.contains("://") || text.contains(|c: char| matches!(c, '\\' | '*') || c.is_whitespace() || c.is_control())
    {
        return Err(wrong());
    }
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !text.ends_with('/');
    let bare = bare && url.port() != Some(0);
    let web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if bare && web { Ok(url.origin().ascii_serialization()) } else { Err(wrong()) }
}

/// What is to be told of names that are compared in another form than they are written in.
fn compared_as<'a>(written: impl Iterator<Item = &'a str>, compared: Vec<String>) -> Option<String> {
    let told = |(written, compared): (&str, String)| {
        let own_port = [(":443", "https"), (":80", "http")].into_iter().find_map(|(port, scheme)| {
            written.strip_suffix(port).filter(|_| written.split("://").next() == Some(scheme))
        });
        let other = !own_port.unwrap_or(written).eq_ignore_ascii_case(&compared);
        other.then(|| format!("`{written}` is compared as `{compared}`, which is how browsers write it"))
    };
    let told = written.zip(compared).filter_map(told).collect::<Vec<_>>();
    (!told.is_empty()).then(|| told.join("; "))
}

/// The items of a list.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// Addresses and networks of addresses, separated by commas.
pub struct Networks;

impl Kind for Networks {
    type Value = Vec<IpNet>;

    fn parse(&self, text: &str) -> Result<Vec<IpNet>, String> {
        let network = |part: &str| part.parse().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
        items(text).map(|part| network(part).map_err(|_| self.refuse(part))).collect()
    }

    fn accepts(&self) -> String {
        "IP addresses or networks such as `10.0.0.0/8`, separated by commas".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "NETWORKS"
    }

    fn form(&self) -> Form {
        Form::List
    }
}

/// Names of hosts, separated by commas; `*` for any.
pub struct HostNames;

impl Kind for HostNames {
    type Value = Vec<String>;

    fn parse(&self, text: &str) -> Result<Vec<String>, String> {
        items(text).map(|part| host_name(part).ok_or_else(|| self.refuse(part))).collect()
    }

    fn note(&self, text: &str) -> Option<String> {
        compared_as(items(text), self.parse(text).ok()?)
    }

    fn accepts(&self) -> String {
        "names of hosts without a port such as `family.example`, separated by commas, or `*`".to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "NAMES"
    }

    fn form(&self) -> Form {
        Form::List
    }
}

/// The name as browsers write it: lower case, and other scripts in their form of ASCII.
fn host_name(text: &str) -> Option<String> {
    if text == ANY {
        return Some(text.to_owned());
    }
    // What would be more than a name in a URL, or ends it.
    let name = !text.contains(['/', '\\', ':', '@', '?', '#', '*', '%', '[', ']']);
    let url = name.then(|| Url::parse(&format!("http://{text}")).ok()).flatten()?;
    url.host_str().map(ToOwned::to_owned)
}

/// The path below which hera is found; may be left out.
pub struct BasePath;

impl Kind for BasePath {
    type Value = Option<Arc<str>>;

    fn parse(&self, text: &str) -> Result<Option<Arc<str>>, String> {
        gateway::place::base(text).map_err(|why| match why.what() {
            Some(what) => format!("must be a path {what}, not `{}`", text.escape_debug()),
            None => self.refuse(text),
        })
    }

    fn note(&self, text: &str) -> Option<String> {
        let compared = self.parse(text).ok()??;
        let written = text.strip_suffix('/').unwrap_or(text);
        (written != &*compared)
            .then(|| format!("`{written}` is compared as `{compared}`, which is how browsers write it"))
    }

    fn accepts(&self) -> String {
        "a path such as `/hera`, and none of hera's own (`/api`, `/health`, `/js`, `/css`, `/vendor`), or nothing"
            .to_owned()
    }

    fn placeholder(&self) -> &'static str {
        "PATH"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_listeners() {
        assert_eq!(Host.parse("localhost"), Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(Host.parse("[::1]").map(|ip| ip.to_string()), Ok("::1".to_owned()));
        assert!(Host.parse("example.org").is_err());
        assert_eq!(Listener.parse("off"), Ok(None));
        assert!(Listener.parse("127.0.0.1:0").is_ok_and(|address| address.is_some()));
        assert!(Listener.parse("127.0.0.1").is_err());
    }

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        let read = Origins.parse(" https://Family.Example:443, http://localhost:3000,");
        assert_eq!(read, Ok(vec!["https://family.example".to_owned(), "http://localhost:3000".to_owned()]));
        assert_eq!(Origins.parse(""), Ok(Vec::new()));
        for bad in [
            "family.example",
            "https://a/b",
            "https://a/",
            "ftp://a",
            "https://u:p@a",
            "https://a?b",
            "null",
            "https:a",
            "https:\\\\a",
            "https://a\tb",
            "https://a:0",
            "http://*.x",
            "https://a.*",
        ] {
            let said = Origins.parse(bad).unwrap_err();
            assert!(said.contains("is not an origin"), "{bad}: {said}");
        }
        assert!(Origins.parse("https://a.example,*").unwrap_err().starts_with("cannot hold `*`"));
    }

    #[test]
    fn names_that_are_compared_in_another_form_are_told() {
        let note = Origins.note("https://家.example, http://localhost:80,https://A.example:443,http://1.2");
        let told = "`https://家.example` is compared as `https://xn--fct.example`, which is how browsers write it; \
                    `http://1.2` is compared as `http://1.0.0.2`, which is how browsers write it";
        assert_eq!(note.as_deref(), Some(told));
        assert_eq!(HostNames.note("Hera.example,*,xn--fct.example"), None);
        assert!(HostNames.note("家.example").is_some_and(|note| note.contains("`xn--fct.example`")));
    }

    #[test]
    fn networks_are_addresses_or_ranges_of_them() {
        let read = Networks.parse(" 10.0.0.0/8, 192.0.2.7,::1,").unwrap();
        let read = read.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(read, ["10.0.0.0/8", "192.0.2.7/32", "::1/128"]);
        assert_eq!(Networks.parse(""), Ok(Vec::new()));
        for bad in ["10.0.0.0/33", "proxy.example", "10.0.0", "*"] {
            assert!(Networks.parse(bad).unwrap_err().contains(bad), "{bad}");
        }
    }

    #[test]
    fn host_names_are_names_alone() {
        let read = HostNames.parse(" Hera.Example, xn--fiq228c.example,家.example, *,localhost,");
        let read = read.unwrap();
        assert_eq!(read, ["hera.example", "xn--fiq228c.example", "xn--fct.example", "*", "localhost"]);
        assert_eq!(HostNames.parse(""), Ok(Vec::new()));
        for bad in ["https://hera.example", "hera.example:8080", "hera.example/x", "*.example", "a b", "u@a", "a%b"] {
            assert!(HostNames.parse(bad).unwrap_err().contains(bad), "{bad}");
        }
    }

    #[test]
    fn a_base_path_is_none_of_heras_own() {
        let read = |text| BasePath.parse(text).map(|path| path.map(|path| path.to_string()));
        for (text, path) in [("/hera", Some("/hera")), ("/a/b/", Some("/a/b")), ("", None), ("/", None)] {
            assert_eq!(read(text), Ok(path.map(ToOwned::to_owned)), "{text}");
            assert_eq!(BasePath.note(text), None, "{text}");
        }
        let note = BasePath.note("/%e5%ae%b6/").unwrap();
        assert_eq!(note, "`/%e5%ae%b6` is compared as `/%E5%AE%B6`, which is how browsers write it");
        assert!(BasePath.note("/家").is_some_and(|note| note.contains("`/%E5%AE%B6`")));
        for bad in [
            "hera",
            "//hera",
            "/hera//",
            "//",
            "/../x",
            "/x/%2e%2E",
            "/x%2",
            "/api",
            "/api/hera",
            "/health",
            "/js",
            "/a b",
            "/a?b",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("/apis").unwrap().as_deref(), Some("/apis"));
    }
}
