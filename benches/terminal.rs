//! The program in a terminal: T1, T4 and T9 of the speed targets, measured through a pty of 200×60 beside the
//! peers that this machine has (`vim`; `gitui`, `csvlens` and `taskwarrior-tui` are named in the targets).
//!
//! `cargo build --release && cargo bench --bench terminal` prints a table; the median of seven starts counts.
//! T1: the first frame does not wait for the file, and 10,000 tasks are on screen about as fast as `vim` shows
//! the file. T4: a key is answered at once, a burst of 300 keys ends in one frame, an idle program writes
//! nothing and takes no time. T9: memory with 10,000 tasks open (Linux).

mod support;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use wubu::store::write;

const STARTS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(5);

struct Running {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    began: Instant,
}

impl Running {
    fn start(program: &str, args: &[&str]) -> Option<Running> {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).ok()?;
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).ok()?;
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().ok()?;
        let (tell, chunks) = channel();
        std::thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            while let Ok(n @ 1..) = output.read(&mut chunk) {
                let bytes = chunk.iter().take(n).copied().collect();
                if tell.send((Instant::now(), bytes)).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().ok()?;
        let screen = vt100::Parser::new(60.try_into().ok()?, 200.try_into().ok()?, 0);
        Some(Running { child, _master: pair.master, keys, chunks, screen, began })
    }

    /// Takes in output until the screen is as wanted; the time of the chunk that made it so.
    fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Option<Duration> {
        while self.began.elapsed() < PATIENCE {
            let (at, bytes) = self.chunks.recv_timeout(PATIENCE).ok()?;
            self.screen.process(&bytes);
            if wanted(&self.screen.screen().contents()) {
                return Some(at - self.began);
            }
        }
        eprintln!("not seen in time:\n{}", self.screen.screen().contents());
        None
    }

    /// Takes in what comes until nothing has come for a while; when the last chunk came, and how many bytes.
    fn quiet(&mut self, pause: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        let began = Instant::now();
        while began.elapsed() < PATIENCE.max(pause)
            && let Ok((at, chunk)) = self.chunks.recv_timeout(pause)
        {
            self.screen.process(&chunk);
            last = Some(at);
            bytes += chunk.len();
        }
        (last, bytes)
    }

    /// From a key to the last change of the screen.
    fn key(&mut self, key: &str) -> Option<Duration> {
        let sent = Instant::now();
        self.keys.write_all(key.as_bytes()).ok()?;
        self.keys.flush().ok()?;
        self.quiet(Duration::from_millis(60)).0.map(|at| at - sent)
    }

    /// Milliseconds of processor time so far, and resident megabytes.
    fn usage(&self) -> Option<(f64, f64)> {
        let process = format!("/proc/{}", self.child.process_id()?);
        let stat = std::fs::read_to_string(format!("{process}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        let status = std::fs::read_to_string(format!("{process}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some((ticks * 10.0, kilobytes / 1024.0))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

/// `first` is on the first frame, `data` when the file's content is on the screen; `goto` leads to a long list.
fn measure(name: &str, program: &str, args: &[&str], first: &str, data: &str, goto: &str) {
    let down = "j";
    let (mut firsts, mut datas) = (vec![], vec![]);
    for _ in 0..STARTS {
        let Some(mut run) = Running::start(program, args) else {
            println!("{name:<28} not on this machine");
            return;
        };
        firsts.extend(run.until(|screen| screen.contains(first)));
        datas.extend(run.until_or_now(data));
    }
    let Some(mut run) = Running::start(program, args) else { return };
    run.until_or_now(data);
    run.quiet(Duration::from_millis(400));
    if !goto.is_empty() {
        run.key(goto);
    }
    let keys: Vec<Duration> = (0..30).filter_map(|_| run.key(down)).collect();
    let burst = run.key(&down.repeat(300)).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0);
    let before = run.usage();
    let idle_bytes = run.quiet(Duration::from_secs(5)).1;
    let after = run.usage();
    let idle = before.zip(after).map_or(f64::NAN, |((a, _), (b, _))| (b - a) / 5.0);
    let memory = after.map_or(f64::NAN, |(_, megabytes)| megabytes);
    println!(
        "{name:<28} first {:>7.1} ms   data {:>7.1} ms   key {:>6.2} ms   300 keys {burst:>7.1} ms   idle {idle:>4.1} ms/s {idle_bytes} B   {memory:>6.1} MB",
        median(firsts),
        median(datas),
        median(keys),
    );
}

impl Running {
    fn until_or_now(&mut self, data: &str) -> Option<Duration> {
        if self.screen.screen().contents().contains(data) {
            return Some(self.began.elapsed());
        }
        self.until(|screen| screen.contains(data))
    }
}

fn main() {
    let wubu = Path::new(env!("CARGO_BIN_EXE_wubu")).to_string_lossy().into_owned();
    let folder = tempfile::tempdir().expect("a temporary folder");
    for tasks in [0, 10_000, 100_000] {
        let path = folder.path().join(format!("{tasks}.wubu.ron"));
        std::fs::write(&path, write(&support::plant(tasks))).expect("room on the disk");
        let path = path.to_string_lossy().into_owned();
        let size = std::fs::metadata(&path).map_or(0, |file| file.len() >> 10);
        println!("{tasks} tasks, {size} kB");
        measure("wubu", &wubu, &[&path], "五步", "1 总体规划", "3");
        measure("vim -u NONE", "vim", &["-u", "NONE", &path], "wubu FILE", "wubu FILE", "");
        measure("vim", "vim", &[&path], "wubu FILE", "wubu FILE", "");
    }
}
