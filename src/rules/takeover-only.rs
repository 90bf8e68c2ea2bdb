//! A component whose fault is covered by nothing but another node taking over.

use super::{Case, Rule};
use crate::facts::{Cause, Effect};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "takeover-only",
        severity: Severity::Note,
        page: include_str!("takeover-only.md"),
    },
    check,
};

words! {
    HELP_NODE_MOVES_BROKEN: "a node is covered by takeover at best: promise failover, or accept it with a waiver", "节点故障最多只能靠切换恢复：请将承诺改为 failover，或用豁免（waivers）接受";
    HELP_NODE_MOVES: "nothing to do unless a takeover is too slow", "若可接受切换时间，则无需处理";
    HELP_MOVES: "if a takeover is too slow, cable a second path that does not cross it", "若不能接受切换时间，请再布一条不经过它的路径";
    MOVES: "only takeover covers \"{component}\" for \"{service}\"", "“{component}”故障时“{service}”只能靠切换恢复";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for it in case.faults {
        if it.fault.effect != Effect::Failover || case.facts.is_logical(it.fault.component) {
            continue;
        }
        let too_much = case.weight(it.service, it.fault.effect) == Severity::Error;
        let help = match it.witness.cause {
            Cause::NodeDown if too_much => &HELP_NODE_MOVES_BROKEN,
            Cause::NodeDown => &HELP_NODE_MOVES,
            _ if too_much => &findings::HELP_SECOND_PATH,
            _ => &HELP_MOVES,
        };
        findings.push(case.about_fault(&RULE, &MOVES, it, help.into()));
    }
}
