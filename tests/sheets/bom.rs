//! What stands in the parts list, and how often.

use std::collections::{BTreeMap, BTreeSet};

use haplan::sheet::bom::{Bom, Line, Section, bom};
use haplan::sheet::cabling::cabling;
use haplan::topology::{ComponentKind, DeviceKind, ModuleKind, Topology};
use haplan::words::Lang;

use crate::MIXED;
use crate::common::{Reference, read, references};

pub fn of(bom: &Bom, section: Section) -> impl Iterator<Item = &Line> {
    bom.lines.iter().filter(move |line| line.section == section)
}

fn total<'a>(lines: impl IntoIterator<Item = &'a Line>) -> u32 {
    lines.into_iter().map(|line| line.quantity).sum()
}

#[test]
fn s1_complete_is_what_the_story_says() {
    let all = references();
    let topology = &all.iter().find(|it| it.name == "s1-complete").unwrap().topology;
    let bom = bom(topology);
    let found = |section, text: &str| {
        let mut lines = of(&bom, section)
            .filter(|line| line.description.text(Lang::En).contains(text))
            .map(|line| (line.quantity, line.parent.clone().unwrap_or_default()));
        (lines.next(), lines.next())
    };
    assert_eq!(found(Section::Server, "DL580 G5"), (Some((2, String::new())), None));
    assert_eq!(found(Section::Adapter, "FC1242SR"), (Some((2, "1".into())), None));
    assert_eq!(found(Section::Drive, "146 GB"), (Some((4, "1".into())), None));
    assert_eq!(found(Section::Switch, "SAN Switch"), (Some((2, String::new())), None));
    assert_eq!(found(Section::Array, "MSA2012fc").0.unwrap().0, 1);
    assert_eq!(found(Section::Drive, "300 GB").0.unwrap().0, 8 + 1 + 2);
    assert_eq!(found(Section::Optic, "SAN Switch").0.unwrap().0, 8);
    assert_eq!(found(Section::Optic, "MSA2012fc").0.unwrap().0, 4);
    assert_eq!(found(Section::Software, "Serviceguard").0.unwrap().0, 2);
    assert_eq!(total(of(&bom, Section::Licence)), 0, "four of eight licensed ports are used");
    let cabling = cabling(topology);
    assert_eq!(cabling.cables.len(), 12);
    let medium = |medium: &[&str]| {
        let with = |row: &&_| -> bool {
            let row: &haplan::sheet::cabling::Row = row;
            row.medium.as_deref().is_some_and(|it| medium.contains(&it))
        };
        cabling.cables.iter().filter(with).count()
    };
    assert_eq!((medium(&["fibre", "om2"]), medium(&["twisted-pair"])), (8, 4));
    let given = cabling.cables.iter().find(|row| row.id == "F-08").unwrap();
    assert_eq!((given.length_mm, given.part_number.as_deref()), (Some(5000), Some("221692-B22")));
    assert!(cabling.cables.iter().filter(|row| row.length_mm.is_some()).count() == 1);
}

/// Components that are things to buy or to have, by id.
fn things(topology: &Topology) -> BTreeSet<&str> {
    topology
        .components
        .iter()
        .filter(|component| match component.kind {
            ComponentKind::Device(_) | ComponentKind::Drive(..) => true,
            ComponentKind::Cable(cable) => !topology[cable].internal,
            ComponentKind::Module(module) => {
                matches!(topology[module].kind, ModuleKind::Adapter { .. })
            }
            ComponentKind::Power(power) => topology[power].part.is_some(),
            _ => false,
        })
        .map(|component| &*component.id)
        .collect()
}

#[test]
fn every_component_stands_in_exactly_one_line() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        let apart = [
            Section::Optic,
            Section::Option,
            Section::Cord,
            Section::Software,
            Section::Licence,
            Section::Service,
        ];
        let mut seen = BTreeMap::new();
        let mut spares = 0;
        for line in bom.lines.iter().chain(&bom.existing) {
            if ![Section::Option, Section::Licence].contains(&line.section) {
                assert_eq!(line.quantity as usize, line.designators.len(), "{name}: {line:?}");
            }
            if !apart.contains(&line.section) {
                for id in &line.designators {
                    if id.contains("/spare") {
                        spares += 1;
                    } else {
                        *seen.entry(id.as_str()).or_insert(0) += 1;
                    }
                }
            }
        }
        assert_eq!(seen.keys().copied().collect::<BTreeSet<_>>(), things(&topology), "{name}");
        assert!(seen.values().all(|&count| count == 1), "{name}: {seen:?}");
        assert_eq!(spares, topology.drive_sets.iter().map(|set| set.spares).sum::<u32>(), "{name}");
    }
}

#[test]
fn existing_gear_is_listed_apart() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        for device in &topology.devices {
            let holds = |lines: &[Line]| {
                lines.iter().any(|line| line.designators.iter().any(|id| *id == device.name))
            };
            assert_eq!(holds(&bom.existing), device.existing, "{name}: {}", device.name);
            assert_eq!(holds(&bom.lines), !device.existing, "{name}: {}", device.name);
        }
        let lan =
            bom.existing.iter().any(|l| l.designators.iter().any(|id| id == "lan-1:23--lan-2:23"));
        assert_eq!(lan, topology.component("lan-1:23--lan-2:23").is_some(), "{name}");
    }
}

#[test]
fn optics_are_counted_by_port_in_use() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        // In these files the optical ports are those of Fibre Channel, and none is in a cage.
        let used: BTreeSet<&str> = topology
            .cables
            .iter()
            .filter(|cable| !cable.internal)
            .flat_map(|cable| cable.ends)
            .filter(|&port| {
                topology.port_type(port).connector.as_deref() == Some("lc")
                    && topology[topology[port].device].kind != DeviceKind::Server
            })
            .map(|port| topology.port_id(port))
            .collect();
        let optics: Vec<&Line> = of(&bom, Section::Optic).collect();
        assert_eq!(total(optics.iter().copied()) as usize, used.len(), "{name}");
        let listed = optics.iter().flat_map(|line| line.designators.iter().map(String::as_str));
        assert_eq!(listed.collect::<BTreeSet<_>>(), used, "{name}");
    }
}

#[test]
fn direct_attach_cables_count_once_and_need_no_optics() {
    let (topology, findings) = read("t", MIXED);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let optics: Vec<&str> =
        of(&bom, Section::Optic).flat_map(|l| l.designators.iter().map(String::as_str)).collect();
    assert_eq!(optics, ["old:c/1", "old:d/1", "s:2", "s:3"]);
    assert_eq!(total(of(&bom, Section::Cable).filter(|l| l.part_number.is_some())), 2);
    let licences: Vec<_> =
        of(&bom, Section::Licence).map(|l| (l.quantity, &l.designators)).collect();
    assert_eq!(licences, [(2, &vec!["s".to_owned()])], "four ports used, two licensed");
    let adapters: Vec<_> =
        of(&bom, Section::Adapter).map(|l| (l.parent.as_deref(), &*l.designators)).collect();
    assert_eq!(adapters.len(), 2, "{adapters:?}");
    assert!(adapters.contains(&(None, &["old/c".to_owned()])), "bought for a server that is there");
    let old = bom.existing.iter().flat_map(|l| &l.designators);
    assert_eq!(old.collect::<Vec<_>>(), ["old", "old/d"]);
    let reasons: BTreeSet<&str> = bom.to_confirm.iter().map(|point| point.reason.id()).collect();
    assert!(reasons.contains("lengths-differ") && reasons.contains("may-exist"), "{reasons:?}");
}

/// The names of generic parts in English are those of the catalogue.
#[test]
fn every_generic_part_has_its_name_in_both_languages() {
    for part in haplan::catalog::Catalog::default().all() {
        let id = part.id.as_deref().unwrap();
        if id.starts_with("generic/") {
            let word = haplan::words::sheets::generic(id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(Some(word.en), part.name.as_deref(), "{id}");
        }
    }
}
