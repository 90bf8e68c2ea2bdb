//! Models that are put together and that no row of the site's support list knows.

use super::{Case, Rule, finding};
use crate::catalog::Part;
use crate::facts::{Aspect, Unlisted};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::Support;
use crate::words::{Msg, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "not-in-support-list",
        severity: Severity::Note,
        page: include_str!("not-in-support-list.md"),
    },
    check,
};

words! {
    OUTSIDE: "{list} does not list {parts} together", "{list}中没有列出该组合：{parts}";
    LIST: "\"{source}\"", "“{source}”";
    LIST_OF: "\"{source}\" of {date}", "“{source}”（{date}）";
    ARRAY: "the array \"{model}\"", "阵列“{model}”";
    HBA: "the adapter \"{model}\"", "适配器“{model}”";
    SWITCHES: "the switch \"{model}\"", "交换机“{model}”";
    OS: "the system \"{os}\"", "操作系统“{os}”";
    NO_OS: "a system that is not named", "未写明的操作系统";
    SERVER: "this server", "此服务器";
    REACHES: "reaches this array", "访问此阵列";
    NEAREST: "the nearest row", "最接近的一行";
    HELP: "follow the nearest row, which has {other}, or add a row with its source", "请参照最接近的一行（其为{other}），或补充一行并写明出处";
    OTHER_ARRAY: "the array {models}", "阵列 {models}";
    OTHER_HBA: "the adapter {models}", "适配器 {models}";
    OTHER_SWITCH: "the switch {models}", "交换机 {models}";
    OTHER_OS: "the system {models}", "操作系统 {models}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for found in case.facts.unlisted() {
        let (server, array) = (&topology[found.server], &topology[found.array]);
        let row = &topology.supports[found.nearest];
        let list = match row.date {
            None => msg!(LIST, source = row.source.as_str()),
            Some(date) => msg!(LIST_OF, source = row.source.as_str(), date = date.to_string()),
        };
        let mut parts = vec![msg!(ARRAY, model = model(&array.part))];
        parts.push(msg!(HBA, model = model(&found.hba)));
        parts.extend(found.switches.iter().map(|it| msg!(SWITCHES, model = model(it))));
        if topology.supports.iter().any(|row| !row.os.is_empty()) {
            parts.push(match server.os_name.as_deref() {
                Some(os) => msg!(OS, os = os),
                None => (&NO_OS).into(),
            });
        }
        let message = msg!(OUTSIDE, list = list, parts = parts);
        let help = msg!(HELP, other = other(&found, row));
        let it = finding(&RULE, server.span, message).here(&SERVER).there(array.span, &REACHES);
        let it = it.there(row.span, &NEAREST).help(help);
        let it = it.of_service(&topology[found.service]);
        findings.push(it.about([server.name.as_str(), array.name.as_str()]));
    }
}

/// What the row has where it differs.
fn other(found: &Unlisted, row: &Support) -> Vec<Msg> {
    let of = |aspect: &Aspect| match aspect {
        Aspect::Array => msg!(OTHER_ARRAY, models = row.arrays.clone()),
        Aspect::Hba => msg!(OTHER_HBA, models = row.hbas.clone()),
        Aspect::Switch => msg!(OTHER_SWITCH, models = row.switches.clone()),
        Aspect::Os => msg!(OTHER_OS, models = row.os.clone()),
    };
    found.differs.iter().map(of).collect()
}

/// What a model is called in a list: its id, else its name.
fn model(part: &Part) -> &str {
    part.id.as_deref().unwrap_or_else(|| part.title())
}
