//! Awkward designs, written by hand or by rule.

use std::fmt::Write;

/// All of them, by name.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("small", small()),
        ("twelve-servers", many(12)),
        ("twenty-servers", many(20)),
        ("campus", campus()),
        ("long-names", long_names()),
        ("three-lans", three_lans()),
        ("mixed", mixed()),
        ("crossed", crossed()),
        ("iscsi", iscsi()),
    ]
}

fn file(name: &str, devices: &[&str], networks: &str, links: &[&str]) -> String {
    let mut text = format!("haplan: 1\nname: {name}\n");
    let mut last = "";
    for device in devices {
        let (section, line) = device.split_once(' ').unwrap();
        if section != last {
            let _ = writeln!(text, "{section}:");
            last = section;
        }
        let _ = writeln!(text, "  {line}");
    }
    if !networks.is_empty() {
        let _ = writeln!(text, "networks:\n  {}", networks.replace("; ", "\n  "));
    }
    if !links.is_empty() {
        text.push_str("links:\n");
    }
    for link in links {
        let _ = writeln!(text, "  - {link}");
    }
    text
}

/// A file whose title is hard on XML.
pub fn title(title: &str) -> String {
    format!("title: '{title}'\n{}", small())
}

/// One server, one array, ports without a cable.
pub fn small() -> String {
    let idle = "groups:\n  tray: {members: [\"srv:nic1\", \"box:B1\"]}\n";
    idle.to_owned()
        + &file(
            "small",
            &[
                "servers srv: {model: generic/server, adapters: {hba: {model: generic/fc-hba-2}}}",
                "arrays box: {model: generic/fc-array}",
            ],
            "",
            &["srv:hba/1 -- box:A0", "srv:hba/2 -- box:B0"],
        )
}

/// Servers with two cards each, two fabrics of one switch, two arrays, two LAN switches.
pub fn many(count: usize) -> String {
    let servers = format!(
        "servers \"esx[01-{count:02}]\": {{model: generic/server, adapters: \
         {{hba1: {{model: generic/fc-hba-1, slot: 1}}, hba2: {{model: generic/fc-hba-1, slot: 2}}}}}}"
    );
    file(
        "many",
        &[
            &servers,
            "switches fc-a: {model: generic/fc-switch-24, fabric: A}",
            "switches fc-b: {model: generic/fc-switch-24, fabric: B}",
            "switches lan-1: {model: generic/ethernet-switch-24}",
            "switches lan-2: {model: generic/ethernet-switch-24}",
            "arrays st1: {model: generic/fc-array}",
            "arrays st2: {model: generic/fc-array}",
            "arrays spare: {model: generic/fc-array}",
        ],
        "office: {role: clients, uplinks: [\"lan-1:24\", \"lan-2:24\"]}",
        &[
            &format!("\"esx[01-{count:02}]:hba1/1 -- fc-a:[0-{}]\"", count - 1),
            &format!("\"esx[01-{count:02}]:hba2/1 -- fc-b:[0-{}]\"", count - 1),
            &format!("{{link: \"esx[01-{count:02}]:nic1 -- lan-1:[1-{count}]\", network: office}}"),
            &format!("{{link: \"esx[01-{count:02}]:nic2 -- lan-2:[1-{count}]\", network: office}}"),
            "st1:A0 -- fc-a:20",
            "st1:B0 -- fc-b:20",
            "st2:A0 -- fc-a:21",
            "st2:B0 -- fc-b:21",
            "st1:A1 -- fc-b:22",
            "st1:B1 -- fc-a:22",
            "{link: lan-1:23 -- lan-2:23, network: office}",
            "{link: lan-1:22 -- lan-2:22, network: office}",
        ],
    )
}

/// Two sites with two enclosures each, gateways, a trunk, panels, shelves in a row, outlets and serial lines.
fn campus() -> String {
    let parts = "parts:\n  my/pdu: {kind: pdu, name: switched PDU, ports: [{names: [mgmt], protocol: ethernet, \
                 speeds: [0.1], connector: rj45, role: management}]}\n";
    parts.to_owned()
        + &file(
            "campus",
            &[
                "sites north: {}",
                "sites south: {}",
                "enclosures \"c[1-2]\": {model: generic/blade-enclosure, site: north}",
                "enclosures \"c[3-4]\": {model: generic/blade-enclosure, site: south, existing: true}",
                "servers b1: {model: generic/blade-server, in: {enclosure: c1, bay: 1}, adapters: {m: {model: generic/fc-mezzanine-2}}}",
                "servers b2: {model: generic/blade-server, in: {enclosure: c2, bay: 7}, adapters: {m: {model: generic/fc-mezzanine-2}}}",
                "servers b3: {model: generic/blade-server, in: c3, adapters: {m: {model: generic/fc-mezzanine-2}}}",
                "servers b4: {model: generic/blade-server, in: c4, adapters: {m: {model: generic/fc-mezzanine-2}}}",
                "servers alone: {model: generic/server, site: south, ports: {nic1: {alias: eth0}}}",
                "servers loose: {model: generic/server}",
                "switches \"g[1-2]\": {model: generic/blade-fc-module, role: access-gateway, in: c1}",
                "switches g3: {model: generic/blade-fc-module, role: access-gateway, in: c3}",
                "switches fn: {model: generic/fc-switch-24, fabric: A, site: north}",
                "switches fs: {model: generic/fc-switch-24, fabric: A, site: south}",
                "switches lan: {model: generic/ethernet-switch-24, site: north}",
                "arrays st: {model: generic/fc-array-32g, site: south}",
                "shelves \"sh[1-2]\": {model: generic/shelf-12g, behind: st, site: south, adapters: {\"io[1-2]\": {model: generic/io-module-12g}}}",
                "panels PN: {site: north}",
                "panels PS: {site: south}",
                "power p1: {kind: pdu, model: my/pdu, site: north}",
                "power p2: {kind: pdu, model: my/pdu}",
            ],
            "office: {role: clients, uplinks: [\"lan:24\"]}; copy: {role: replication}",
            &[
                "{link: \"b1:m/[1-2] -- g[1-2]:d1\", internal: true}",
                "{link: \"b3:m/1 -- g3:d1\", internal: true}",
                "\"g[1-2]:x1 -- fn:[0-1]\"",
                "g3:x1 -- fs:0",
                "{link: \"fn:[10-12] -- fs:[10-12]\", assembly: T-1, via: [\"PN:[1-3]\", \"PS:[1-3]\"]}",
                "{link: fn:13 -- fs:13, via: [\"PN:4\"], label: F-9, length: 40 m}",
                "st:A0 -- fs:20",
                "st:B0 -- fs:21",
                "st:A-exp -- sh1:io1/in",
                "st:B-exp -- sh2:io2/in",
                "sh1:io1/out -- sh2:io1/in",
                "sh2:io2/out -- sh1:io2/in",
                "{link: st:A-mgmt -- lan:1, network: office}",
                "{link: p1:mgmt -- lan:2, network: office}",
                "{link: alone:nic1 -- lan:3, network: [office, copy]}",
                "{link: alone:nic2 -- loose:nic1, network: copy}",
                "{link: b2:nic1 -- b4:nic1, network: copy}",
            ],
        )
}

fn long_names() -> String {
    file(
        "long-names",
        &[
            "servers 生产数据库服务器一号-北京数据中心主机房第三排: {model: generic/server, \
             adapters: {光纤卡甲: {model: generic/fc-hba-2, slot: 12}}}",
            "servers 生产数据库服务器二号: {model: generic/server, \
             adapters: {光纤卡甲: {model: generic/fc-hba-2, existing: true}}}",
            "switches 核心光纤交换机-左: {model: generic/fc-switch-24, fabric: 生产网络甲, existing: true}",
            "switches WWWWWWWWMMMMMMMM: {model: generic/fc-switch-24, fabric: 生产网络乙}",
            "arrays 阵列: {model: generic/fc-array}",
        ],
        "",
        &[
            "生产数据库服务器一号-北京数据中心主机房第三排:光纤卡甲/1 -- 核心光纤交换机-左:0",
            "生产数据库服务器一号-北京数据中心主机房第三排:光纤卡甲/2 -- WWWWWWWWMMMMMMMM:0",
            "{link: 生产数据库服务器二号:光纤卡甲/1 -- 核心光纤交换机-左:1, length: 15 m, label: 光缆-0001-主用}",
            "生产数据库服务器二号:光纤卡甲/2 -- WWWWWWWWMMMMMMMM:1",
            "阵列:A0 -- 核心光纤交换机-左:10",
            "阵列:B0 -- WWWWWWWWMMMMMMMM:10",
        ],
    )
}

/// Three LAN switches in a ring, heartbeats, one uplink for two networks.
fn three_lans() -> String {
    file(
        "three-lans",
        &[
            "servers \"n[1-3]\": {model: generic/server, adapters: {eth: {model: generic/nic-2}}}",
            "switches \"lan-[1-3]\": {model: generic/ethernet-switch-24}",
            "arrays lonely: {model: generic/sas-array}",
        ],
        "office: {role: clients, uplinks: [\"lan-1:24\", \"lan-3:24\"]}; \
         voice: {role: clients, uplinks: [\"lan-1:24\"]}; \
         guests: {role: clients, uplinks: [\"lan-2:24\"]}; beat: {role: heartbeat}",
        &[
            "{link: \"n[1-3]:nic1 -- lan-[1-3]:1\", network: office}",
            "{link: \"n[1-3]:nic2 -- lan-[2,3,1]:2\", network: [office, beat]}",
            "{link: n1:eth/1 -- n2:eth/1, network: beat}",
            "{link: n2:eth/2 -- n3:eth/2, network: beat}",
            "{link: n3:eth/1 -- n1:eth/2, network: beat}",
            "{link: lan-1:20 -- lan-2:20, network: office}",
            "{link: lan-2:21 -- lan-3:21, network: office}",
            "{link: lan-1:22 -- lan-3:22, network: office}",
        ],
    )
}

/// Cables that pass tiers: server to array beside a switch, array and storage switch to the LAN.
fn mixed() -> String {
    file(
        "mixed",
        &[
            "servers \"s[1-3]\": {model: generic/server, adapters: \
             {fc: {model: generic/fc-hba-2}, sas: {model: generic/sas-hba-2}, eth: {model: generic/nic-2}}}",
            "switches \"fc-[1-2]\": {model: generic/fc-switch-24, fabric: A}",
            "switches fc-3: {model: generic/fc-switch-24, fabric: B}",
            "switches lan: {model: generic/ethernet-switch-24}",
            "switches ip-san: {model: generic/ethernet-switch-24, fabric: C}",
            "switches idle: {model: generic/ethernet-switch-24}",
            "arrays fca: {model: generic/fc-array}",
            "arrays sasa: {model: generic/sas-array}",
            "arrays ipa: {model: generic/iscsi-array}",
        ],
        "office: {role: clients, uplinks: [\"lan:24\", \"ip-san:24\"]}; \
         san: {role: storage}; admin: {role: management}",
        &[
            "\"s[1-3]:fc/1 -- fc-1:[0-2]\"",
            "\"s[1-3]:fc/2 -- fc-3:[0-2]\"",
            "fc-1:20 -- fc-2:20",
            "fc-1:21 -- fc-2:21",
            "fca:A0 -- fc-2:1",
            "fca:B0 -- fc-3:5",
            "\"s[1-3]:sas/1 -- sasa:A[0-2]\"",
            "\"s[1-3]:sas/2 -- sasa:B[0-2]\"",
            "{link: \"s[1-3]:eth/1 -- ip-san:[1-3]\", network: san}",
            "{link: \"s[1-3]:eth/2 -- lan:[1-3]\", network: admin}",
            "{link: ipa:A0 -- ip-san:9, network: san, length: 3 m}",
            "{link: ipa:B0 -- ip-san:10, network: san, label: X-1}",
            "{link: ip-san:23 -- lan:23, network: office}",
        ],
    )
}

/// Every server to every other array port, upside down.
fn crossed() -> String {
    file(
        "crossed",
        &[
            "servers \"s[1-4]\": {model: generic/server, adapters: {sas: {model: generic/sas-hba-2}}}",
            "arrays \"a[1-2]\": {model: generic/sas-array}",
        ],
        "",
        &[
            "s1:sas/1 -- a2:B3",
            "s1:sas/2 -- a1:A0",
            "s2:sas/1 -- a2:A2",
            "s2:sas/2 -- a1:B1",
            "s3:sas/1 -- a1:A3",
            "s3:sas/2 -- a2:A0",
            "s4:sas/1 -- a1:B0",
            "s4:sas/2 -- a1:A1",
        ],
    )
}

/// Two storage switches with fabric labels, LAN cables beside them.
fn iscsi() -> String {
    file(
        "iscsi",
        &[
            "servers \"v[1-4]\": {model: generic/server, adapters: {eth: {model: generic/nic-2}}}",
            "switches ip-a: {model: generic/ethernet-switch-24}",
            "switches ip-b: {model: generic/ethernet-switch-24}",
            "switches lan: {model: generic/ethernet-switch-24}",
            "arrays st: {model: generic/iscsi-array}",
        ],
        "office: {role: clients, uplinks: [\"lan:24\"]}; san-a: {role: storage}; san-b: {role: storage}",
        &[
            "{link: \"v[1-4]:eth/1 -- ip-a:[1-4]\", network: san-a}",
            "{link: \"v[1-4]:eth/2 -- ip-b:[1-4]\", network: san-b}",
            "{link: \"v[1-4]:nic1 -- lan:[1-4]\", network: office}",
            "{link: st:A0 -- ip-a:21, network: san-a}",
            "{link: st:B0 -- ip-a:22, network: san-a}",
            "{link: st:A1 -- ip-b:21, network: san-b}",
            "{link: st:B1 -- ip-b:22, network: san-b}",
        ],
    )
}

/// Two edge-core fabrics: forty servers to a pair of edge switches, two cores in each fabric, an array for
/// every two hundred servers. `alike`: the servers of a pair share a box; else each cable has a length of its
/// own, and each server its box.
pub fn fabric(servers: usize, alike: bool) -> String {
    let (edges, arrays) = (servers.div_ceil(40), servers.div_ceil(200));
    let mut text = format!(
        "haplan: 1
name: fabric-{servers}
parts:
  my/edge: {{kind: switch, name: edge switch, ports: [{{names: \"[0-47]\", protocol: fc, speeds: [32]}}]}}
  my/core: {{kind: switch, name: director, ports: [{{names: \"[0-383]\", protocol: fc, speeds: [32]}}]}}
servers:
  \"srv[0001-{servers:04}]\": {{model: generic/server, adapters: {{\"hba[1-2]\": {{model: generic/fc-hba-1}}}}}}
switches:
  \"edge-a[1-{edges}]\": {{model: my/edge, fabric: A}}
  \"edge-b[1-{edges}]\": {{model: my/edge, fabric: B}}
  \"core-a[1-2]\": {{model: my/core, fabric: A}}
  \"core-b[1-2]\": {{model: my/core, fabric: B}}
arrays:
  \"arr[1-{arrays}]\": {{model: generic/fc-array}}
links:
"
    );
    for server in 0..servers {
        for (card, fabric) in [(1, 'a'), (2, 'b')] {
            let (edge, port) = (server / 40 + 1, server % 40);
            // To the centimetre, and never twice.
            let length = match alike {
                true => "5 m".to_owned(),
                false => format!("{}.{:02} m", 3 + server / 100, server % 100),
            };
            let _ = writeln!(
                text,
                "  - {{link: srv{:04}:hba{card}/1 -- edge-{fabric}{edge}:{port}, length: {length}}}",
                server + 1
            );
        }
    }
    for fabric in ['a', 'b'] {
        for core in [1, 2] {
            let _ = writeln!(
                text,
                "  - \"edge-{fabric}[1-{edges}]:{} -- core-{fabric}{core}:[0-{}]\"",
                core + 39,
                edges - 1
            );
        }
        for (array, port) in (1..=arrays).zip((300..).step_by(2)) {
            let (core, number) = (2 - array % 2, usize::from(fabric == 'b'));
            let _ = writeln!(text, "  - arr{array}:A{number} -- core-{fabric}{core}:{port}");
            let _ = writeln!(
                text,
                "  - arr{array}:B{number} -- core-{fabric}{}:{}",
                3 - core,
                port + 1
            );
        }
    }
    text
}

/// Two feeds: one behind a UPS, a transfer switch between them, and a switch with a supply that is not plugged in.
/// More than a hundred servers are of a power unit of their own each.
pub fn power(servers: usize) -> String {
    let each = servers > 100;
    let units = |side: &str| match each {
        true => format!("{side}[1-{servers}]"),
        false => side.to_owned(),
    };
    let (a, b) = (units("a"), units("b"));
    let server = |name: &str, a: &str, b: &str| {
        format!("  {name}: {{model: generic/server, power: {{psu1: pdu-{a}, psu2: pdu-{b}}}}}\n")
    };
    let lines = match each {
        true => (1..=servers)
            .map(|it| server(&format!("srv{it}"), &format!("a{it}"), &format!("b{it}")))
            .collect(),
        false => server(&format!("\"srv[1-{servers}]\""), "a", "b"),
    };
    format!(
        "haplan: 1
name: power
parts:
  my/switch: {{kind: switch, name: switch, psus: {{count: 2, needed: 1}}}}
servers:
{lines}switches:
  sw: {{model: my/switch, power: {{psu1: pdu-c}}}}
power:
  feed-a: {{kind: feed}}
  feed-b: {{kind: feed}}
  ups: {{kind: ups, feed: feed-a}}
  ats: {{kind: ats, feed: [feed-a, feed-b]}}
  \"pdu-{a}\": {{kind: pdu, feed: ups}}
  \"pdu-{b}\": {{kind: pdu, feed: feed-b}}
  pdu-c: {{kind: pdu, feed: ats}}
"
    )
}

/// The same file with the lines of each section in another order.
pub fn shuffle(text: &str, seed: u64) -> String {
    let mut state = seed;
    let mut next = move |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut out = String::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut flush = |lines: &mut Vec<&str>, out: &mut String| {
        for index in (1..lines.len()).rev() {
            lines.swap(index, next(index + 1));
        }
        for line in lines.drain(..) {
            out.push_str(line);
            out.push('\n');
        }
    };
    for line in text.lines() {
        if line.starts_with(' ') {
            lines.push(line);
        } else {
            flush(&mut lines, &mut out);
            out.push_str(line);
            out.push('\n');
        }
    }
    flush(&mut lines, &mut out);
    out
}

/// Any ports joined that speak the same, in a design of any size up to some thirty devices.
pub fn random(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) as usize % below
    };
    // Many servers share boxes, and devices may stand at sites and in enclosures.
    let servers = if seed.is_multiple_of(5) { 13 + next(8) } else { 1 + next(8) };
    let counts = [servers, next(4), next(3), next(3), next(4), next(4), next(3)];
    let places = next(3);
    let kinds = [
        (
            "servers",
            "s",
            "server, adapters: {f: {model: generic/fc-hba-2}, s: {model: generic/sas-hba-2}, e: {model: generic/nic-2, slot: 4}}",
        ),
        ("switches", "fc", "fc-switch-24, fabric: A"),
        ("switches", "sx", "sas-switch-16"),
        ("switches", "lan", "ethernet-switch-24"),
        ("arrays", "fa", "fc-array"),
        ("arrays", "sa", "sas-array"),
        ("arrays", "ia", "iscsi-array"),
    ];
    let ports: [&[&str]; 7] = [
        &["f/1 fc", "f/2 fc", "s/1 sas", "s/2 sas", "e/1 eth", "e/2 eth", "nic1 eth", "nic2 eth"],
        &["0 fc", "1 fc", "2 fc", "3 fc", "4 fc", "5 fc", "6 fc", "7 fc"],
        &["1 sas", "2 sas", "3 sas", "4 sas", "5 sas", "6 sas"],
        &["1 eth", "2 eth", "3 eth", "4 eth", "5 eth", "6 eth", "7 eth", "8 eth"],
        &["A0 fc", "A1 fc", "B0 fc", "B1 fc"],
        &["A0 sas", "A1 sas", "A2 sas", "A3 sas", "B0 sas", "B1 sas", "B2 sas", "B3 sas"],
        &["A0 eth", "A1 eth", "B0 eth", "B1 eth"],
    ];
    let mut devices: Vec<String> = Vec::new();
    for (number, site) in (1..=places).zip(1..) {
        devices.push(format!("sites x{number}: {{}}"));
        devices.push(format!("enclosures c{number}: {{model: generic/enclosure, site: x{site}}}"));
    }
    // Devices of one kind stand together in the file.
    devices.sort();
    let mut free = Vec::new();
    for ((count, (section, name, model)), ports) in counts.into_iter().zip(kinds).zip(ports) {
        for number in 1..=count {
            let place = match (places, next(3)) {
                (0, _) | (_, 0) => String::new(),
                (2, 1) if section != "arrays" => format!(", in: c{}", 1 + next(2)),
                _ => format!(", site: x{}", 1 + next(places)),
            };
            devices.push(format!("{section} {name}{number}: {{model: generic/{model}{place}}}"));
            for port in ports {
                let (port, speaks) = port.split_once(' ').unwrap();
                free.push((format!("{name}{number}"), port, speaks));
            }
        }
    }
    let mut links = Vec::new();
    for _ in 0..next(70) {
        if free.is_empty() {
            break;
        }
        let (a, port_a, speaks) = free.swap_remove(next(free.len()));
        let others: Vec<usize> =
            (0..free.len()).filter(|&i| free[i].2 == speaks && free[i].0 != a).collect();
        if others.is_empty() {
            continue;
        }
        let (b, port_b, _) = free.swap_remove(others[next(others.len())]);
        links.push(match (speaks, next(3)) {
            ("eth", kind) => {
                let network = ["office", "beat", "san"][kind];
                format!("{{link: {a}:{port_a} -- {b}:{port_b}, network: {network}}}")
            }
            (_, 0) => format!("{{link: {a}:{port_a} -- {b}:{port_b}, length: 5 m}}"),
            (_, 1) if next(3) == 0 => {
                format!("{{link: {a}:{port_a} -- {b}:{port_b}, via: [\"PP:{}\"]}}", links.len())
            }
            (_, 1) if next(3) == 0 => {
                format!("{{link: {a}:{port_a} -- {b}:{port_b}, internal: true}}")
            }
            _ => format!("{a}:{port_a} -- {b}:{port_b}"),
        });
    }
    let uplinks = if counts[3] > 0 { ", uplinks: [\"lan1:24\", \"lan1:23\"]" } else { "" };
    let networks = format!(
        "office: {{role: clients{uplinks}}}; beat: {{role: heartbeat}}; san: {{role: storage}}"
    );
    devices.push("panels PP: {}".to_owned());
    let devices: Vec<&str> = devices.iter().map(String::as_str).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    file("random", &devices, &networks, &links)
}
