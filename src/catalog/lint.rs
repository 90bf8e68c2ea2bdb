//! What is wrong with a catalogue although it can be read.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::shipped::Catalog;
use super::spec::{PartSpec, PortRole, PortsSpec, Protocol};
use crate::finding::{Finding, Severity};
use crate::names::Pattern;
use crate::source::Span;
use crate::words::{Msg, Word, msg, parts as words, reading};
use crate::yaml::decode::{Text, nearest};

/// What may be found, by id, with what it means.
pub static LINTS: &[(&str, &Word)] = &[
    ("licensed-too-many", &words::ABOUT_LICENSED),
    ("misspelt-connector", &words::ABOUT_CONNECTOR),
    ("no-speeds", &words::ABOUT_SPEEDS),
    ("part-number-twice", &words::ABOUT_NUMBER),
    ("psus-needed", &words::ABOUT_PSUS),
    ("shadowed-part", &words::ABOUT_SHADOWED),
    ("takeover-no-host-port", &words::ABOUT_TAKEOVER),
    ("unsourced-field", &words::ABOUT_UNSOURCED),
];

/// Connectors as the shipped parts spell them.
const CONNECTORS: &[&str] = &[
    "lc", "sc", "sfp", "sfp+", "sfp28", "sfp56", "sfp-dd", "qsfp+", "qsfp28", "qsfp56", "rj45",
    "sff-8088", "sff-8470", "sff-8644", "de-9", "mpo",
];

/// What is wrong with the parts of a catalogue that can be read.
pub fn lint(parts: &[(Text, PartSpec)], shipped: &mut Catalog) -> Vec<Finding> {
    let mut lint = Lint { findings: Vec::new() };
    let mut numbers: FxHashMap<CompactString, Span> = FxHashMap::default();
    for (id, part) in parts {
        lint.part(id, part);
        if shipped.spec(&id.value).is_some() {
            let message = msg!(words::SHADOWED, id = id.as_str());
            lint.warning("shadowed-part", id.span, message).help =
                Some(msg!(words::HELP_SHADOWED, id = own_id(&id.value)));
        }
        let Some(number) = &part.part_number else { continue };
        match numbers.get(&number.value) {
            None => {
                numbers.insert(number.value.clone(), number.span);
            }
            Some(&first) => {
                let message = msg!(words::NUMBER_TWICE, number = number.as_str());
                let finding = lint.warning("part-number-twice", number.span, message);
                finding.labels.push(crate::finding::Label {
                    span: first,
                    text: Some((&reading::FIRST_GIVEN).into()),
                });
                finding.help = Some((&words::HELP_NUMBER).into());
            }
        }
    }
    lint.findings
}

/// The name of a part under the site's own vendor.
fn own_id(id: &str) -> String {
    format!("site/{}", id.split_once('/').map_or(id, |it| it.1))
}

struct Lint {
    findings: Vec<Finding>,
}

impl Lint {
    fn add(
        &mut self,
        rule: &'static str,
        severity: Severity,
        span: Span,
        message: Msg,
    ) -> &mut Finding {
        self.findings.push(Finding::error(rule, span, message).severity(severity));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn warning(&mut self, rule: &'static str, span: Span, message: Msg) -> &mut Finding {
        self.add(rule, Severity::Warning, span, message)
    }

    fn part(&mut self, id: &Text, part: &PartSpec) {
        let unsourced = part.unsourced();
        if !unsourced.is_empty() {
            let example = format!("{}: {{source: \"…\"}}", unsourced[0]);
            let message = msg!(words::UNSOURCED, id = id.as_str(), fields = unsourced);
            let help = msg!(words::HELP_UNSOURCED, example = example);
            self.add("unsourced-field", Severity::Note, id.span, message).help = Some(help);
        }
        if let Some(psus) = &part.psus
            && let (Some(count), Some(needed)) = (psus.count, psus.needed)
            && needed.value > count.value
        {
            let message = msg!(
                words::PSUS_NEEDED,
                id = id.as_str(),
                needed = needed.value,
                count = count.value
            );
            self.add("psus-needed", Severity::Error, needed.span, message).help =
                Some((&words::HELP_PSUS).into());
        }
        self.ports(id, &part.ports);
        for (_, controller) in &part.controllers.0 {
            self.ports(id, &controller.ports);
            for port in &controller.takeover_ports {
                let has = |ports: &&PortsSpec| {
                    ports.names.iter().any(|name| names(name).contains(&port.value))
                };
                let role = controller.ports.iter().find(has).and_then(|ports| ports.role);
                if role.is_some_and(|role| role.value != PortRole::Host) {
                    let message = msg!(words::TAKEOVER, port = port.as_str(), id = id.as_str());
                    self.warning("takeover-no-host-port", port.span, message).help =
                        Some((&words::HELP_TAKEOVER).into());
                }
            }
        }
        let connectors = part.connector.iter().chain(&part.connectors);
        connectors.for_each(|connector| self.connector(connector));
    }

    fn ports(&mut self, id: &Text, all: &[PortsSpec]) {
        for ports in all {
            let count: usize = ports.names.iter().map(|name| names(name).len()).sum();
            if let Some(licensed) = ports.licensed
                && licensed.value as usize > count
            {
                let message = msg!(
                    words::LICENSED,
                    id = id.as_str(),
                    licensed = licensed.value,
                    count = count
                );
                self.add("licensed-too-many", Severity::Error, licensed.span, message).help =
                    Some((&words::HELP_LICENSED).into());
            }
            let managed = [PortRole::Management, PortRole::Bmc];
            let data = ports.role.is_none_or(|role| !managed.contains(&role.value));
            let serial = ports.protocol.is_some_and(|it| it.value == Protocol::Serial);
            if ports.speeds.is_empty() && data && !serial {
                let message = msg!(words::NO_SPEEDS, id = id.as_str());
                self.warning("no-speeds", ports.span, message).help =
                    Some((&words::HELP_SPEEDS).into());
            }
            ports.connector.iter().for_each(|connector| self.connector(connector));
        }
    }

    fn connector(&mut self, connector: &Text) {
        if CONNECTORS.contains(&connector.value.to_lowercase().as_str()) {
            return;
        }
        if let Some(near) = nearest(&connector.value, CONNECTORS.iter().copied()) {
            let message = msg!(words::CONNECTOR, connector = connector.as_str());
            let help = msg!(words::HELP_CONNECTOR, near = near);
            self.warning("misspelt-connector", connector.span, message).help = Some(help);
        }
    }
}

/// The names that a range stands for; none if it is not one, or of more ports than anything has.
fn names(name: &Text) -> Vec<CompactString> {
    let pattern = Pattern::parse(&name.value).ok().filter(|it| it.count() <= 10_000);
    pattern.map_or_else(Vec::new, |it| it.expand())
}
