//! A quorum volume that a service uses too.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "quorum-volume-in-use",
        severity: Severity::Warning,
        page: include_str!("quorum-volume-in-use.md"),
    },
    check,
};

words! {
    IN_USE: "the quorum volume \"{volume}\" of \"{cluster}\" is also a volume of \"{service}\"", "“{cluster}”的仲裁卷“{volume}”同时也是“{service}”的数据卷";
    DECIDES: "this cluster decides by a volume", "此集群用来仲裁的卷";
    KEEPS: "that this service keeps its data on", "同时存放着此服务的数据";
    HELP: "make a small volume of its own for the quorum, such as \"{array}:quorum\"", "请为仲裁单独划一个小卷，例如“{array}:quorum”";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cluster in &topology.clusters {
        let Some(volume) = cluster.quorum_volume() else { continue };
        let mut services = topology.services.iter();
        let Some(service) = services.find(|it| it.volumes.contains(&volume)) else { continue };
        let (name, user) = (cluster.name.as_str(), service.name.as_str());
        let id = topology.volume_name(volume);
        let message = msg!(IN_USE, volume = id, cluster = name, service = user);
        let help = msg!(HELP, array = case.name(topology[volume].array));
        let found = finding(&RULE, cluster.span, message).help(help).here(&DECIDES);
        findings.push(found.there(service.span, &KEEPS).of_service(service));
    }
}
