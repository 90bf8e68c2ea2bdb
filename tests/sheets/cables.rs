//! What stands in the cabling list, and in which order.

use std::collections::{BTreeMap, BTreeSet};

use haplan::render;
use haplan::sheet::bom::{Section, bom};
use haplan::sheet::cabling::cabling;
use haplan::sheet::table::Layout;
use haplan::topology::DeviceKind;
use haplan::words::Lang;

use crate::bom::of;
use crate::common::{Reference, read, references};
use crate::{MIXED, PATCHED};

#[test]
fn every_cable_stands_in_exactly_one_row() {
    for Reference { name, topology, .. } in references() {
        let cabling = cabling(&topology);
        let laid = || topology.cables.iter().filter(|cable| !cable.internal);
        let pieces: usize = laid().map(|cable| cable.pieces.len()).sum();
        assert_eq!(cabling.cables.len(), pieces, "{name}");
        assert_eq!(cabling.internal, topology.cables.len() - laid().count(), "{name}");
        let ids: BTreeSet<&str> = cabling.cables.iter().map(|row| row.id.as_str()).collect();
        let all = laid().flat_map(|cable| &cable.pieces).map(|&piece| topology.id(piece));
        assert_eq!(ids, all.collect::<BTreeSet<_>>(), "{name}");
        let mut ends: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &cabling.cables {
            for end in [&row.a, &row.b] {
                *ends.entry((&end.device, &end.port)).or_default() += 1;
            }
            assert_eq!(row.length_mm.is_some(), row.length_source.is_some());
        }
        // A cable comes to a panel's port from either side.
        let panel =
            |name| topology.devices.iter().any(|d| d.name == name && d.kind == DeviceKind::Panel);
        for ((device, port), count) in ends {
            assert_eq!(count, 1 + usize::from(panel(device)), "{name}: {device}:{port}");
        }
    }
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let forwards = "\
haplan: 1
name: t
servers: {b: {model: generic/server}, a: {model: generic/server, adapters: {h: {model: generic/fc-hba-1}}}}
switches: {y: {model: generic/fc-switch-24, fabric: Y}, x: {model: generic/fc-switch-24, fabric: X}}
links: ['a:h/1 -- x:0', 'x:1 -- y:1', 'y:9 -- x:10', 'x:9 -- y:10']
";
    let backwards = "\
haplan: 1
name: t
switches: {x: {model: generic/fc-switch-24, fabric: X}, y: {model: generic/fc-switch-24, fabric: Y}}
links: ['y:10 -- x:9', 'x:10 -- y:9', 'y:1 -- x:1', 'x:0 -- a:h/1']
servers: {a: {model: generic/server, adapters: {h: {model: generic/fc-hba-1}}}, b: {model: generic/server}}
";
    let both = [forwards, backwards].map(|text| {
        let (topology, findings) = read("t", text);
        assert!(findings.is_empty(), "{findings:#?}");
        (render::json::bom(&bom(&topology)), render::json::cabling(&cabling(&topology)))
    });
    assert_eq!(both[0], both[1]);
    let order = cabling(&read("t", forwards).0).cables;
    let order: Vec<String> =
        order.iter().map(|it| format!("{}:{}", it.a.device, it.a.port)).collect();
    assert_eq!(order, ["a:h/1", "x:1", "x:9", "x:10"], "ports in natural order");
}

#[test]
fn labels_name_rack_and_unit_where_both_are_known() {
    let cabling = cabling(&read("t", MIXED).0);
    let labels: Vec<_> = cabling.cables.iter().map(|row| row.label_a.as_str()).collect();
    assert_eq!(
        labels,
        ["R1-07:c/1 / R1-40:0", "R1-07:c/2 / R1-40:1", "old:c/1 / R1-40:2", "old:d/1 / R1-40:3"]
    );
    let json = render::json::cabling(&cabling);
    assert!(json.contains("\"length_m\": 3,") && json.contains("\"length_m\": 2.5,"), "{json}");
    let csv = render::csv::table(&cabling.table(Lang::En, Layout::Full), Default::default());
    assert!(!csv.contains(".0"), "{csv}");
}

#[test]
fn pieces_trunks_and_traces_are_bought_and_laid_as_they_are() {
    let (topology, findings) = read("t", PATCHED);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let ids = |section| -> Vec<&str> {
        of(&bom, section).flat_map(|line| line.designators.iter().map(String::as_str)).collect()
    };
    let mut cables = ids(Section::Cable);
    cables.sort_unstable();
    let expected = ["F-1#1", "F-1#2", "F-1#3", "T-1#1", "T-1#2", "a1:nic1--m:1", "m:2--p1:mgmt"];
    assert_eq!(cables, expected);
    assert_eq!(ids(Section::Optic), ["s:0", "s:1", "s:2"], "none for a trace");
    assert_eq!(ids(Section::Power), ["p1"]);
    assert_eq!(ids(Section::Panel), ["P"]);
    let panel = of(&bom, Section::Panel).next().unwrap();
    assert!(panel.description.text(Lang::En).contains("not given"), "{panel:?}");
    let rails = of(&bom, Section::Option).next().unwrap();
    assert_eq!((rails.quantity, rails.parent.as_deref()), (4, Some("1")));
    let drives: Vec<(u32, Option<String>)> =
        of(&bom, Section::Drive).map(|line| (line.quantity, line.parent.clone())).collect();
    let number = |section| of(&bom, section).next().map(|line| line.line.clone());
    assert_eq!(drives, [(3, number(Section::Array)), (2, number(Section::Shelf))]);

    let cabling = cabling(&topology);
    let rows: Vec<String> = cabling
        .cables
        .iter()
        .map(|row| {
            let end = |end: &haplan::sheet::cabling::End| format!("{}:{}", end.device, end.port);
            format!("{} {} {}", row.id, end(&row.a), end(&row.b))
        })
        .collect();
    let expected = [
        "m:2--p1:mgmt m:2 p1:mgmt",
        "F-1#1 a1:h/1 P:1",
        "T-1#1 a1:h/2 P:2",
        "a1:nic1--m:1 a1:nic1 m:1",
        "T-1#1 a2:h/2 P:3",
        "F-1#3 s:0 Q:1",
        "T-1#2 s:1 P:2",
        "T-1#2 s:2 P:3",
        "F-1#2 P:1 Q:1",
    ];
    assert_eq!(rows, expected);
    assert_eq!((cabling.internal, &*cabling.together), (1, &[("F-1".to_owned(), 40_000)][..]));
    let text = render::table::table(&cabling.table(Lang::En, Layout::Narrow), 100);
    for said in
        ["a1:nic1 (eth0)", "encl bay 3 m:1", "F-1 is given as 40 m", "in no row: 1", "T-1#1"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let purpose = |id: &str| {
        let row = cabling.cables.iter().find(|row| row.id == id).unwrap();
        row.purpose.as_ref().map(|it| it.text(Lang::En))
    };
    assert_eq!(purpose("m:2--p1:mgmt").as_deref(), Some("management"));
}

const RACKED: &str = "\
haplan: 1
name: t
parts:
  my/switch: {kind: switch, rack_units: 2, ports: [{names: '[0-9]', protocol: fc, speeds: [8], connector: lc}]}
servers:
  'a[1-3]': {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}, rack: {in: R1, unit: 1}}
  far: {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}, rack: {in: R2, unit: 1}}
  loose: {model: generic/server, adapters: {h: {model: generic/fc-hba-2}}, rack: R1}
  old: {model: generic/server, existing: true, adapters: {h: {model: generic/fc-hba-2}}, rack: {in: R1, unit: 30}}
switches:
  s: {model: my/switch, rack: {in: R1, unit: 41}}
  t: {model: my/switch, existing: true, rack: {in: R1, unit: 39}}
panels: {P: {rack: {in: R1, unit: 20}}}
racks: {R1: {units: 42}, R2: {units: 42}}
links:
  - 'a1:h/1 -- s:0'
  - {link: 'a2:h/1 -- s:1', length: 4.2 m}
  - {link: 'a3:h/1 -- s:2', via: ['P:1']}
  - {link: 'a3:h/2 -- s:6', via: ['P:2'], length: 9 m}
  - 'far:h/1 -- s:3'
  - 'loose:h/1 -- s:4'
  - 'old:h/1 -- t:0'
  - 's:9 -- t:9'
";

#[test]
fn lengths_are_estimated_within_a_rack_and_marked_in_every_form() {
    let (topology, findings) = read("t", RACKED);
    assert!(findings.is_empty(), "{findings:#?}");
    let cabling = cabling(&topology);
    let mut lengths: Vec<String> = cabling
        .cables
        .iter()
        .map(|row| {
            let source = row.length_source.map_or("unknown", |it| it.id());
            format!("{} {:?} {source}", row.id, row.length_mm)
        })
        .collect();
    lengths.sort();
    // From the upper edge of unit 42 to the lower edge of unit 1 are 42 units, 1866.9 mm; a tenth more and
    // 500 mm are 2553.59 mm, and fibre is sold in 5 m. To the panel in unit 20 it is 20 units, 1477.9 mm,
    // thus 2 m, and on to the switch 23 units, 1624.6 mm. Units 39 to 42 are 695.6 mm.
    let expected = [
        "a1:h/1--s:0 Some(5000) estimated",
        "a2:h/1--s:1 Some(4200) given",
        "a3:h/1--s:2#1 Some(2000) estimated",
        "a3:h/1--s:2#2 Some(2000) estimated",
        "a3:h/2--s:6#1 None unknown",
        "a3:h/2--s:6#2 None unknown",
        "far:h/1--s:3 None unknown",
        "loose:h/1--s:4 None unknown",
        "old:h/1--t:0 None unknown",
        "s:9--t:9 Some(1000) estimated",
    ];
    assert_eq!(lengths, expected);

    let table = cabling.table(Lang::En, Layout::Full);
    let forms = [
        render::csv::table(&table, Default::default()),
        render::markdown::table(&table),
        render::table::table(&cabling.table(Lang::En, Layout::Narrow), 200),
        render::csv::table(&cabling.preset(Lang::Zh), Default::default()),
        render::csv::table(&cabling.table_of(&["id", "length_m"], Lang::En), Default::default()),
    ];
    for form in forms {
        assert!(form.matches('≈').count() >= 4 && !form.contains("≈4.2"), "{form}");
    }
    let json: serde_json::Value = serde_json::from_str(&render::json::cabling(&cabling)).unwrap();
    let marked = json["cables"].as_array().unwrap().iter();
    assert_eq!(marked.filter(|it| it["length_source"] == "estimated").count(), 4);
    let netbox = render::csv::table(&cabling.netbox(), Default::default());
    let with_length: Vec<&str> = netbox.lines().filter(|row| row.ends_with(",m")).collect();
    let [row] = with_length[..] else { panic!("{netbox}") };
    assert!(row.starts_with("a2,") && row.ends_with(",4.2,m"), "{row}");

    let bom = bom(&topology);
    let cables: Vec<String> = of(&bom, Section::Cable)
        .map(|line| format!("{} × {}", line.quantity, line.description.text(Lang::En)))
        .collect();
    let expected = [
        "1 × LC-LC fibre cable, 1 m (estimated)",
        "2 × LC-LC fibre cable, 2 m (estimated)",
        "1 × LC-LC fibre cable, 5 m",
        "1 × LC-LC fibre cable, 5 m (estimated)",
        "4 × LC-LC fibre cable, length to be confirmed",
    ];
    assert_eq!(cables, expected);
}

#[test]
fn netbox_gets_every_cable_with_the_side_of_each_panel() {
    let (topology, _) = read("t", PATCHED);
    let list = cabling(&topology);
    let netbox = render::csv::table(&list.netbox(), Default::default());
    assert_eq!(netbox.lines().count(), 1 + list.cables.len());
    let head = "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type,status,label,color,length,length_unit";
    assert_eq!(netbox.lines().next(), Some(head));
    for row in [
        "a1,dcim.interface,h/1,P,dcim.frontport,1,,planned,F-1#1,00bcd4,,",
        "P,dcim.rearport,1,Q,dcim.rearport,1,,planned,F-1#2,00bcd4,,",
        "s,dcim.interface,0,Q,dcim.frontport,1,,planned,F-1#3,00bcd4,,",
        "a1,dcim.interface,h/2,P,dcim.frontport,2,,planned,T-1#1,00bcd4,,",
        "s,dcim.interface,1,P,dcim.rearport,2,,planned,T-1#2,00bcd4,,",
    ] {
        assert!(netbox.lines().any(|it| it == row), "{row}\n{netbox}");
    }
}

#[test]
fn the_preset_has_the_usual_columns_under_two_heads() {
    let table = cabling(&read("t", MIXED).0).preset(Lang::Zh);
    let heads: Vec<String> = table
        .columns
        .iter()
        .map(|it| format!("{}{}", it.over.as_deref().unwrap_or_default(), it.heading))
        .collect();
    let end = |name: &str| {
        ["机柜", "U位", "设备", "槽位", "端口", "光模块"].map(|head| format!("{name}{head}"))
    };
    let rest = ["线缆类型", "长度(m)", "长度来源", "颜色", "用途", "部件号", "完成"];
    let expected: Vec<String> = ["线缆编号".to_owned()]
        .into_iter()
        .chain(end("本端"))
        .chain(end("对端"))
        .chain(rest.map(str::to_owned))
        .collect();
    assert_eq!(heads, expected);
}

#[test]
fn a_cable_is_the_same_from_either_end() {
    let turned = MIXED.replace("new:c/1 -- s:0", "s:0 -- new:c/1");
    let [a, b] = [MIXED, &turned].map(|text| render::json::cabling(&cabling(&read("t", text).0)));
    assert_eq!(a, b);
}
