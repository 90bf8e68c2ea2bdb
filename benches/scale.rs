//! How the work grows: designs of dual-homed servers in range form, from a thousand components to a million, and
//! every set of three faults of 1,200 services.
//!
//! `cargo bench --bench scale [SERVERS…]`
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program of its own")]

use std::time::Instant;

use common::read;
use haplan::finding::Severity;
use haplan::render::faults_text;
use haplan::report::{FileReport, Settings};
use haplan::sheet::faults::{Question, faults};
use haplan::topology::ServiceId;
use haplan::words::Lang;
use haplan::yaml::values::Date;

#[expect(dead_code, reason = "one of its functions is enough")]
mod common;

/// Two fabrics, two feeds, two supplies and two cards a server, and a service on each.
fn range_form(servers: usize) -> String {
    let (last, ports) = (servers + 4, servers + 9);
    format!(
        "haplan: 1
name: scale
parts:
  x/switch: {{kind: switch, ports: [{{names: \"[0-{ports}]\", protocol: fc, speeds: [32]}}], psus: {{count: 2, needed: 1}}}}
  x/hba: {{kind: adapter, ports: [{{names: [p], protocol: fc, speeds: [32]}}]}}
  x/server: {{kind: server, psus: {{count: 2, needed: 1}}}}
  x/array:
    kind: array
    controllers:
      A: {{ports: [{{names: \"A[0-3]\", protocol: fc, speeds: [32]}}]}}
      B: {{ports: [{{names: \"B[0-3]\", protocol: fc, speeds: [32]}}]}}
    access: alua
    controller_failover: true
    psus: {{count: 2, needed: 1}}
servers:
  \"srv[1-{servers}]\":
    model: x/server
    adapters: {{hba1: {{model: x/hba}}, hba2: {{model: x/hba}}}}
    power: {{psu1: pdu-a, psu2: pdu-b}}
switches:
  fc-a: {{model: x/switch, fabric: A, power: {{psu1: pdu-a, psu2: pdu-b}}}}
  fc-b: {{model: x/switch, fabric: B, power: {{psu1: pdu-a, psu2: pdu-b}}}}
arrays:
  arr:
    model: x/array
    power: {{psu1: pdu-a, psu2: pdu-b}}
    volumes: {{data: {{raid: raid6, drives: 8}}}}
power:
  feed-1: {{kind: feed}}
  feed-2: {{kind: feed}}
  pdu-a: {{kind: pdu, feed: feed-1}}
  pdu-b: {{kind: pdu, feed: feed-2}}
links:
  - srv[1-{servers}]:hba1/p -- fc-a:[1-{servers}]
  - srv[1-{servers}]:hba2/p -- fc-b:[1-{servers}]
  - arr:A[0-1] -- fc-a:[{}-{}]
  - arr:B[0-1] -- fc-a:[{}-{last}]
  - arr:A[2-3] -- fc-b:[{}-{}]
  - arr:B[2-3] -- fc-b:[{}-{last}]
services:
  \"app[1-{servers}]\": {{home: \"srv[1-{servers}]\", volumes: [\"arr:data\"]}}
",
        servers + 1,
        servers + 2,
        servers + 3,
        servers + 1,
        servers + 2,
        servers + 3,
    )
}

/// The most memory that the program has had so far, in MB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![75, 600, 6_000, 30_000, 77_000];
    }
    let today = Date { year: 2026, month: 11, day: 22 };
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    println!("servers  components  findings  check, ms (median of 5)  µs a component  peak, MB");
    for servers in sizes {
        let text = range_form(servers);
        let mut times = Vec::new();
        let (mut components, mut found) = (0, 0);
        for _ in 0..5 {
            let start = Instant::now();
            let topology = read("scale", &text);
            let report = FileReport::of("scale".to_owned(), &topology, &settings);
            times.push(start.elapsed());
            (components, found) = (topology.components.len(), report.findings.len());
        }
        times.sort();
        let median = times[2].as_secs_f64();
        println!(
            "{servers:7}  {components:10}  {found:8}  {:23.1}  {:14.2}  {:8}",
            median * 1e3,
            median * 1e6 / components as f64,
            peak().map_or("?".to_owned(), |it| it.to_string())
        );
    }
    let text = range_form(1_200);
    for order in 1..=3 {
        let start = Instant::now();
        let topology = read("scale", &text);
        let services: Vec<ServiceId> = topology.service_ids().collect();
        let sheet = faults(&topology, &services, &Question::Order(order));
        let printed = faults_text::render(&sheet, false, Lang::En, false);
        let cuts: usize =
            sheet.services.iter().filter_map(|it| it.cut_sets.as_ref()).map(Vec::len).sum();
        println!(
            "faults --order {order}, 1,200 services: {:.0} ms, {cuts} sets, {} MB of text",
            start.elapsed().as_secs_f64() * 1e3,
            printed.len() >> 20
        );
    }
}
