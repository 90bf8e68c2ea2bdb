//! The parts list and the cabling list of the reference topologies.
#![cfg(test)]

mod common;

#[path = "sheets/bom.rs"]
mod bom;
#[path = "sheets/cables.rs"]
mod cables;
#[path = "sheets/extras.rs"]
mod extras;
#[path = "sheets/forms.rs"]
mod forms;
#[path = "sheets/prices.rs"]
mod prices;

use common::{Reference, golden, references};
use haplan::render;
use haplan::sheet::bom::{GroupBy, Options, bom, bom_with};
use haplan::sheet::cabling::cabling;
use haplan::sheet::table::{Layout, Table};
use haplan::words::Lang;

const LANGUAGES: [(&str, Lang); 2] = [("en", Lang::En), ("zh", Lang::Zh)];

fn text(tables: &[Table]) -> String {
    render::table::tables(tables, render::table::WIDTH)
}

fn csv(table: &Table) -> String {
    render::csv::table(table, Default::default())
}

#[test]
fn goldens_of_the_parts_list() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        golden(&format!("{name}.bom.json"), &render::json::bom(&bom));
        for (code, lang) in LANGUAGES {
            golden(&format!("{name}.bom.{code}.txt"), &text(&bom.tables(lang, Layout::Narrow)));
        }
        golden(&format!("{name}.bom.en.csv"), &csv(&bom.table(Lang::En, Layout::Full)));
        golden(&format!("{name}.quote.zh.csv"), &csv(&bom.quote(Lang::Zh)[0]));
    }
}

#[test]
fn goldens_of_the_cabling_list() {
    for Reference { name, topology, .. } in references() {
        let cabling = cabling(&topology);
        golden(&format!("{name}.cables.json"), &render::json::cabling(&cabling));
        for (code, lang) in LANGUAGES {
            let table = cabling.table(lang, Layout::Narrow);
            golden(&format!("{name}.cables.{code}.txt"), &text(&[table]));
        }
        golden(&format!("{name}.cables.en.csv"), &csv(&cabling.table(Lang::En, Layout::Full)));
        golden(&format!("{name}.cabling.zh.csv"), &csv(&cabling.preset(Lang::Zh)));
    }
}

/// Forms and ways that differ little from design to design.
#[test]
fn goldens_of_other_forms() {
    for Reference { name, topology, .. } in references() {
        if !["s1-complete", "s4"].contains(&&*name) {
            continue;
        }
        let bom = bom(&topology);
        golden(&format!("{name}.bom.zh.csv"), &csv(&bom.table(Lang::Zh, Layout::Full)));
        golden(&format!("{name}.quote.en.csv"), &csv(&bom.quote(Lang::En)[0]));
        let tables = bom.tables(Lang::Zh, Layout::Full);
        golden(&format!("{name}.bom.zh.md"), &render::markdown::tables(&tables));
        let options = Options { group_by: GroupBy::Device, ..Options::default() };
        let by_device = bom_with(&topology, &options).tables(Lang::En, Layout::Narrow);
        golden(&format!("{name}.bom-device.en.txt"), &text(&by_device));
        let cabling = cabling(&topology);
        golden(&format!("{name}.cables.zh.csv"), &csv(&cabling.table(Lang::Zh, Layout::Full)));
        golden(&format!("{name}.netbox.csv"), &csv(&cabling.netbox()));
        let table = cabling.table(Lang::En, Layout::Narrow);
        golden(&format!("{name}.cables.en.md"), &render::markdown::table(&table));
    }
}

const MIXED: &str = "\
haplan: 1
name: t
parts:
  my/switch: {kind: switch, ports: [{names: '[0-7]', protocol: ethernet, speeds: [10], connector: sfp+, licensed: 2}]}
  my/nic: {kind: adapter, ports: [{names: '[1-2]', protocol: ethernet, speeds: [10], connector: sfp+}]}
  my/dac: {kind: cable, name: DAC, part_number: D1, medium: dac, connector: sfp+, length: 3 m}
servers:
  new: {model: generic/server, adapters: {c: {model: my/nic}}, rack: {in: R1, unit: 7}}
  old: {model: generic/server, existing: true, adapters: {c: {model: my/nic, existing: false}, d: {model: my/nic}}}
switches:
  s: {model: my/switch, rack: {in: R1, unit: 40}}
racks: {R1: {units: 42}}
links:
  - {link: 'new:c/1 -- s:0', cable: my/dac}
  - {link: 'new:c/2 -- s:1', cable: my/dac, length: 2.5 m}
  - 'old:c/1 -- s:2'
  - 'old:d/1 -- s:3'
";

const PATCHED: &str = "\
haplan: 1
name: t
parts:
  my/pdu: {kind: pdu, name: PDU, ports: [{names: [mgmt], protocol: ethernet, speeds: [0.1], connector: rj45, role: management}]}
  my/rail: {kind: rail, name: rail kit}
servers:
  'a[1-2]':
    model: generic/server
    adapters: {h: {model: generic/fc-hba-2}}
    ports: {nic1: {alias: eth0}}
    options: [{model: my/rail, count: 2}]
    power: {psu1: p1}
enclosures: {encl: {model: generic/blade-enclosure, rack: R1}}
switches:
  s: {model: generic/fc-switch-24}
  m: {model: generic/ethernet-switch-24, in: {enclosure: encl, bay: 3}}
arrays:
  x:
    model: generic/fc-array
    volumes: {v: {raid: raid1, drive: generic/drive, drives: 4, on: {x: 2, sh: 2}, spares: 1}}
shelves: {sh: {model: generic/shelf, behind: x}}
panels: {P: {}, Q: {model: generic/panel, existing: true}}
power: {p1: {kind: pdu, model: my/pdu}}
racks: {R1: {units: 42}}
links:
  - {link: 'a1:h/1 -- s:0', label: F-1, via: ['P:1', 'Q:1'], length: 40 m}
  - {link: 'a[1-2]:h/2 -- s:[1-2]', assembly: T-1, via: ['P:[2-3]']}
  - {link: 'x:A0 -- s:3', internal: true}
  - 'a1:nic1 -- m:1'
  - 'p1:mgmt -- m:2'
";
