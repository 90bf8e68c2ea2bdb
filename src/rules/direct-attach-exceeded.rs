//! An array with more servers on direct cables than it takes.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "direct-attach-exceeded",
        severity: Severity::Warning,
        page: include_str!("direct-attach-exceeded.md"),
    },
    check,
};

words! {
    TOO_MANY: "{count} servers are cabled directly to \"{array}\", which takes {most}", "有 {count} 台服务器直连到“{array}”，而它最多允许 {most} 台";
    NONE: "\"{server}\" is cabled directly to \"{array}\", which takes no server without a switch", "“{server}”直连到“{array}”，而该阵列不支持不经交换机的连接";
    BEYOND: "the first beyond that", "超出的第一台";
    HELP: "cable \"{server}\" to the array over a switch of each fabric", "请将“{server}”改为经各 Fabric 的交换机连接阵列";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (array, servers) in case.facts.direct_servers() {
        let Some(most) = topology[array].part.direct_attach else { continue };
        let Some(&(server, cable)) = servers.get(most as usize) else { continue };
        let (name, server) = (case.name(array), case.name(server));
        let message = match most {
            0 => msg!(NONE, server = server, array = name),
            _ => msg!(TOO_MANY, count = servers.len(), array = name, most = most),
        };
        let found = finding(&RULE, topology[cable].span, message).here(&BEYOND);
        findings.push(found.help(msg!(HELP, server = server)).about([name, server]));
    }
}
