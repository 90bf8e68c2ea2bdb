//! What the columns of a cabling sheet mean, and what names tell.

use std::collections::BTreeMap;

use super::{Cells, End};
use crate::catalog::Protocol;
use crate::topology::DeviceKind;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    Device,
    Port,
    Rack,
    Label,
    Kind,
    Length,
}

/// Where each thing stands: columns of both ends, and those of the cable.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    ends: [Vec<(Field, usize)>; 2],
    cable: Vec<(Field, usize)>,
}

/// Rows at the top among which the heads are looked for.
const DEEP: usize = 30;

/// A head without what differs from sheet to sheet: capitals, spaces, what stands in brackets.
fn plain(head: &str) -> String {
    let head = head.to_lowercase();
    let cut = head.find(['(', '（', '[']).filter(|&at| at > 0).unwrap_or(head.len());
    head[..cut].chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The end that a head speaks of.
fn side(head: &str) -> Option<usize> {
    let begins = |words: &[&str]| words.iter().any(|it| head.starts_with(it) || head.ends_with(it));
    let near = [
        "本端", "a端", "源端", "源", "起点", "近端", "始端", "起始", "near", "source", "src",
        "from", "local", "sidea", "enda", "aend",
    ];
    let far = [
        "对端", "b端", "z端", "目的", "目标", "终点", "远端", "末端", "宿", "far", "dest", "dst",
        "to", "remote", "peer", "target", "sideb", "endb", "bend", "zend",
    ];
    if begins(&near) || head.starts_with('a') && field(&head[1..]).is_some() {
        Some(0)
    } else if begins(&far) || head.starts_with(['b', 'z']) && field(&head[1..]).is_some() {
        Some(1)
    } else if let Some(last) = head.strip_suffix(['a', '1']).filter(|it| field(it).is_some()) {
        let _ = last;
        Some(0)
    } else if head.strip_suffix(['b', 'z', '2']).is_some_and(|it| field(it).is_some()) {
        Some(1)
    } else {
        None
    }
}

/// What a head speaks of.
fn field(head: &str) -> Option<Field> {
    let holds = |words: &[&str]| words.iter().any(|it| head.contains(it));
    if holds(&["长度", "length"]) {
        Some(Field::Length)
    } else if holds(&["线缆类型", "线缆型号", "线型", "介质", "类型", "type", "medium", "media"])
    {
        Some(Field::Kind)
    } else if holds(&[
        "编号",
        "标签",
        "线号",
        "label",
        "cableid",
        "cableno",
        "cablename",
        "cablenumber",
    ]) {
        Some(Field::Label)
    } else if holds(&["端口", "接口", "网口", "port", "interface"]) {
        Some(Field::Port)
    } else if holds(&["机柜", "机架", "rack", "cabinet"]) {
        Some(Field::Rack)
    } else if holds(&["设备", "主机", "device", "host", "equipment", "node"]) {
        Some(Field::Device)
    } else {
        None
    }
}

impl Heads {
    /// The heads of a sheet and the index of the first row below them.
    pub(super) fn find(rows: &[Cells]) -> Option<(Self, usize)> {
        (0..rows.len().min(DEEP)).find_map(|at| {
            Some((Self::of(&rows[at].1, None)?, at + 1)).or_else(|| {
                // Heads of two rows: the ends in merged cells above, their fields below.
                let below = &rows.get(at + 1)?.1;
                Some((Self::of(below, Some(&rows[at].1))?, at + 2))
            })
        })
    }

    fn of(cells: &[String], above: Option<&[String]>) -> Option<Self> {
        let mut heads = Self::default();
        let mut group = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let over = above.and_then(|it| it.get(at)).map(|it| plain(it)).unwrap_or_default();
            if !over.is_empty() {
                group = over.clone();
            }
            let own = plain(cell);
            // A head over two rows stands in the upper one.
            let head = if own.is_empty() { over } else { own };
            let Some(field) = field(&head) else { continue };
            let of_cable = matches!(field, Field::Label | Field::Kind | Field::Length);
            let place = match side(&head).or_else(|| side(&group)) {
                _ if of_cable => &mut heads.cable,
                Some(side) => &mut heads.ends[side],
                // Two of a kind without a side: the first is the near one.
                None if heads.ends[0].iter().any(|it| it.0 == field) => &mut heads.ends[1],
                None => &mut heads.ends[0],
            };
            if place.iter().all(|it| it.0 != field) {
                place.push((field, at));
            }
        }
        let complete = heads.ends.iter().all(|end| {
            [Field::Device, Field::Port].iter().all(|field| end.iter().any(|it| it.0 == *field))
        });
        complete.then_some(heads)
    }

    pub(super) fn cell(&self, cells: &[String], field: Field) -> String {
        text(&self.cable, cells, field)
    }

    pub(super) fn end(&self, cells: &[String], side: usize) -> End {
        let of = |field| text(&self.ends[side], cells, field);
        End { device: of(Field::Device), port: of(Field::Port), rack: of(Field::Rack) }
    }
}

fn text(columns: &[(Field, usize)], cells: &[String], field: Field) -> String {
    let at = columns.iter().find(|it| it.0 == field).map(|it| it.1);
    let cell = at.and_then(|at| cells.get(at)).map(|it| it.trim()).unwrap_or_default();
    // Comments of the skeleton are one line each.
    cell.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// What runs over a cable, by what the sheet calls the cable and its ports.
pub(super) fn protocol(kind: &str, ports: [&str; 2]) -> Protocol {
    let kind = kind.to_lowercase();
    let in_kind = |words: &[&str]| words.iter().any(|it| kind.contains(it));
    let ports = ports.map(str::to_lowercase);
    let in_ports =
        |words: &[&str]| ports.iter().any(|port| words.iter().any(|it| port.starts_with(it)));
    let ethernet_ports = in_ports(&[
        "nic", "eth", "ge", "gi", "xge", "te", "em", "eno", "ens", "bmc", "ilo", "mgmt", "网口",
        "管理",
    ]);
    if in_kind(&["sas"]) || in_ports(&["sas"]) {
        Protocol::Sas
    } else if in_ports(&["com", "serial", "串口"]) || in_kind(&["串口", "serial"]) {
        Protocol::Serial
    } else if in_kind(&[
        "网线", "双绞", "cat", "rj45", "utp", "以太", "ethernet", "六类", "dac", "aoc",
    ]) {
        Protocol::Ethernet
    } else if in_ports(&["hba", "fc", "fcs"]) || in_kind(&["fc"]) {
        Protocol::Fc
    } else if ethernet_ports {
        Protocol::Ethernet
    } else if in_kind(&["光纤", "fibre", "fiber", "lc", "om2", "om3", "om4", "om5", "os2"]) {
        Protocol::Fc
    } else {
        Protocol::Ethernet
    }
}

/// What a device is, by what the sheet calls it and its ports.
pub(super) fn kind(written: &str, ports: &BTreeMap<String, (String, Protocol)>) -> DeviceKind {
    let name = written.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|it| name.contains(it));
    if holds(&["交换", "switch", "brocade", "mds", "nexus"])
        || ["sw", "fc-", "fcsw", "san", "lan", "core", "edge", "tor"]
            .iter()
            .any(|it| name.starts_with(it))
        || name.ends_with("sw")
    {
        DeviceKind::Switch
    } else if holds(&[
        "阵列",
        "存储",
        "磁盘",
        "array",
        "storage",
        "msa",
        "eva",
        "3par",
        "primera",
        "oceanstor",
        "netapp",
        "unity",
        "vnx",
    ]) {
        DeviceKind::Array
    } else if holds(&[
        "服务器",
        "主机",
        "节点",
        "server",
        "srv",
        "host",
        "node",
        "db",
        "esx",
        "app",
    ]) {
        DeviceKind::Server
    } else if ports.len() > 2 && ports.values().all(|it| it.0.bytes().all(|c| c.is_ascii_digit())) {
        DeviceKind::Switch
    } else {
        DeviceKind::Server
    }
}

/// A length as a topology file takes it: `5`, `5m`, `5 米` and `5.0` are `5 m`.
pub(super) fn length(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace(' ', "");
    let number = text.trim_end_matches(['m', '米']).trim_end_matches("meter");
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    let digits = !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    let value: f64 = number.parse().ok()?;
    (digits && value > 0.0 && value < 100_000.0).then(|| format!("{number} m"))
}
