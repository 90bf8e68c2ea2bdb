//! What is not known because of mistakes that have been reported: one mistake is one finding, so what
//! follows from it is kept quiet.

use rustc_hash::FxHashSet;

use super::*;
use crate::names::Pattern;

/// Names compared for "did you mean" in one file before it is left out: a file full of mistakes must not
/// take longer than a sound one.
const COMPARED: usize = 200_000;

/// Beginnings of names kept; beyond that any name may be meant.
const BEGINNINGS: usize = 256;

/// Names that the file gives without saying what they are, or that could not be read.
#[derive(Default)]
pub(super) struct Unsure {
    /// Devices, power sources, networks, clusters and the like.
    pub names: FxHashSet<CompactString>,
    /// How such names begin, from ranges that cannot be expanded.
    beginnings: Vec<CompactString>,
    /// Own parts with mistakes.
    pub parts: FxHashSet<CompactString>,
    /// Devices that may have more ports than they seem to have, and adapters as `DEVICE:ADAPTER`.
    pub ports: FxHashSet<CompactString>,
    /// Clusters with a node that is not known.
    pub clusters: FxHashSet<CompactString>,
    /// Whether a link was left out.
    pub links: bool,
    any_device: bool,
    any_switch: bool,
    any_shelf: bool,
    any_enclosure: bool,
    any_panel: bool,
    any_mirror: bool,
    any_server: bool,
    any_array: bool,
    any_power: bool,
    any_rack: bool,
    any_site: bool,
    any_network: bool,
    any_cluster: bool,
    /// Whether a part that is not found may be one that was not read.
    pub any_part: bool,
    /// Parts that are like each other in a circle that was told.
    pub circles: FxHashSet<CompactString>,
    /// Places where an unknown name has been reported.
    told: FxHashSet<(Span, &'static str)>,
    /// Where the reader found something wrong, sorted.
    flaws: Vec<Span>,
    compared: usize,
}

impl Unsure {
    /// As many of the names as may still be compared.
    pub fn few<'n>(
        &self,
        names: impl Iterator<Item = &'n CompactString>,
    ) -> impl Iterator<Item = &'n str> {
        names.map(CompactString::as_str).take(COMPARED.saturating_sub(self.compared))
    }

    /// Counts names that were compared.
    pub fn looked_at(&mut self, names: usize) {
        self.compared = self.compared.saturating_add(names);
    }

    /// Whether something is said of a place for the first time.
    pub fn tell(&mut self, place: Span, what: &'static str) -> bool {
        self.told.insert((place, what))
    }

    /// Whether a name may be one that was not read.
    pub fn may_be(&self, name: &str) -> bool {
        self.names.contains(name)
            || self.beginnings.len() >= BEGINNINGS
            || self.beginnings.iter().any(|it| name.starts_with(it.as_str()))
    }
}

impl Builder<'_> {
    /// Takes note of what the reader could not make sense of.
    pub(super) fn doubts(&mut self, spec: &TopologySpec) {
        let starts = self.findings.iter().filter_map(|it| it.labels.first());
        self.unsure.flaws = starts.map(|label| label.span).collect();
        self.unsure.flaws.sort_unstable();
        let it = &mut self.unsure;
        it.any_server = spec.servers.1.any;
        it.any_array = spec.arrays.1.any;
        it.any_switch = spec.switches.1.any;
        it.any_shelf = spec.shelves.1.any;
        it.any_enclosure = spec.enclosures.1.any;
        it.any_panel = spec.panels.1.any;
        it.any_mirror = spec.mirrors.1.any;
        it.any_device = it.any_server
            || it.any_switch
            || it.any_array
            || it.any_shelf
            || it.any_enclosure
            || it.any_panel;
        it.any_power = spec.power.1.any;
        it.any_rack = spec.racks.1.any;
        it.any_site = spec.sites.1.any;
        it.any_network = spec.networks.1.any;
        it.any_cluster = spec.clusters.1.any;
        it.any_part = spec.parts.1.any;
        it.parts.extend(spec.parts.1.names.iter().map(|it| it.value.clone()));
        let tables = [
            &spec.servers.1,
            &spec.switches.1,
            &spec.arrays.1,
            &spec.shelves.1,
            &spec.enclosures.1,
            &spec.panels.1,
            &spec.mirrors.1,
            &spec.power.1,
            &spec.racks.1,
            &spec.sites.1,
            &spec.networks.1,
            &spec.clusters.1,
        ];
        for name in tables.iter().flat_map(|table| &table.names) {
            self.doubt(name);
        }
    }

    /// The names that a key stands for are there, but nothing is known of them.
    pub(super) fn doubt(&mut self, text: &Text) {
        match Pattern::parse(&text.value) {
            Ok(pattern) if pattern.count() <= 10_000 => {
                self.unsure.names.extend(pattern.expand());
            }
            _ => self.doubt_all_of(&text.value),
        }
    }

    /// Any name that begins like a range which cannot be expanded may be meant by it.
    pub(super) fn doubt_all_of(&mut self, range: &str) {
        let beginning = range.split(['[', ']']).next().unwrap_or_default();
        if self.unsure.beginnings.len() < BEGINNINGS {
            self.unsure.beginnings.push(beginning.into());
        }
    }

    /// Whether the reader found something wrong within a place.
    pub(super) fn is_flawed(&self, span: Span) -> bool {
        let flaws = &self.unsure.flaws;
        let place = |it: &Span| (it.source, it.start);
        let next = flaws.partition_point(|it| place(it) < place(&span));
        flaws.get(next).is_some_and(|it| place(it) < (span.source, span.end))
    }

    /// Whether an unknown name is worth a report: it follows from no other mistake, and was not
    /// reported for this place.
    pub(super) fn is_news(&mut self, what: &'static Word, text: &Text) -> bool {
        let it = &self.unsure;
        let device = text.value.split([':', '/']).next().unwrap_or_default();
        let any = match what.name() {
            "A_DEVICE" => it.any_device,
            "A_SERVER" => it.any_server,
            "A_SWITCH" => it.any_switch,
            "AN_ARRAY" => it.any_array,
            "A_SHELF" => it.any_shelf,
            "AN_ENCLOSURE" => it.any_enclosure,
            "A_PANEL" => it.any_panel,
            "A_MIRROR" => it.any_mirror,
            "A_VOLUME" => it.any_array || it.may_be(device),
            "A_POWER_SOURCE" => it.any_power,
            "A_RACK" => it.any_rack,
            "A_SITE" => it.any_site,
            "A_NETWORK" => it.any_network,
            "A_CLUSTER" => it.any_cluster,
            _ => {
                let cable = text.value.contains("--") && it.links;
                cable || it.any_device || it.any_power || it.may_be(device)
            }
        };
        !any && !it.may_be(&text.value) && self.unsure.told.insert((text.span, what.key))
    }

    /// Reports an unknown name: what it is instead, or the one most like it.
    pub(super) fn unknown(
        &mut self,
        what: &'static Word,
        text: &Text,
        near: Option<CompactString>,
    ) {
        let found = match self.named.get(&text.value) {
            Some(&Named::Power(_)) => Some("power"),
            Some(&Named::Device(id)) if id.0 != u32::MAX => Some(self.topology[id].kind.id()),
            _ => None,
        };
        if let Some(found) = found {
            let found = records::word(found);
            let message =
                msg!(words::WRONG_THING, name = text.as_str(), found = found, what = what);
            self.error("unknown-name", text.span, message);
            return;
        }
        let message = msg!(words::UNKNOWN_NAME, what = what, name = text.as_str());
        self.error("unknown-name", text.span, message).help =
            near.map(|near| msg!(reading::DID_YOU_MEAN, near = near));
    }

    /// Whether a port that is not found may be there all the same; otherwise it is news once a place.
    pub(super) fn port_is_news(&mut self, device: DeviceId, port: &str, span: Span) -> bool {
        let name = &self.topology[device].name;
        let adapter = port.split('/').next().unwrap_or_default();
        let of_adapter = compact_str::format_compact!("{name}:{adapter}");
        let ports = &self.unsure.ports;
        let unsure = ports.contains(name) || ports.contains(&of_adapter);
        let twice = self.unsure.names.contains(name);
        !unsure && !twice && self.unsure.told.insert((span, "port"))
    }
}
