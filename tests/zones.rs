//! Zones and addresses: what stands in them, in names and forms that switches take.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::{golden, haplan, read, references, short};
use haplan::catalog::Protocol;
use haplan::facts::Facts;
use haplan::render;
use haplan::sheet::addresses::{Source, addresses};
use haplan::sheet::table::Layout;
use haplan::sheet::zones::zoning;
use haplan::topology::{DeviceKind, Topology};
use haplan::words::Lang;

fn design(text: &str) -> Topology {
    let (topology, findings) = read("t", text);
    assert!(findings.is_empty(), "{findings:#?}");
    topology
}

const SMALL: &str = include_str!("handover/wwn.yaml");

#[test]
fn each_zone_has_one_server_port_and_the_ports_of_one_array_in_its_fabric() {
    let zoning = zoning(&design(SMALL));
    let fabrics: Vec<&str> = zoning.fabrics.iter().map(|it| &*it.name).collect();
    assert_eq!(fabrics, ["A", "B"]);
    let zones: Vec<(&str, String)> =
        zoning.fabrics[0].zones.iter().map(|it| (&*it.name, it.members.join(" "))).collect();
    assert_eq!(
        zones,
        [
            ("db1_hba1_1__msa", "db1_hba1_1 msa_A0 msa_B1".to_owned()),
            ("db2_hba1_1__msa", "db2_hba1_1 msa_A0 msa_B1".to_owned())
        ]
    );
    let text = render::zones::brocade(&zoning, Lang::En);
    assert!(text.contains("alicreate \"db1_hba1_1\", \"50:01:43:80:12:34:56:78\"\n"), "{text}");
    assert!(text.contains("alicreate \"msa_A0\", \"<WWPN of msa:A0>\"\n"), "{text}");
    assert!(text.contains("cfgenable \"cfg_B\"\n"));
}

#[test]
fn zones_of_the_file_are_written_where_they_have_a_pair() {
    let text = format!(
        "{SMALL}zones:\n  erp-a: {{members: [\"db1:hba1/1\", \"msa:A0\"]}}\n  \
         half: {{members: [\"db2:hba1/2\"]}}\n  both: {{members: [db2, msa]}}\n"
    );
    let zoning = zoning(&design(&text));
    assert!(zoning.given);
    let of = |at: usize| -> Vec<String> {
        let zones = zoning.fabrics[at].zones.iter();
        zones.map(|it| format!("{}: {}", it.name, it.members.join(" "))).collect()
    };
    assert_eq!(of(0), ["erp_a: db1_hba1_1 msa_A0", "both: db2_hba1_1 msa_A0 msa_B1"],);
    assert_eq!(of(1), ["both: db2_hba1_2 msa_A1 msa_B0"]);
    assert_eq!(zoning.one_sided, ["half"]);
}

/// On every reference: every port of a server or array on switched Fibre Channel has an alias, every pair that
/// shares a fabric a zone, no zone two server ports; names fit.
#[test]
fn every_pair_of_a_fabric_is_zoned_once() {
    for reference in references() {
        let topology = &reference.topology;
        let zoning = zoning(topology);
        let facts = Facts::new(topology);
        let switched =
            (0..topology.ports.len() as u32).map(haplan::topology::PortId).filter(|&it| {
                let kind = topology[topology[it].device].kind;
                matches!(kind, DeviceKind::Server | DeviceKind::Array)
                    && topology.port_type(it).protocol == Protocol::Fc
                    && facts.fabric_of(it).is_some()
            });
        let switched: BTreeSet<String> =
            switched.map(|it| topology.port_id(it).to_owned()).collect();
        let aliases = zoning.fabrics.iter().flat_map(|it| &it.aliases);
        let named: BTreeSet<String> = aliases.map(|it| it.port.clone()).collect();
        assert_eq!(switched, named, "{}", reference.name);
        for fabric in &zoning.fabrics {
            let mut names = BTreeSet::new();
            let all = fabric.aliases.iter().map(|it| &it.name);
            for name in all.chain(fabric.zones.iter().map(|it| &it.name)).chain([&fabric.config]) {
                assert!(names.insert(name.to_lowercase()), "{name} is used twice");
                assert!(name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_alphabetic()));
                assert!(name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_'), "{name}");
            }
            if !zoning.given {
                let device = |alias: &str| {
                    let port = &fabric.aliases.iter().find(|it| it.name == alias).unwrap().port;
                    let comp = topology.component(port).unwrap();
                    topology[topology.device_of(comp).unwrap()].kind
                };
                for zone in &fabric.zones {
                    let servers =
                        zone.members.iter().filter(|it| device(it) == DeviceKind::Server).count();
                    assert_eq!((servers, zone.members.len() > 1), (1, true), "{}", zone.name);
                }
            }
        }
        for text in
            [render::zones::brocade(&zoning, Lang::Zh), render::zones::cisco(&zoning, Lang::En)]
        {
            assert!(text.lines().all(|line| line.len() < 800), "{}", reference.name);
        }
    }
}

#[test]
fn addresses_are_kept_or_proposed_and_never_twice() {
    let plan = addresses(&design(SMALL));
    let lines = |at: usize| -> Vec<String> {
        plan.networks[at]
            .hosts
            .iter()
            .map(|it| {
                let port = it.port.as_deref().unwrap_or("*");
                let address = it.address.map(|it| it.to_string()).unwrap_or_default();
                format!("{} {port} {address} {}", it.owner, it.source.id())
            })
            .collect()
    };
    assert_eq!(lines(0), ["db1 nic2 192.168.9.1 proposed", "db2 nic2 192.168.9.2 proposed"]);
    assert_eq!(
        lines(1),
        ["erp * 10.1.1.10 given", "db1 nic1 10.1.1.21 given", "db2 nic1 10.1.1.11 proposed"]
    );
    // No room: /30 has two addresses.
    let full = SMALL
        .replace("subnet: 10.1.1.0/24", "subnet: 10.1.1.20/30")
        .replace("vip: 10.1.1.10", "vip: 10.1.1.22");
    let plan = addresses(&design(&full));
    let last = plan.networks[1].hosts.last().unwrap();
    assert_eq!((last.address, last.source), (None, Source::Unknown));
    // A bond has one address, wherever it is written.
    let bond = SMALL
        .replace(
            "nic1: {address: 10.1.1.21}}",
            "nic1: {address: 10.1.1.21}}\n    bonds: {bond0: {ports: [nic1, nic3]}}",
        )
        .replace(
            "  - {link: db1:nic2",
            "  - {link: \"db1:nic3 -- lan-1:3\", network: office}\n  - {link: db1:nic2",
        )
        .replace(
            "  db1:\n    model: generic/server",
            "  db1:\n    model: {kind: server, ports: [{names: \"nic[1-4]\", protocol: ethernet}]}",
        );
    let plan = addresses(&design(&bond));
    let bonds: Vec<&str> =
        plan.networks[1].hosts.iter().filter_map(|it| it.port.as_deref()).collect();
    assert_eq!(bonds, ["bond0 (nic1 + nic3)", "nic1"]);
}

#[test]
fn plans_of_the_references_hold_no_address_twice() {
    for reference in references() {
        let plan = addresses(&reference.topology);
        for net in &plan.networks {
            let all: Vec<_> = net.hosts.iter().filter_map(|it| it.address).collect();
            let once: BTreeSet<_> = all.iter().collect();
            assert_eq!(all.len(), once.len(), "{} {}", reference.name, net.name);
            let own = reference.topology.networks.iter().find(|it| it.name == net.name).unwrap();
            let given = |it: &&haplan::sheet::addresses::Host| it.source == Source::Proposed;
            for host in net.hosts.iter().filter(given) {
                assert_eq!(own.holds(host.address.unwrap()), Some(true));
            }
        }
    }
}

#[test]
fn wide_subnets_are_no_work_and_narrow_ones_no_panic() {
    for (subnet, first) in [
        ("fd00::/64", "fd00::b"),
        ("::/0", "::b"),
        ("10.0.0.0/8", "10.0.0.11"),
        ("0.0.0.0/0", "0.0.0.11"),
        ("10.1.1.4/31", "10.1.1.4"),
        ("10.1.1.4/32", "10.1.1.4"),
        ("255.255.255.255/32", "255.255.255.255"),
    ] {
        let text = SMALL.replace("subnet: 192.168.9.0/30", &format!("subnet: \"{subnet}\""));
        let plan = addresses(&design(&text));
        let host = &plan.networks[0].hosts[0];
        assert_eq!(host.address.map(|it| it.to_string()).as_deref(), Some(first), "{subnet}");
    }
}

#[test]
fn goldens() {
    for reference in references() {
        let name = &reference.name;
        let zoning = zoning(&reference.topology);
        if !zoning.fabrics.is_empty() {
            golden(
                &format!("{name}.zones.brocade.txt"),
                &short(&render::zones::brocade(&zoning, Lang::En)),
            );
            golden(
                &format!("{name}.zones.cisco.txt"),
                &short(&render::zones::cisco(&zoning, Lang::Zh)),
            );
            let csv = render::csv::table(&zoning.members(Lang::En), Default::default());
            golden(&format!("{name}.zones.en.csv"), &short(&csv));
        }
        let plan = addresses(&reference.topology).table(Lang::Zh, Layout::Narrow);
        golden(&format!("{name}.addresses.zh.txt"), &short(&render::table::table(&plan, 80)));
    }
}

#[test]
fn the_program_prints_them_in_every_form() {
    let file = "topologies/s1-complete/topology.yaml";
    for (command, forms) in [
        ("zones", &["text", "markdown", "csv", "brocade", "cisco", "json"][..]),
        ("addresses", &["text", "markdown", "csv", "xlsx", "json"]),
    ] {
        for form in forms {
            let output = haplan(&[command, file, "-f", form]);
            assert_eq!(output.status.code(), Some(0), "{output:?}");
            if *form == "json" {
                let json = serde_json::from_slice(&output.stdout).unwrap();
                let schema = haplan::cli::schema::text(command, "2020-12");
                jsonschema::validate(&serde_json::from_str(&schema).unwrap(), &json).unwrap();
            }
        }
    }
    let one = haplan(&["zones", file, "--dialect", "brocade", "--fabric", "B"]);
    assert!(!String::from_utf8(one.stdout).unwrap().contains("cfg_A"));
    let none = haplan(&["zones", file, "--fabric", "C"]);
    assert_eq!(none.status.code(), Some(2));
    let direct = haplan(&["zones", "topologies/s3/topology.yaml"]);
    assert_eq!(direct.status.code(), Some(0));
    assert!(String::from_utf8(direct.stderr).unwrap().contains("nothing to zone"));
}
