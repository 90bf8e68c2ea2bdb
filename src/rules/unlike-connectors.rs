//! A cable that does not fit the ports at its ends.

use super::{Case, Rule, finding};
use crate::catalog::media::family;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{Cable, PortId, Topology};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unlike-connectors",
        severity: Severity::Error,
        page: include_str!("unlike-connectors.md"),
    },
    check,
};

words! {
    ENDS: "\"{a}\" ({p}) and \"{b}\" ({q}) do not take the same cable", "“{a}”（{p}）与“{b}”（{q}）不能用同一根线缆连接";
    CABLE: "the cable {part} ({p}) does not fit \"{port}\" ({q})", "线缆 {part}（{p}）与“{port}”（{q}）不匹配";
    HELP_ENDS: "use a cable with {p} at one end and {q} at the other, and name it: cable: PART", "请使用一端为 {p}、另一端为 {q} 的线缆，并写明：cable: 部件";
    HELP_CABLE: "use a cable with {q} at that end", "请使用该端为 {q} 的线缆";
}

/// The connector at an end: of the optic there, else of the port.
fn connector<'t>(topology: &'t Topology, cable: &'t Cable, end: usize) -> Option<&'t str> {
    let optic = cable.optics.as_ref().and_then(|optics| optics[end].connector.as_deref());
    optic.or(topology.port_type(cable.ends[end]).connector.as_deref())
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in topology.cables.iter().filter(|cable| !cable.internal) {
        let ends = [0, 1].map(|end| connector(topology, cable, end));
        let families = ends.map(|it| it.and_then(family));
        let id = |port: PortId| topology.port_id(port);
        let own: Vec<&str> = cable.part.iter().flat_map(|part| {
            let two = part.connectors.iter().map(|it| it.as_str());
            let one = part.connector.iter().map(|it| it.as_str());
            if part.connectors.len() == 2 { two.collect::<Vec<_>>() } else { one.collect() }
        }).collect();
        let span = cable.span;
        let (message, help) = match (&own[..], ends) {
            ([], [Some(p), Some(q)]) => match families {
                [Some(a), Some(b)] if a != b => {
                    let [a, b] = cable.ends.map(id);
                    (msg!(ENDS, a = a, p = p, b = b, q = q), msg!(HELP_ENDS, p = p, q = q))
                }
                _ => continue,
            },
            ([], _) => continue,
            (own, _) => {
                let fits = |order: [usize; 2]| {
                    order.into_iter().zip(families).all(|(at, family)| {
                        let of_cable = own.get(at).or(own.first()).and_then(|it| self::family(it));
                        of_cable.is_none() || family.is_none() || of_cable == family
                    })
                };
                if fits([0, 1]) || fits([1, 0]) {
                    continue;
                }
                let title = cable.part.as_ref().map_or("", |part| part.title());
                let wrong = |end: &usize| {
                    families[*end].is_some() && own.iter().all(|it| self::family(it) != families[*end])
                };
                let end = [0, 1].into_iter().find(wrong).unwrap_or(1);
                let q = ends[end].unwrap_or_default();
                let port = id(cable.ends[end]);
                let p = own.iter().map(ToString::to_string).collect::<Vec<_>>();
                (msg!(CABLE, part = title, p = p, port = port, q = q), msg!(HELP_CABLE, q = q))
            }
        };
        findings.push(finding(&RULE, span, message).help(help).about([topology.id(cable.comp)]));
    }
}
