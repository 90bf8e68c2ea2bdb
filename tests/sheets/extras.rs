//! What parts lists easily forget or count twice: cords, bundled optics, packs, licences, services.

use haplan::render::table;
use haplan::sheet::bom::{Bom, GroupBy, Options, bom, bom_with};
use haplan::sheet::table::Layout;
use haplan::words::Lang;

use crate::common::read;

const DESIGN: &str = "\
haplan: 1
name: t
parts:
  my/server:
    kind: server
    vendor: My
    name: Server
    part_number: S1
    ports: [{names: 'nic[1-2]', protocol: ethernet, speeds: [1], connector: rj45}]
    psus: {count: 2, needed: 1}
    bundled: [my/cord]
    options: [my/rails, my/care]
  my/cord: {kind: cable, vendor: My, medium: power, name: Cord, part_number: C13}
  my/rails: {kind: accessory, vendor: My, name: Rails, part_number: R1}
  my/care: {kind: service, vendor: My, name: Care pack, part_number: U1, term: 3, level: 24x7 4 h}
  my/support: {kind: service, vendor: My, name: Support, part_number: U2, level: 9x5}
  my/setup: {kind: service, vendor: My, name: Setup, part_number: U3}
  my/multipath: {kind: software, vendor: My, name: Multipath, part_number: M1, licence_per: node}
  my/replicator: {kind: software, vendor: My, name: Replicator, part_number: M2, licence_per: cluster}
  my/nic: {kind: adapter, vendor: My, name: NIC, part_number: N1, ports: [{names: '[1-2]', protocol: ethernet, speeds: [10], connector: sfp+}]}
  my/sfp: {kind: optic, vendor: My, name: SFP, part_number: X1, pack: 4}
  my/licence: {kind: licence, vendor: My, name: Ports on demand, part_number: L1, pack: 2}
  my/switch:
    kind: switch
    vendor: My
    name: Switch
    part_number: W1
    ports:
      - {names: '[1-4]', protocol: ethernet, speeds: [10], connector: sfp+, licensed: 1, bundled: [my/sfp]}
      - {names: '[5-8]', protocol: ethernet, speeds: [10], connector: sfp+}
  my/dac: {kind: cable, vendor: My, name: DAC, part_number: D1, medium: dac, connector: sfp+, length: 3 m}
servers:
  'n[1-3]':
    model: my/server
    adapters: {c: {model: my/nic}}
    options: [my/multipath, my/replicator, {model: my/support, count: 2}, my/setup]
    power: {psu1: p, psu2: p}
switches:
  s: {model: my/switch, options: [{model: my/licence, count: 1}]}
  w: {model: my/switch, options: [{model: my/licence, count: 3}]}
power: {p: {kind: feed}}
networks: {beat: {role: heartbeat}}
links:
  - {link: 'n[1-3]:c/1 -- s:[1-3]', network: beat, optic: my/sfp}
  - {link: 'n1:c/2 -- s:5', network: beat, cable: my/dac}
  - {link: 'n[2-3]:c/2 -- w:[5-6]', network: beat, optic: my/sfp}
clusters: {k: {nodes: [n1, n2, n3], software: my/replicator, heartbeat: [beat]}}
";

fn lines(bom: &Bom) -> Vec<String> {
    let line = |line: &haplan::sheet::bom::Line| {
        let part = line.part_number.as_deref().unwrap_or("?");
        format!("{} {part} {} {}", line.line, line.quantity, line.unit.id())
    };
    bom.lines.iter().map(line).collect()
}

#[test]
fn everything_is_counted_once() {
    let (topology, findings) = read("t", DESIGN);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let expected = [
        "1 S1 3 piece",
        "1.1 N1 3 piece",
        "1.2 R1 3 piece",
        // Two supplies each, and one cord comes with the server.
        "1.3 ? 3 piece",
        "1.4 M1 3 licence",
        "1.5 U1 3 piece",
        // Two years each.
        "1.6 U3 3 item",
        "1.7 U2 6 year",
        "2 W1 1 piece",
        // One port in packs of two.
        "2.1 L1 1 licence",
        "3 W1 1 piece",
        // Three ports in packs of two.
        "3.1 L1 2 licence",
        // Five on the cards and two in the switch, whose first four ports come with theirs: seven, two packs of
        // four. None at the ends of the DAC.
        "4 X1 2 piece",
        "5 D1 1 piece",
        "6 ? 5 piece",
        // The cluster names it and its nodes too.
        "7 M2 1 licence",
        // Three ports used, one licensed, one opened by the option.
        "8 ? 1 port",
    ];
    assert_eq!(lines(&bom), expected);
    let server = &bom.lines[0];
    let configuration = server.configuration.as_ref().map(|it| it.text(Lang::En));
    assert_eq!(configuration.as_deref(), Some("comes with Cord"));
    let maintenance: Vec<String> = server.maintenance.iter().map(|it| it.text(Lang::Zh)).collect();
    assert_eq!(maintenance, ["9x5，2 年", "24x7 4 h，3 年"]);
    assert!(bom.lines[8].is_open(haplan::sheet::bom::Field::Maintenance), "none for the switch");
}

#[test]
fn by_device_nothing_is_bought_twice() {
    let (topology, _) = read("t", DESIGN);
    let total = |bom: &Bom, number: &str| -> u32 {
        let of = bom.lines.iter().filter(|it| it.part_number.as_deref() == Some(number));
        of.map(|line| line.quantity).sum()
    };
    let all = bom(&topology);
    let options = Options { group_by: GroupBy::Device, ..Options::default() };
    let by_device = bom_with(&topology, &options);
    for number in ["S1", "N1", "R1", "U1", "U2", "U3", "M1", "M2", "W1", "L1", "X1", "D1"] {
        assert_eq!(total(&all, number), total(&by_device, number), "{number}");
    }
    let table = by_device.table(Lang::En, Layout::Narrow);
    let text = haplan::render::table::table(&table, 80);
    for device in ["n1", "n2", "n3", "s", "w"] {
        assert!(text.lines().any(|line| line == device), "{device}: {text}");
    }
}

#[test]
fn by_manufacturer_the_unknown_come_last() {
    let (topology, _) = read("t", DESIGN);
    let options = Options { group_by: GroupBy::Manufacturer, ..Options::default() };
    let bom = bom_with(&topology, &options);
    let text = haplan::render::table::table(&bom.table(Lang::En, Layout::Narrow), 80);
    let at = |name: &str| text.lines().position(|line| line == name);
    assert!(at("My") < at("Manufacturer to be confirmed"), "{text}");
    assert!(at("My").is_some(), "{text}");
}

#[test]
fn what_a_part_comes_with_must_be_a_part() {
    let text = "\
haplan: 1
parts:
  my/server: {kind: server, bundled: [my/non], options: [generic/power-cord, my/nothing], pack: 0}
servers: {a: {model: my/server}}
";
    let (_, findings) = read("t", text);
    let mut told: Vec<String> =
        findings.iter().map(|it| format!("{} {}", it.rule, it.message.text(Lang::En))).collect();
    told.sort();
    let expected = [
        "bad-value a pack of 0 pieces cannot be sold",
        "unknown-part the part \"my/non\" is not in the catalogue",
        "unknown-part the part \"my/nothing\" is not in the catalogue",
    ];
    assert_eq!(told, expected);
}

const RACKED: &str = "\
haplan: 1
name: t
parts:
  my/rails: {kind: rail, vendor: My, name: Rails, part_number: R1}
  my/paths: {kind: multipath, vendor: My, name: Paths, part_number: M1}
  my/cluster: {kind: software, vendor: My, name: Cluster, part_number: C1, licence_per: node}
servers:
  a: {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}, rack: {in: R, unit: 1}}
  b: {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}, rack: {in: R, unit: 5}, options: [my/rails, my/paths, my/cluster]}
  c: {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}}
arrays: {x: {model: generic/fc-array, rack: R, existing: true, volumes: {v: {raid: raid1, drive: generic/drive, drives: 2}}}}
racks: {R: {units: 42}}
links: ['a:h/1 -- x:A0', 'a:h/2 -- x:B0', 'b:h/1 -- x:A1', 'b:h/2 -- x:B1']
clusters: {k: {nodes: [a, b, c], software: my/cluster}}
services: {s: {cluster: k, home: a, volumes: [x:v]}}
";

/// Rails where a device stands in a rack and has none; multipath software where a node has two ways and none;
/// software of the cluster once, though a node orders it too.
#[test]
fn rails_and_multipath_software_are_not_forgotten() {
    let (topology, findings) = read("t", RACKED);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let of = |text: &str| {
        let lines = bom.lines.iter().filter(|it| it.description.text(Lang::En).starts_with(text));
        lines.map(|it| (it.quantity, it.designators.clone())).collect::<Vec<_>>()
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of("rack rails"), [(1, names(&["a"]))]);
    assert_eq!(of("multipath software"), [(1, names(&["a/os"]))]);
    assert_eq!(of("Cluster").iter().map(|it| it.0).sum::<u32>(), 3);
    let text = table::tables(&bom.tables(Lang::Zh, Layout::Narrow), table::WIDTH);
    assert!(text.contains("机架导轨，型号待确认") && text.contains("多路径软件，待确认"), "{text}");
}
