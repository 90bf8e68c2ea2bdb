//! A volume that no service, mirror or cluster uses.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unused-volume",
        severity: Severity::Note,
        page: include_str!("unused-volume.md"),
    },
    check,
};

words! {
    UNUSED: "nothing uses the volume \"{volume}\"", "没有任何服务使用卷“{volume}”";
    HELP: "name it under the volumes of a service, or remove it", "请将其写入某个服务的 volumes，或将其删除";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for id in case.facts.unused_volumes() {
        let volume = &case.topology[id];
        let name = case.topology.volume_name(id);
        let found = finding(&RULE, volume.span, msg!(UNUSED, volume = name.as_str()));
        findings.push(found.help(&HELP).about([name]));
    }
}
