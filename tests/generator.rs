//! What the random topologies of the whole model hold: a feature that hardly ever occurs is not judged.
#![cfg(test)]

mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Instant;

use oracle::Oracle;
use oracle::whole::{Size, topology};
use serde_yaml::Value;

/// Everything that must occur.
const FEATURES: [&str; 50] = [
    "effect none",
    "effect degraded",
    "effect failover",
    "effect outage",
    "effect split-brain",
    "effect data-loss",
    "effect worse than state",
    "mode active-standby",
    "mode mutual",
    "mode dual-active",
    "arbitration votes",
    "arbitration fenced",
    "arbitration none",
    "access symmetric",
    "access alua",
    "access owner",
    "takeover ports",
    "mirror on nodes",
    "mirror over volumes",
    "mirror of arrays",
    "mirror of arrays with a witness",
    "site",
    "rack",
    "group",
    "fabric",
    "ups",
    "ats",
    "pdu",
    "two supplies",
    "inter-switch link",
    "half-failed RAID",
    "shelf",
    "enclosure",
    "panel",
    "assembly",
    "gateway",
    "zones",
    "serial heartbeat",
    "heartbeat volume",
    "quorum volume",
    "quorum server",
    "fence bmc",
    "fence outlets",
    "fence reserve",
    "tie_break",
    "fc",
    "sas",
    "iscsi",
    "card in an array or switch",
    "clients",
];

/// The features of a topology, as far as they can come to bear.
fn features(text: &str) -> BTreeSet<&'static str> {
    let top: Value = serde_yaml::from_str(text).unwrap();
    let oracle = Oracle::load(text);
    let ids = oracle.components();
    let mut found: BTreeSet<&'static str> = BTreeSet::new();
    let mut put = |feature: &'static str, there: bool| {
        assert!(FEATURES.contains(&feature), "{feature}");
        if there {
            found.insert(feature);
        }
    };
    let starts = |prefix: &str| ids.iter().any(|id| id.starts_with(prefix));
    for (feature, prefix) in [
        ("site", "site:"),
        ("rack", "rack:"),
        ("group", "group:"),
        ("fabric", "fabric:"),
        ("ups", "ups-"),
        ("ats", "ats-"),
        ("pdu", "pdu-"),
        ("shelf", "sh-1"),
        ("enclosure", "c-1"),
        ("panel", "pp-1"),
        ("assembly", "T-1"),
        ("gateway", "gw-1"),
    ] {
        put(feature, starts(prefix));
    }
    put("two supplies", ids.iter().any(|id| id.ends_with("/psu2")));
    put("zones", top.get("zones").is_some());
    put("clients", text.contains("clients: office"));
    put("card in an array or switch", starts("arr-1/ic1") || starts("sw-1/b1"));
    let between_switches = |line: &&str| line.matches("sw-").count() == 2 && line.contains("--");
    let isl = text.lines().find(between_switches).is_some_and(|line| !line.contains("gw-"));
    put("inter-switch link", isl);
    let storage = &top["parts"]["t/card"]["ports"][0]["protocol"];
    let stored = starts("arr-1");
    put("fc", stored && storage.as_str() == Some("fc"));
    put("sas", stored && storage.as_str() == Some("sas"));
    put("iscsi", stored && storage.as_str() == Some("ethernet"));
    let array = &top["parts"]["t/array"];
    if array.get("controllers").is_some() && stored {
        let own = top["arrays"]["arr-1"].get("access").or_else(|| array.get("access"));
        let access = own.and_then(Value::as_str).unwrap_or("owner");
        put("access symmetric", access == "symmetric");
        put("access alua", access == "alua");
        put("access owner", access == "owner");
        put("takeover ports", access == "owner" && text.contains("takeover_ports"));
    }
    cluster(&top["clusters"]["ha"], &mut put);
    let mirror = &top["mirrors"]["m"];
    if let Some(legs) = mirror["legs"].as_sequence() {
        let by_array = mirror["by"].as_str() == Some("array");
        let nodes = legs[0].as_str() == Some("s1");
        let witness = mirror.get("witness").is_some();
        put("mirror on nodes", nodes);
        put("mirror over volumes", !nodes && !by_array);
        put("mirror of arrays", by_array && !witness);
        put("mirror of arrays with a witness", by_array && witness);
    }
    for service in oracle.services() {
        for (n, a) in ids.iter().enumerate() {
            let one = oracle.effect(&service, &[a]).effect;
            put("half-failed RAID", a.contains("/drive") && one == "degraded");
            for b in &ids[n + 1..] {
                let two = oracle.effect(&service, &[a, b]);
                let named =
                    FEATURES.iter().find(|it| it.strip_prefix("effect ") == Some(two.effect));
                put(named.unwrap(), true);
                put("effect worse than state", two.effect != two.state);
            }
        }
    }
    found
}

fn cluster(cluster: &Value, put: &mut impl FnMut(&'static str, bool)) {
    if cluster.is_null() {
        return;
    }
    let mode = cluster.get("mode").and_then(Value::as_str).unwrap_or("active-standby");
    put("mode active-standby", mode == "active-standby");
    put("mode mutual", mode == "mutual");
    put("mode dual-active", mode == "dual-active");
    let has = |key: &str| cluster.get(key).is_some();
    let arbitration = match cluster.get("arbitration").or_else(|| cluster.get("software")) {
        Some(given) => match given.as_str().unwrap() {
            "t/lock" => "votes",
            "t/stonith" => "fenced",
            other => other,
        },
        None if has("quorum") => "votes",
        None if has("fencing") => "fenced",
        None => "none",
    };
    put("arbitration votes", arbitration == "votes");
    put("arbitration fenced", arbitration == "fenced");
    put("arbitration none", arbitration == "none");
    put("tie_break", has("tie_break"));
    put("quorum volume", cluster["quorum"].get("volume").is_some());
    put("quorum server", cluster["quorum"].get("server").is_some());
    let beats = cluster["heartbeat"].as_sequence().into_iter().flatten();
    for beat in beats {
        put("serial heartbeat", beat.as_str() == Some("tty"));
        put("heartbeat volume", beat.get("volume").is_some());
    }
    let lists = cluster["fencing"].as_mapping().into_iter().flatten();
    for method in lists.flat_map(|it| it.1.as_sequence().unwrap()) {
        put("fence bmc", method.get("bmc").is_some());
        put("fence outlets", method.get("outlets").is_some());
        put("fence reserve", method.get("reserve").is_some());
    }
}

/// Does something for each seed, on two threads.
fn on_two_threads<T: Send>(seeds: u64, each: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let half = |first: u64| (first..seeds).step_by(2).map(&each).collect::<Vec<T>>();
    thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut all = half(0);
        all.extend(other.join().unwrap());
        all
    })
}

#[test]
fn every_feature_occurs_in_one_of_twenty() {
    let seeds = 500;
    let mut counts: BTreeMap<&str, usize> = FEATURES.iter().map(|it| (*it, 0)).collect();
    for found in on_two_threads(seeds, |seed| features(&topology(seed, Size::Small))) {
        for feature in found {
            *counts.get_mut(feature).unwrap() += 1;
        }
    }
    let table: Vec<String> =
        FEATURES.iter().map(|it| format!("{:5.1} % {it}", counts[it] as f64 / 5.0)).collect();
    println!("{}", table.join("\n"));
    let rare: Vec<_> = counts.iter().filter(|it| *it.1 < seeds as usize / 20).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

#[test]
fn sizes_are_kept_and_a_seed_gives_one_topology() {
    for (size, most) in [(Size::Small, 25), (Size::Large, 40)] {
        for seed in 0..30 {
            let text = topology(seed, size);
            assert_eq!(text, topology(seed, size));
            let count = Oracle::load(&text).components().len();
            assert!((10..=most).contains(&count), "{seed}: {count}");
        }
    }
}

/// `HAPLAN_SEEDS=500 cargo test --test generator judging -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn judging_every_set_to_order_three() {
    let seeds = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(100);
    let begin = Instant::now();
    let judge = |seed: u64| {
        let oracle = Oracle::load(&topology(seed, Size::Small));
        let ids = oracle.components();
        let mut sets = 0u64;
        for service in oracle.services() {
            for (n, a) in ids.iter().enumerate() {
                for (m, b) in ids.iter().enumerate().skip(n + 1) {
                    for c in &ids[m + 1..] {
                        oracle.effect(&service, &[a, b, c]);
                        sets += 1;
                    }
                }
            }
            oracle.cut_sets(&service, 3);
        }
        (sets, ids.len())
    };
    let judged = on_two_threads(seeds, judge);
    let sets: u64 = judged.iter().map(|it| it.0).sum();
    let mean = judged.iter().map(|it| it.1).sum::<usize>() as f64 / judged.len() as f64;
    println!(
        "{seeds} topologies, {mean:.1} components, {sets} sets of three: {:?}",
        begin.elapsed()
    );
}
