//! What the server costs, read from outside: the memory and the processor time of its process.

use std::fs;
use std::str::FromStr;
use std::time::Duration;

use url::{Host, Url};

/// The processes that serve the addresses under load, as far as they are known; figures are sums over them.
#[derive(Debug, Default)]
pub struct Processes(Vec<Process>);

/// A process, and the part it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Empty when nobody gave it a name.
    pub part: Box<str>,
    pub pid: u32,
}

impl FromStr for Process {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (part, pid) = text.split_once('=').unwrap_or(("", text));
        Ok(Self { part: part.into(), pid: pid.parse().map_err(|_| "give it like 4711, or worker=4711")? })
    }
}

/// Processor time by part, in the order in which the parts were named.
pub type CpuByPart = Vec<(Box<str>, Duration)>;

impl Processes {
    /// The given processes; else, for addresses of this machine, those that listen there.
    pub fn find(given: &[Process], addresses: &[Url]) -> Self {
        if !given.is_empty() {
            return Self(given.to_vec());
        }
        let mut found: Vec<u32> = addresses
            .iter()
            .filter(|a| is_local(a))
            .filter_map(Url::port_or_known_default)
            .filter_map(listener)
            .collect();
        found.sort_unstable();
        found.dedup();
        Self(found.into_iter().map(|pid| Process { part: "".into(), pid }).collect())
    }

    /// The process of the load tool itself.
    pub fn own() -> Self {
        Self(vec![Process { part: "".into(), pid: std::process::id() }])
    }

    /// Resident memory, in bytes; `None` when it cannot be told.
    pub fn resident_bytes(&self) -> Option<u64> {
        self.sum(|pid| resident_bytes(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?))
    }

    /// Processor time used so far, of the user and the system; `None` when it cannot be told.
    pub fn cpu(&self) -> Option<Duration> {
        self.sum(|pid| cpu_ticks(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?))
            .map(|ticks| Duration::from_millis(ticks * MILLIS_PER_TICK))
    }

    /// The same for each part that has a name; a process that has ended counts nothing.
    pub fn cpu_by_part(&self) -> CpuByPart {
        let mut parts = CpuByPart::new();
        for process in self.0.iter().filter(|process| !process.part.is_empty()) {
            let used = Self(vec![process.clone()]).cpu().unwrap_or_default();
            match parts.iter_mut().find(|(part, _)| *part == process.part) {
                Some((_, sum)) => *sum += used,
                None => parts.push((process.part.clone(), used)),
            }
        }
        parts
    }

    fn sum(&self, one: impl Fn(u32) -> Option<u64>) -> Option<u64> {
        if self.0.is_empty() { None } else { self.0.iter().map(|process| one(process.pid)).sum() }
    }
}

/// Linux counts in hundredths of a second towards programs, whatever it does inside.
const MILLIS_PER_TICK: u64 = 10;

fn is_local(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The process that listens on `port`.
fn listener(port: u16) -> Option<u32> {
    let inodes: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let pids = fs::read_dir("/proc").ok()?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    pids.into_iter().find(|pid| {
        let Ok(open) = fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
        open.filter_map(|fd| fs::read_link(fd.ok()?.path()).ok())
            .any(|target| inodes.iter().any(|inode| target.as_os_str() == inode.as_str()))
    })
}

fn listening_inodes(table: &str, port: u16) -> Vec<u64> {
    const LISTEN: &str = "0A";
    let inode = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        let (_, local_port) = fields.next()?.rsplit_once(':')?;
        let listens = u16::from_str_radix(local_port, 16) == Ok(port) && fields.nth(1)? == LISTEN;
        if listens { fields.nth(5)?.parse().ok() } else { None }
    };
    table.lines().skip(1).filter_map(inode).collect()
}

fn resident_bytes(status: &str) -> Option<u64> {
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix("kB")?;
    Some(kib.trim().parse::<u64>().ok()? * 1024)
}

fn cpu_ticks(stat: &str) -> Option<u64> {
    // The name of the program, in parentheses, may itself hold spaces and parentheses.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_process_files() {
        assert_eq!(resident_bytes("Name:\thera\nVmRSS:\t   12345 kB\nRssAnon:\t 1 kB\n"), Some(12_641_280));
        assert_eq!(resident_bytes("Name:\thera\n"), None);
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 4 0 100 0 0";
        assert_eq!(cpu_ticks(stat), Some(300));
        assert_eq!(cpu_ticks("42"), None);
    }

    #[test]
    fn finds_who_listens() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \x20  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0\n\
            \x20  1: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 888 1 0\n\
            \x20  2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 999 1 0\n";
        assert_eq!(listening_inodes(table, 8080), [777]);
        assert_eq!(listening_inodes(table, 80), [] as [u64; 0]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn finds_and_measures_this_very_process() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Url::parse(&format!("http://{}", socket.local_addr().unwrap())).unwrap();
        let found = Processes::find(&[], &[address]);
        assert_eq!(found.0.iter().map(|process| process.pid).collect::<Vec<_>>(), [std::process::id()]);
        assert!(found.resident_bytes().unwrap() > 100_000);
        assert!(found.cpu().is_some());
    }

    #[test]
    fn parts_are_summed_by_name() {
        let own = format!("worker={}", std::process::id()).parse::<Process>().unwrap();
        let parts = Processes(vec![own.clone(), own, "1".parse().unwrap()]).cpu_by_part();
        assert_eq!(parts.iter().map(|(part, _)| &**part).collect::<Vec<_>>(), ["worker"]);
        assert!("worker=".parse::<Process>().is_err() && "worker".parse::<Process>().is_err());
    }

    #[test]
    fn an_address_elsewhere_has_no_process_here() {
        let found = Processes::find(&[], &[Url::parse("http://hera.example").unwrap()]);
        assert_eq!((found.0.len(), found.resident_bytes(), found.cpu()), (0, None, None));
    }
}
