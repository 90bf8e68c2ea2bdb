//! How long a drawing of 200 servers takes, as SVG: from a topology that is read already, and from the start of the
//! program to its exit.
//!
//! `cargo bench --bench diagram [ROUNDS]`
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program of its own")]

use std::path::Path;
use std::process::Command;

use common::{read, times};
use haplan::render::diagram::svg;
use haplan::sheet::marks;
use haplan::sheet::scene::{Paper, TitleBlock, View, draw, pages};
use haplan::words::Lang;

mod common;
#[path = "../tests/scene/made.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "a file of the tests; one of its designs is enough"
)]
mod made;

fn main() {
    let rounds = std::env::args().filter_map(|it| it.parse().ok()).next().unwrap_or(41);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("haplan-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let edge_core = std::fs::read_to_string(root.join("topologies/edge-core-200/topology.yaml"))
        .expect("the reference");
    let designs = [
        ("edge-core-200, like servers in one box", edge_core),
        ("200 servers, a box for each", made::fabric(200, false)),
    ];
    println!("{:40}  median, ms  (least to most) of {rounds}", "SVG");
    for (name, text) in designs {
        let topology = read("bench", &text);
        let title = TitleBlock { name: name.to_owned(), ..TitleBlock::default() };
        let judge = || marks::marks(&topology, Lang::En);
        let judged = judge();
        let mark = |comp: haplan::topology::CompId| judged.marks[comp.index()];
        println!("{name}");
        let one = times(rounds, || {
            std::hint::black_box(svg::render(&draw(
                &topology,
                View::Cabling,
                &mark,
                &title,
                Lang::En,
            )));
        });
        println!("{:40}  {one}", "  layout and SVG, topology read");
        let one = times(rounds, || {
            std::hint::black_box(judge());
        });
        println!("{:40}  {one}", "  which parts are red or amber");
        let one = times(rounds.min(11), || {
            let all = pages(&topology, View::Cabling, &mark, &title, Lang::En, Paper::A4);
            std::hint::black_box(all.iter().map(svg::render).collect::<Vec<_>>());
        });
        println!("{:40}  {one}", "  in pages of A4, topology read");
        let file = folder.join("topology.yaml");
        std::fs::write(&file, &text).expect("a file");
        let one = times(rounds, || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_haplan"));
            let command = command.arg("diagram").arg(&file).arg("-o").arg(folder.join("x.svg"));
            assert!(command.status().expect("the program").success());
        });
        println!("{:40}  {one}", "  from start to exit");
    }
    std::fs::remove_dir_all(&folder).expect("the folder");
}
