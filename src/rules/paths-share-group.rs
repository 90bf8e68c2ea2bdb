//! A server whose storage cables all belong to one group of shared fate, such as a cable tray.

use std::collections::BTreeMap;

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{CompId, GroupId};
use crate::words::{findings, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "paths-share-group",
        severity: Severity::Warning,
        page: include_str!("paths-share-group.md"),
    },
    check,
};

words! {
    ONE_GROUP: "every path of \"{server}\" to \"{array}\" runs through \"{group}\"", "“{server}”到“{array}”的所有路径都经过“{group}”";
    ONE_GROUP_REASON: "every path of \"{server}\" to \"{array}\" runs through \"{group}\" ({reason})", "“{server}”到“{array}”的所有路径都经过“{group}”（{reason}）";
    THIS_GROUP: "this group", "此组";
    HELP_ROUTE: "route \"{cable}\" another way", "请让“{cable}”走别的路由";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut groups: BTreeMap<CompId, Vec<GroupId>> = BTreeMap::new();
    for (group, id) in topology.groups.iter().zip(0..) {
        for &member in &group.members {
            groups.entry(member).or_default().push(GroupId(id));
        }
    }
    if groups.is_empty() {
        return;
    }
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let initiators = reach.initiators();
        let [(_, first), .., (_, last)] = &initiators[..] else { continue };
        let listed = |cable: &crate::topology::CableId| -> Vec<GroupId> {
            let pieces = topology[*cable].pieces.iter();
            pieces.filter_map(|piece| groups.get(piece)).flatten().copied().collect()
        };
        let all = |group: &GroupId| initiators.iter().all(|(_, it)| listed(it).contains(group));
        let Some(group) = listed(first).into_iter().find(all) else { continue };
        let it = &topology[group];
        let (server, array) = (case.name(reach.server), case.name(reach.array));
        let name = it.name.as_str();
        let message = match &it.reason {
            None => msg!(ONE_GROUP, server = server, array = array, group = name),
            Some(reason) => msg!(
                ONE_GROUP_REASON,
                server = server,
                array = array,
                group = name,
                reason = reason.as_str()
            ),
        };
        let help = msg!(HELP_ROUTE, cable = case.cable(*last));
        let found = finding(&RULE, it.span, message).severity(case.advice(reach.service));
        let found = found.help(help).here(&THIS_GROUP).of_service(&topology[reach.service]);
        let found = found.there(topology[*first].span, &findings::CARRIES_THIS);
        let found = found.there(topology[*last].span, &findings::AND_THIS);
        let found = found.about([topology.id(it.comp), server]);
        alike.shared(reach, group.0, topology[*last].comp, found);
    }
    alike.finish(case, findings);
}
