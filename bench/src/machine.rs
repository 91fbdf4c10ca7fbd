//! What the machine did meanwhile: how busy others were, how large and how busy a process is.

use std::{collections::HashMap, fs, process, time::Instant};

use crate::figures::Ratio;

/// Clock ticks a second in /proc: 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;

/// CPU time that was used until now.
pub struct Moment {
    busy: u64,
    own: u64,
    at: Instant,
}

impl Moment {
    pub fn now() -> Self {
        Self { busy: busy_ticks(), own: tree_ticks(process::id()), at: Instant::now() }
    }

    /// Cores that programs other than this measurement used since then.
    pub fn foreign_cores(&self) -> Ratio {
        let later = Self::now();
        let foreign = (later.busy - self.busy).saturating_sub(later.own.saturating_sub(self.own));
        let millis = u64::try_from((later.at - self.at).as_millis()).unwrap_or(u64::MAX);
        Ratio::of(foreign * 1_000 / TICKS_PER_SECOND, millis)
    }
}

/// User and system time of a process and its children, in milliseconds.
pub fn cpu_millis(pid: u32) -> u64 {
    tree_ticks(pid) * 1_000 / TICKS_PER_SECOND
}

/// Resident memory of a process, in KiB.
pub fn resident_kib(pid: u32) -> u64 {
    status_kib(pid, "VmRSS:")
}

/// What of it is no page of a file.
pub fn own_kib(pid: u32) -> u64 {
    status_kib(pid, "RssAnon:")
}

/// The most that it ever was.
pub fn resident_peak_kib(pid: u32) -> u64 {
    status_kib(pid, "VmHWM:")
}

fn status_kib(pid: u32, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn busy_ticks() -> u64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let numbers: Vec<u64> = text
        .lines()
        .next()
        .map(|line| line.split_whitespace().skip(1).filter_map(|n| n.parse().ok()).collect())
        .unwrap_or_default();
    // user nice system idle iowait irq softirq steal
    let idle = [3, 4].iter().filter_map(|at| numbers.get(*at)).sum::<u64>();
    numbers.iter().take(8).sum::<u64>() - idle
}

fn tree_ticks(root: u32) -> u64 {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut ticks: HashMap<u32, u64> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        if let Some((parent, own)) = stat(pid) {
            children.entry(parent).or_default().push(pid);
            ticks.insert(pid, own);
        }
    }
    let (mut waiting, mut sum) = (vec![root], 0);
    while let Some(pid) = waiting.pop() {
        sum += ticks.get(&pid).copied().unwrap_or(0);
        waiting.extend(children.remove(&pid).unwrap_or_default());
    }
    sum
}

/// A process's parent, and its time with that of the children it waited for.
fn stat(pid: u32) -> Option<(u32, u64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().filter_map(|n| n.parse::<u64>().ok()).sum();
    Some((fields.get(1)?.parse().ok()?, ticks))
}

/// One line on the machine, for the head of a report.
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches(['\t', ' ', ':']);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores, {model}")
}
