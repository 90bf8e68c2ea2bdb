//! What no brief may say, whatever its parts are: names that no file can hold, addresses that are none, numbers out
//! of bounds. Found here, it is told with its place in the brief; found in a wired file, it would have none.

use compact_str::CompactString;

use super::brief::{MOST_SERVERS, Service, data_ports};
use super::choice::name_of;
use crate::catalog::{Part, PartKind, Protocol};
use crate::finding::Finding;
use crate::names::{Pattern, natural};
use crate::source::Span;
use crate::spec::brief::{Attach, BriefClientsSpec, BriefRackSpec, BriefSpec, VariantSpec};
use crate::topology::{parse_subnet, unfit_name};
use crate::words::{Msg, brief as words, msg, resolving};
use crate::yaml::decode::{Spanned, Text};

/// Most rack units of a rack.
const MOST_UNITS: u32 = 1000;

/// Most drives of a kind.
const MOST_DRIVES: u32 = 10_000;

/// Collects what is wrong.
pub(super) struct Sound<'s> {
    pub(super) findings: &'s mut Vec<Finding>,
}

impl Sound<'_> {
    fn wrong(&mut self, rule: &'static str, span: Span, message: Msg, help: impl Into<Msg>) {
        self.findings.push(Finding::error(rule, span, message).help(help));
    }

    /// A number within bounds; anything else is reported.
    pub(super) fn within(
        &mut self,
        number: Option<Spanned<u32>>,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        let number = number?;
        if (least..=most).contains(&number.value) {
            return Some(number.value);
        }
        let message = msg!(words::NOT_WITHIN, number = number.value, least = least, most = most);
        self.findings.push(Finding::error("bad-value", number.span, message));
        None
    }

    /// Reports a figure of which there must be some.
    fn some(&mut self, key: &str, is_none: bool, span: Span) {
        if is_none {
            self.findings.push(Finding::error("bad-value", span, msg!(words::NOTHING, key = key)));
        }
    }

    fn name(&mut self, name: &str, span: Span) -> bool {
        let wrong = unfit_name(name);
        let fits = wrong.is_none();
        if let Some((message, help)) = wrong {
            self.wrong("bad-name", span, message, help);
        }
        fits
    }

    /// Everything about a brief that can be said without its parts.
    pub(super) fn brief(&mut self, spec: &BriefSpec) {
        if let Some(servers) = &spec.servers {
            let told = |it: &Finding| {
                it.rule == "missing-key"
                    && it.labels.first().is_some_and(|it| it.span == servers.span)
            };
            if servers.models.is_empty() && !self.findings.iter().any(told) {
                let help = msg!(words::SEARCH_PARTS, kind = PartKind::Server.id());
                self.wrong("bad-value", servers.span, (&words::NO_MODELS).into(), help);
            }
            self.fitted(servers.cpus, servers.memory.map(|it| (it.value.bytes, it.span)));
        }
        if let Some(storage) = &spec.storage {
            if let Some(usable) = storage.usable {
                self.some("usable", usable.value.bytes == 0, usable.span);
            }
            self.within(storage.spares, 0, MOST_DRIVES);
        }
        if let Some(rack) = &spec.rack {
            self.rack(rack);
        }
        self.variants(&written_out(spec));
    }

    fn fitted(&mut self, cpus: Option<Spanned<u32>>, memory: Option<(u64, Span)>) {
        if let Some(cpus) = cpus {
            self.some("cpus", cpus.value == 0, cpus.span);
        }
        if let Some((bytes, span)) = memory {
            self.some("memory", bytes == 0, span);
        }
    }

    fn rack(&mut self, rack: &BriefRackSpec) {
        if let Some(name) = &rack.name {
            if name.value.contains(['[', ']']) {
                let message = msg!(words::ONE_NAME, name = name.value.clone());
                self.wrong("bad-name", name.span, message, &resolving::OTHER_NAME);
            } else {
                self.name(&name.value, name.span);
            }
        }
        let units = rack.units.map_or(42, |it| it.value);
        self.within(rack.units, 1, MOST_UNITS);
        self.within(rack.from, 1, units.clamp(1, MOST_UNITS));
    }

    fn variants(&mut self, variants: &[VariantSpec]) {
        let mut taken: Vec<CompactString> = Vec::new();
        for variant in variants {
            for number in [variant.adapters, variant.client_links, variant.feeds] {
                self.within(number, 1, 2);
            }
            self.fitted(variant.cpus, variant.memory.map(|it| (it.value.bytes, it.span)));
            let Some(attach) = variant.attach else { continue };
            let made = name_of(attach.value, variant.adapters.map_or(1, |it| it.value));
            let name = variant.name.as_ref().map_or(made, |it| it.value.clone());
            let span = variant.name.as_ref().map_or(variant.span, |it| it.span);
            if name.trim().is_empty() {
                self.wrong(
                    "bad-name",
                    span,
                    (&resolving::NAME_EMPTY).into(),
                    &resolving::OTHER_NAME,
                );
            } else if taken.contains(&name) {
                let message = msg!(resolving::DUPLICATE_NAME, name = name.clone());
                self.wrong("duplicate-name", span, message, &words::NAME_IT);
            }
            taken.push(name);
        }
    }

    /// The services that a brief names, ranges written out, in the natural order of their names.
    pub(super) fn services(&mut self, spec: &BriefSpec) -> Vec<Service> {
        let mut services: Vec<Service> = Vec::new();
        for (key, load) in &spec.services.0 {
            let Ok(pattern) = Pattern::parse(&key.value) else {
                let message = msg!(words::BAD_SERVICES, name = key.value.clone());
                self.wrong("bad-range", key.span, message, &resolving::RANGE_HELP);
                continue;
            };
            if pattern.count() > u64::from(MOST_SERVERS) {
                let (count, most) = (pattern.count(), MOST_SERVERS);
                let message = msg!(words::NOT_WITHIN, number = count, least = 1_u32, most = most);
                self.findings.push(Finding::error("bad-value", key.span, message));
                continue;
            }
            for name in pattern.expand() {
                if !self.name(&name, key.span) {
                    break;
                }
                if services.iter().any(|it| it.name == name) {
                    let message = msg!(resolving::DUPLICATE_NAME, name = name);
                    self.wrong("duplicate-name", key.span, message, &resolving::OTHER_NAME);
                    break;
                }
                let cpus = load.cpus.map(|it| it.value);
                services.push(Service { name, cpus, memory: load.memory.map(|it| it.value) });
            }
        }
        services.sort_by(|a, b| natural(&a.name, &b.name));
        if services.is_empty() {
            services.push(Service { name: "app".into(), cpus: None, memory: None });
        }
        services
    }

    /// The clients: their addresses, and the ports of their switch.
    pub(super) fn clients(
        &mut self,
        spec: &BriefClientsSpec,
        switch: Option<&Part>,
        services: usize,
    ) {
        if let Some(subnet) = spec.subnet.as_ref().filter(|it| parse_subnet(&it.value).is_none()) {
            let message = msg!(resolving::BAD_SUBNET, text = subnet.as_str());
            self.wrong("bad-value", subnet.span, message, &resolving::SUBNET_HELP);
        }
        for vip in &spec.vips {
            if vip.value.parse::<std::net::IpAddr>().is_err() {
                let message = msg!(resolving::BAD_ADDRESS, text = vip.as_str());
                self.wrong("bad-value", vip.span, message, &resolving::ADDRESS_HELP);
            }
        }
        if let Some(more) = spec.vips.get(services) {
            let message = msg!(words::MORE_VIPS, vip = more.value.clone());
            self.wrong("bad-value", more.span, message, &words::MORE_VIPS_HELP);
        }
        if let (Some(Text { value, span }), Some(part)) = (&spec.switch, switch)
            && data_ports(part, Protocol::Ethernet).is_empty()
        {
            let help = msg!(words::SEARCH_PARTS, kind = PartKind::Switch.id());
            self.wrong("wrong-kind", *span, msg!(words::NO_ETHERNET, part = value.clone()), help);
        }
    }
}

/// The variants with `all` written out: every way, with one and with two adapters.
pub(super) fn written_out(spec: &BriefSpec) -> Vec<VariantSpec> {
    let mut found: Vec<VariantSpec> = Vec::new();
    for variant in spec.variants.iter().map(|it| &it.0) {
        if variant.attach.is_some() {
            found.push(variant.clone());
            continue;
        }
        let ways = Attach::ALL.iter().flat_map(|&attach| [1, 2].map(|adapters| (attach, adapters)));
        found.extend(ways.map(|(attach, adapters)| VariantSpec {
            span: variant.span,
            attach: Some(Spanned { value: attach, span: variant.span }),
            adapters: Some(Spanned { value: adapters, span: variant.span }),
            ..VariantSpec::default()
        }));
    }
    found
}
