//! Gateways, zones, shelves, panels, assemblies, enclosures and cards.

use crate::oracle::Oracle;

/// One server with two FC ports and one array with two controllers and expansion ports.
fn base(access: &str, volume: &str, links: &str, rest: &str) -> String {
    format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: \"h[1-4]\", protocol: fc}}]}}
  t/one: {{kind: adapter, ports: [{{names: \"[1-2]\", protocol: fc}}]}}
  t/array:
    kind: array
    controllers:
      A: {{ports: [{{names: \"A[0-1]\", protocol: fc}}, {{names: [AX], protocol: sas, role: expansion}}]}}
      B: {{ports: [{{names: \"B[0-1]\", protocol: fc}}, {{names: [BX], protocol: sas, role: expansion}}]}}
  t/switch: {{kind: switch, ports: [{{names: \"[0-7]\", protocol: fc}}]}}
  t/module: {{kind: adapter, ports: [{{names: [in, out], protocol: sas}}]}}
  t/shelf: {{kind: shelf}}
servers: {{s: {{model: t/server, ports: {{h1: {{alias: fcs0}}}}}}}}
arrays: {{a: {{model: t/array, {access}, volumes: {{v: {{{volume}}}}}}}}}
{rest}
links: [{links}]
services: {{svc: {{home: s, volumes: [\"a:v\"]}}}}
"
    )
}

const SYMMETRIC: &str = "access: symmetric";
const RAID5: &str = "raid: raid5, drives: 3";
const SWITCHES: &str = "switches: {x: {model: t/switch}, y: {model: t/switch}, \
                        g: {model: t/switch, role: access-gateway}}";

fn switched(links: &str, more: &str) -> String {
    base(SYMMETRIC, RAID5, links, &format!("{SWITCHES}\n{more}"))
}

/// A gateway with an uplink to either fabric.
const THROUGH: &str = "s:h1 -- g:1, s:h2 -- g:2, g:3 -- x:0, g:4 -- y:0, a:A0 -- x:1, a:B0 -- y:1";

/// A shelf with two modules, one for each controller.
fn shelved(access: &str, volume: &str, links: &str) -> String {
    let shelf =
        "shelves: {sh: {model: t/shelf, behind: a, adapters: {\"io[1-2]\": {model: t/module}}}}";
    base(access, volume, &format!("s:h1 -- a:A0, s:h2 -- a:B0{links}"), shelf)
}

const BOTH: &str = ", a:AX -- sh:io1/in, a:BX -- sh:io2/in";
const IN_SHELF: &str = "raid: raid5, drives: 3, on: {sh: 3}";

/// One controller's card and its opposite, both behind panels.
fn patched(links: &str) -> String {
    base(SYMMETRIC, RAID5, links, "panels: {\"pp-[1-2]\": {}}")
}

/// A server and a switch with a director blade in one enclosure, and an array with cards of its own.
fn enclosed() -> String {
    "
haplan: 1
parts:
  t/blade: {kind: server, ports: [{names: [m1], protocol: fc}], psus: {count: 0}}
  t/card: {kind: adapter, ports: [{names: \"[1-4]\", protocol: fc}]}
  t/chassis: {kind: enclosure, psus: {count: 2, needed: 1}}
  t/array: {kind: array, controllers: {A: {}, B: {}}, access: symmetric}
enclosures: {c: {model: t/chassis, power: {psu1: left, psu2: right}}}
power: {left: {kind: pdu}, right: {kind: pdu}}
servers: {s: {model: t/blade, in: {enclosure: c, bay: 1}}}
switches: {x: {model: {kind: switch}, in: c, adapters: {\"b[1-2]\": {model: t/card}}}}
arrays: {a: {model: t/array, adapters: {ia: {model: t/card, controller: A}, both: {model: {like: t/card}}}, volumes: {v: {raid: raid5, drives: 3}}}}
links:
  - {link: s:m1 -- x:b1/1, internal: true}
  - x:b1/2 -- a:ia/1
  - x:b2/1 -- a:both/1
services: {svc: {home: s, volumes: [\"a:v\"]}}
"
    .to_owned()
}

/// Every design below with what it is about.
pub fn designs() -> Vec<(&'static str, String)> {
    let owner = "access: owner";
    vec![
        ("through a gateway", switched(THROUGH, "")),
        (
            "a gateway joins no fabrics",
            switched("s:h1 -- x:1, x:0 -- g:3, y:0 -- g:4, a:B0 -- y:1", ""),
        ),
        ("a gateway between two devices", switched("s:h1 -- g:1, a:A0 -- g:2", "")),
        ("zoned", switched(ZONED, "zones: {z1: {members: [s, a/A]}, z2: {members: [\"s:h2\"]}}")),
        ("zoned apart", switched(ZONED, "zones: {z1: {members: [s]}, z2: {members: [a]}}")),
        ("a shelf", shelved(SYMMETRIC, IN_SHELF, BOTH)),
        ("a shelf under its owner", shelved(owner, IN_SHELF, BOTH)),
        ("a shelf of one controller", shelved(SYMMETRIC, IN_SHELF, ", a:AX -- sh:io1/in")),
        ("a shelf without cables", shelved(SYMMETRIC, IN_SHELF, "")),
        (
            "dealt over two places",
            shelved(SYMMETRIC, "raid: raid10, drives: 4, on: {a: 2, sh: 2}", BOTH),
        ),
        ("behind panels", patched(PATCHED)),
        ("one trunk", patched(TRUNK)),
        ("in an enclosure", enclosed()),
    ]
}

const ZONED: &str = "s:fcs0 -- x:0, a:A0 -- x:1, a:B0 -- x:2";
const PATCHED: &str = "{link: s:h1 -- a:A0, via: [pp-1:1, pp-2:1], label: F-1}, s:h2 -- a:B0";
const TRUNK: &str = "{link: s:h1 -- a:A0, assembly: T-1}, {link: s:h2 -- a:B0, assembly: T-1}";

fn effect(oracle: &Oracle, faults: &[&str]) -> &'static str {
    oracle.effect("svc", faults).effect
}

#[test]
fn a_gateway_passes_between_devices_and_uplinks_only() {
    let through = Oracle::load(&switched(THROUGH, ""));
    let figures = &through.nominal("svc")["s"];
    // Two initiator ports times two uplinks, but one gateway.
    assert_eq!((figures.paths, figures.disjoint), (Some(4), Some(1)));
    assert_eq!(effect(&through, &["g"]), "outage");
    assert_eq!(effect(&through, &["g:3"]), "degraded");
    assert_eq!(through.level("svc"), Some(1));
    let joined = "s:h1 -- x:1, x:0 -- g:3, y:0 -- g:4, a:B0 -- y:1";
    assert_eq!(effect(&Oracle::load(&switched(joined, "")), &[]), "outage");
    let plain = switched(joined, "").replace(", role: access-gateway", "");
    assert_eq!(effect(&Oracle::load(&plain), &[]), "none");
    let between = Oracle::load(&switched("s:h1 -- g:1, a:A0 -- g:2", ""));
    assert_eq!(effect(&between, &[]), "outage");
}

#[test]
fn zones_say_who_sees_whom() {
    let paths = |zones: &str| Oracle::load(&switched(ZONED, zones)).nominal("svc")["s"].paths;
    assert_eq!(paths(""), Some(2));
    assert_eq!(paths("zones: {z1: {members: [s, a]}}"), Some(2));
    assert_eq!(paths("zones: {z1: {members: [s, a/A]}}"), Some(1));
    assert_eq!(paths("zones: {z1: {members: [\"s:h1\", \"a:B0\"]}}"), Some(1));
    assert_eq!(paths("zones: {z1: {members: [s]}, z2: {members: [a]}}"), Some(0));
    assert_eq!(paths("zones: {}"), Some(2), "an empty section says as little as none");
    // A port that only a zone names is a component.
    let named = Oracle::load(&switched(ZONED, "zones: {z1: {members: [\"s:h2\", a, s]}}"));
    assert_eq!(effect(&named, &["s:h2"]), "none");
}

#[test]
fn a_controller_serves_only_the_drives_that_it_reaches() {
    let both = Oracle::load(&shelved(SYMMETRIC, IN_SHELF, BOTH));
    for part in ["sh/io1", "sh/io2", "a:AX", "a/B", "a:BX--sh:io2/in"] {
        assert_eq!(effect(&both, &[part]), "degraded", "{part}");
    }
    assert_eq!(both.effect("svc", &["sh/io1"]).paths, Some(1));
    assert_eq!(effect(&both, &["sh"]), "outage");
    assert_eq!(effect(&both, &["sh/io1", "a:BX"]), "outage");
    assert_eq!(effect(&both, &["sh/io1", "s:h2"]), "outage");
    let owned = Oracle::load(&shelved("access: owner", IN_SHELF, BOTH));
    assert_eq!(effect(&owned, &["sh/io1"]), "outage");
    assert_eq!(effect(&owned, &["sh/io2"]), "none");
    let takes_over = shelved("access: owner", IN_SHELF, BOTH)
        .replace("kind: array", "kind: array\n    controller_failover: true");
    assert_eq!(effect(&Oracle::load(&takes_over), &["sh/io1"]), "degraded");
    let one = Oracle::load(&shelved(SYMMETRIC, IN_SHELF, ", a:AX -- sh:io1/in"));
    assert_eq!(effect(&one, &["a/A"]), "outage");
    assert_eq!(one.nominal("svc")["s"].paths, Some(1));
    let none = Oracle::load(&shelved(SYMMETRIC, IN_SHELF, ""));
    assert_eq!(effect(&none, &["a/A"]), "degraded");
    assert_eq!(effect(&none, &["sh"]), "outage");
}

#[test]
fn the_way_to_the_next_shelf_stays_in_one_module() {
    let row = |out: &str| {
        let modules = "adapters: {\"io[1-2]\": {model: t/module}}";
        let shelves = format!("shelves: {{\"sh[1-2]\": {{model: t/shelf, behind: a, {modules}}}}}");
        let links = format!("s:h1 -- a:A0, a:AX -- sh1:io1/in, sh1:{out}/out -- sh2:io1/in");
        Oracle::load(&base(SYMMETRIC, "raid: raid5, drives: 3, on: {sh2: 3}", &links, &shelves))
    };
    assert_eq!(effect(&row("io1"), &[]), "none");
    assert_eq!(effect(&row("io1"), &["sh1"]), "outage");
    assert_eq!(effect(&row("io2"), &[]), "outage");
}

#[test]
fn drives_are_dealt_out_in_turn() {
    let dealt = |volume: &str| Oracle::load(&shelved(SYMMETRIC, volume, BOTH));
    // Each pair has one drive in either place.
    let pairs = dealt("raid: raid10, drives: 4, on: {a: 2, sh: 2}");
    assert_eq!(effect(&pairs, &["sh"]), "degraded");
    assert_eq!(effect(&pairs, &["sh", "a/v/drive3"]), "outage");
    assert_eq!(effect(&pairs, &["sh", "a/v/drive2"]), "degraded");
    // The array comes first whatever is written first: the second drive is in the shelf.
    let uneven = dealt("raid: raid5, drives: 3, on: {sh: 1, a: 2}");
    assert_eq!(effect(&uneven, &["sh"]), "degraded");
    assert_eq!(uneven.effect("svc", &["sh/io1", "a/v/drive2"]).paths, Some(2));
    // Without the module, the drive that A cannot reach adds to the one that is lost.
    assert_eq!(uneven.effect("svc", &["sh/io1", "a/v/drive1"]).paths, Some(1));
    assert_eq!(effect(&uneven, &["a/v/drive2", "a/v/drive3"]), "data-loss");
}

#[test]
fn cables_run_through_panels_and_share_trunks() {
    let oracle = Oracle::load(&patched(PATCHED));
    for part in ["F-1#1", "F-1#2", "F-1#3", "pp-1", "pp-2"] {
        assert_eq!(effect(&oracle, &[part]), "degraded", "{part}");
        assert_eq!(effect(&oracle, &[part, "s:h2"]), "outage", "{part}");
    }
    let trunk = Oracle::load(&patched(TRUNK));
    assert_eq!(effect(&trunk, &["T-1"]), "outage");
    assert_eq!(trunk.nominal("svc")["s"].disjoint, Some(1));
}

#[test]
fn blades_live_by_their_enclosure_and_cards_by_their_controller() {
    let oracle = Oracle::load(&enclosed());
    assert_eq!(effect(&oracle, &["c"]), "outage");
    assert_eq!(effect(&oracle, &["left"]), "degraded");
    assert_eq!(effect(&oracle, &["left", "right"]), "outage");
    assert_eq!(effect(&oracle, &["s:m1--x:b1/1"]), "outage");
    assert_eq!(effect(&oracle, &["x/b2"]), "degraded");
    assert_eq!(effect(&oracle, &["x/b2", "a/A"]), "outage");
    // The card of the chassis leads to either controller.
    assert_eq!(effect(&oracle, &["a/A"]), "degraded");
    assert_eq!(effect(&oracle, &["a/ia"]), "degraded");
    assert_eq!(effect(&oracle, &["a/ia", "a/B"]), "degraded");
    assert_eq!(oracle.nominal("svc")["s"].paths, Some(2));
}
