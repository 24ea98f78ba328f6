//! What the process itself uses, read from `/proc` when somebody asks. Elsewhere than on Linux there is nothing to
//! read, and the metrics are left out.

use std::fmt::Write as _;
use std::fs;

use super::names;

/// Linux reports processor time in ticks of a hundredth of a second, whatever the kernel's own clock.
const TICKS_PER_SECOND: u32 = 100;

/// Both metrics as Prometheus reads them. The recorder cannot hold them: its counters have no fractions.
pub fn page() -> String {
    let mut page = String::new();
    let values = [
        (names::PROCESS_MEMORY, "gauge", memory().map(|bytes| bytes.to_string())),
        (names::PROCESS_CPU, "counter", cpu_seconds().map(|seconds| seconds.to_string())),
    ];
    for (name, kind, value) in values {
        let meaning = names::METRICS.iter().find(|metric| metric.name == name).map_or("", |metric| metric.meaning);
        if let Some(value) = value {
            // Writing to a String cannot fail.
            let _ = writeln!(page, "# HELP {name} {meaning}\n# TYPE {name} {kind}\n{name} {value}\n");
        }
    }
    page
}

/// Resident memory in bytes.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Processor time used, by the program and by the kernel for it.
fn cpu_seconds() -> Option<f64> {
    cpu_seconds_in(&fs::read_to_string("/proc/self/stat").ok()?)
}

fn cpu_seconds_in(stat: &str) -> Option<f64> {
    // The second field is the program's name in parentheses, which may hold anything: count from its end.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace().skip(11);
    let user = fields.next()?.parse::<u32>().ok()?;
    let system = fields.next()?.parse::<u32>().ok()?;
    Some((f64::from(user) + f64::from(system)) / f64::from(TICKS_PER_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_found_behind_any_name() {
        let stat = "7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0 20";
        assert_eq!(cpu_seconds_in(stat), Some(1.75));
        assert_eq!(cpu_seconds_in("7 (a"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_process_uses_some_memory() {
        assert!(memory().is_some_and(|bytes| bytes > 100_000));
        assert!(page().contains("\nprocess_cpu_seconds_total "));
    }
}
