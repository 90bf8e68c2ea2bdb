//! How long planning takes: fabrics of up to 10,000 servers from a brief, what `check` then says of them, and the eight
//! designs of the two-node brief side by side. From the start of the program to its exit.
//!
//! `cargo bench --bench plan [ROUNDS]`
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program of its own")]

use std::path::Path;
use std::process::Command;

use common::times;

#[expect(dead_code, reason = "one of its functions is enough")]
mod common;

fn main() {
    let rounds = std::env::args().filter_map(|it| it.parse().ok()).next().unwrap_or(11);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("haplan-plan-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let at = |name: &str| folder.join(name).display().to_string();
    let run = |args: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_haplan")).args(args).output();
        let done = done.expect("the program");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let time = |name: &str, args: &[&str]| println!("{name:48}  {}", times(rounds, || run(args)));
    println!("{:48}  median, ms  (least to most) of {rounds}", "");
    let large = std::fs::read_to_string(root.join("topologies/edge-core-brief/brief.yaml"));
    let large = large.expect("the brief");
    for (servers, arrays) in [(1_000, 50), (3_000, 150), (10_000, 500)] {
        let brief = large
            .replace("count: 10000", &format!("count: {servers}"))
            .replace("arrays: 500", &format!("arrays: {arrays}"));
        let (asked, made) = (at(&format!("{servers}.brief.yaml")), at(&format!("{servers}.yaml")));
        std::fs::write(&asked, brief).expect("a file");
        let name = "edge-core-10000";
        time(
            &format!("design, {servers} servers and {arrays} arrays"),
            &["design", &asked, "--variant", name, "-o", &made],
        );
        time(&format!("check of it, {servers} servers"), &["check", &made]);
        time(&format!("compare, {servers} servers"), &["compare", &asked]);
    }
    let two = root.join("topologies/two-node-brief");
    let (brief, rates) = (two.join("brief.yaml"), two.join("rates.yaml"));
    let (brief, rates) = (brief.display().to_string(), rates.display().to_string());
    time("compare, eight designs of two nodes", &["compare", &brief]);
    time("the same with availability", &["compare", &brief, "--rates", &rates]);
    std::fs::remove_dir_all(&folder).expect("the folder is gone");
}
