//! Drives with one port behind two controllers.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "drive-single-ported",
        severity: Severity::Note,
        page: include_str!("drive-single-ported.md"),
    },
    check,
};

words! {
    SINGLE: "the drives of \"{volume}\" are SATA, with one port for {count} controllers", "“{volume}”的硬盘为 SATA，只有一个端口，而控制器有 {count} 个";
    HELP: "make sure that the carriers have interposers, or use SAS drives", "请确认托架带转接器（interposer），或改用 SAS 硬盘";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (volume, id) in topology.volumes.iter().zip(0..) {
        let controllers = topology[volume.array].controllers().len();
        let drive = volume.drives.and_then(|set| topology[set].part.as_ref());
        let sata = drive.and_then(|part| part.interface.as_deref()).is_some_and(|it| it.eq_ignore_ascii_case("sata"));
        if !sata || controllers < 2 {
            continue;
        }
        let name = topology.volume_name(crate::topology::VolumeId(id));
        let message = msg!(SINGLE, volume = name.as_str(), count = controllers);
        findings.push(finding(&RULE, volume.span, message).help(&HELP).about([name]));
    }
}
