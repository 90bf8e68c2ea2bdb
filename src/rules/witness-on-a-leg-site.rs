//! A witness or quorum server on a site that it is to judge.

use std::collections::BTreeSet;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{DeviceId, Leg, Quorum, SiteId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "witness-on-a-leg-site",
        severity: Severity::Warning,
        page: include_str!("witness-on-a-leg-site.md"),
    },
    check,
};

words! {
    ON_LEG: "\"{witness}\" judges between sites and stands on one of them: \"{site}\"", "“{witness}”负责在站点之间裁决，自己却位于其中的“{site}”";
    THIS: "this witness", "此见证";
    JUDGES: "judges for this", "为其裁决";
    HELP_SITE: "put \"{witness}\" on a site of its own, such as \"{other}\"", "请将“{witness}”放到独立的站点，例如“{other}”";
    HELP: "put \"{witness}\" on a third site", "请将“{witness}”放到第三个站点";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut look = |witness: DeviceId, judged: Vec<DeviceId>, span| {
        let sites: BTreeSet<SiteId> =
            judged.into_iter().filter_map(|it| topology.site_of(it)).collect();
        let own = topology.site_of(witness).filter(|site| sites.contains(site));
        let Some(site) = own.filter(|_| sites.len() > 1) else { return };
        let name = case.name(witness);
        let message = msg!(ON_LEG, witness = name, site = topology[site].name.as_str());
        let mut others = (0..topology.sites.len() as u32).map(SiteId);
        let help = match others.find(|it| !sites.contains(it)) {
            Some(other) => {
                msg!(HELP_SITE, witness = name, other = topology[other].name.as_str())
            }
            None => msg!(HELP, witness = name),
        };
        let found = finding(&RULE, topology[witness].span, message).help(help).here(&THIS);
        findings.push(found.there(span, &JUDGES).about([name]));
    };
    for mirror in &topology.mirrors {
        let Some(witness) = mirror.witness else { continue };
        let legs = mirror.legs.iter().map(|leg| match leg {
            Leg::Node(node, _) => *node,
            Leg::Volume(volume) => topology[*volume].array,
        });
        look(witness.server, legs.collect(), mirror.span);
    }
    for cluster in &topology.clusters {
        if let Some(Quorum::Server(witness)) = cluster.quorum {
            look(witness.server, cluster.nodes.clone(), cluster.span);
        }
    }
}
