//! From a file as written to a design as meant: expands ranges, resolves names, numbers components.
//!
//! Every mistake is reported and left out; the caller lets nothing through that has errors.

mod cables;
mod clusters;
mod devices;
mod drives;
mod mirrors;
mod ports;
mod related;
mod services;
mod shared;
mod supports;
mod unsure;

pub use cables::parse_subnet;

use std::collections::BTreeSet;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::*;
use crate::catalog::{self, Catalog, LikeError, Model, Part, PartKind, PartSpec};
use crate::finding::Finding;
use crate::names::{Pattern, RangeErrorKind};
use crate::spec::{Place, TopologySpec};
use crate::words::{Msg, Word, msg, reading, records, resolving as words};
use crate::yaml::decode::{Text, nearest, nearest_few};

/// How large a design may become when its ranges are expanded.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most names that the ranges of one file may stand for together.
    pub names: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { names: 2_000_000 }
    }
}

/// What a name of the shared namespace stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Named {
    Device(DeviceId),
    Power(PowerId),
}

/// Names of one kind of thing and the ids behind them.
/// How many parts are named in place of one that is not known.
const MOST_NEAR: usize = 3;

type Names<Id> = FxHashMap<CompactString, Id>;

/// Where a port sits: device, module and number there.
type Seat = (DeviceId, Option<ModuleId>, usize);

struct Builder<'a> {
    topology: Topology,
    findings: &'a mut Vec<Finding>,
    catalog: &'a mut Catalog,
    parts: FxHashMap<CompactString, Option<Arc<Part>>>,
    named: Names<Named>,
    racks: Names<RackId>,
    sites: Names<SiteId>,
    fabrics: Names<FabricId>,
    networks: Names<NetworkId>,
    volumes: Names<VolumeId>,
    clusters: Names<ClusterId>,
    zones: Names<usize>,
    mirrors: Names<MirrorId>,
    ports: FxHashMap<Seat, PortId>,
    /// Other names of ports, and ports by them.
    alias_of: FxHashMap<Seat, CompactString>,
    /// WWPNs and addresses of ports.
    facts_of: ports::PortFacts,
    aliases: FxHashMap<(DeviceId, CompactString), (Option<ModuleId>, usize)>,
    /// Bays that are taken, and where.
    bays: FxHashMap<(DeviceId, u32), Span>,
    /// Ports of panels that are taken, and where.
    panel_ports: FxHashMap<(DeviceId, CompactString), Span>,
    /// Trunks and breakouts: the pieces that their links share.
    assemblies: Names<CompId>,
    /// Drives of servers that are for mirrors: the mirror, server and drives, and where that is said.
    leg_drives: Vec<(CompactString, DeviceId, DriveSetId, Span)>,
    /// The file's own parts, as written.
    own: FxHashMap<&'a str, &'a PartSpec>,
    limits: Limits,
    expanded: u64,
    unsure: unsure::Unsure,
}

/// Builds a design from its file. `name` is the file's name, for a topology without one.
pub fn build(
    spec: &TopologySpec,
    name: &str,
    catalog: &mut Catalog,
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Topology {
    let mut builder = Builder::new(spec, catalog, limits, findings);
    builder.topology.name =
        spec.name.as_ref().map_or_else(|| name.into(), |name| name.value.clone());
    // A link gives a cable and two ports, a server a dozen things: room at once, not bit by bit.
    let room = 3 * spec.links.len() + 12 * spec.servers.0.len();
    builder.topology.components.reserve(room);
    builder.topology.by_id.reserve(room);
    builder.doubts(spec);
    builder.own_parts(spec);
    builder.places(spec);
    builder.power(spec);
    builder.devices(spec);
    builder.networks(spec);
    builder.links(spec);
    builder.zones(spec);
    builder.groups(spec);
    builder.mirrors(spec);
    builder.clusters(spec);
    builder.services(spec);
    builder.check_addresses();
    builder.waivers(spec);
    builder.related();
    builder.supports(spec);
    builder.topology
}

/// A file's own parts as meant, and what is not known of them.
#[derive(Debug, Default)]
pub struct OwnParts {
    /// The parts, each with its id as the file gives it, in the order of the file.
    pub parts: Vec<(Text, Arc<Part>)>,
    /// Ids of parts with mistakes, which have been reported.
    pub unsure: BTreeSet<CompactString>,
    /// Whether any id may be that of a part that could not be read.
    pub any_unsure: bool,
}

/// Checks what a file says of parts as [`build`] does, without a design around them.
pub fn own_parts(
    spec: &TopologySpec,
    catalog: &mut Catalog,
    findings: &mut Vec<Finding>,
) -> OwnParts {
    let mut builder = Builder::new(spec, catalog, Limits::default(), findings);
    builder.doubts(spec);
    builder.own_parts(spec);
    builder.supports(spec);
    let Builder { parts, unsure, .. } = builder;
    let of = |id: &Text| Some((id.clone(), parts.get(&id.value)?.clone()?));
    OwnParts {
        parts: spec.parts.0.iter().filter_map(|(id, _)| of(id)).collect(),
        any_unsure: unsure.any_part,
        unsure: unsure.parts.into_iter().collect(),
    }
}

impl<'a> Builder<'a> {
    fn new(
        spec: &'a TopologySpec,
        catalog: &'a mut Catalog,
        limits: Limits,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self {
            topology: Topology {
                title: spec.title.as_ref().map(|title| title.value.clone()),
                span: spec
                    .name
                    .as_ref()
                    .map_or_else(|| Span { end: spec.span.start, ..spec.span }, |name| name.span),
                target: spec
                    .target
                    .as_ref()
                    .and_then(|target| target.any_one_fault)
                    .map(|it| it.value),
                ..Topology::default()
            },
            findings,
            catalog,
            parts: FxHashMap::default(),
            named: Names::default(),
            racks: Names::default(),
            sites: Names::default(),
            fabrics: Names::default(),
            networks: Names::default(),
            volumes: Names::default(),
            clusters: Names::default(),
            zones: Names::default(),
            mirrors: Names::default(),
            ports: FxHashMap::default(),
            alias_of: FxHashMap::default(),
            facts_of: ports::PortFacts::default(),
            aliases: FxHashMap::default(),
            bays: FxHashMap::default(),
            panel_ports: FxHashMap::default(),
            assemblies: Names::default(),
            leg_drives: Vec::new(),
            own: spec.parts.0.iter().map(|(id, part)| (id.value.as_str(), part)).collect(),
            limits,
            expanded: 0,
            unsure: unsure::Unsure::default(),
        }
    }
}

impl Builder<'_> {
    fn error(&mut self, rule: &'static str, span: Span, message: Msg) -> &mut Finding {
        self.findings.push(Finding::error(rule, span, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The names that a key stands for; what is wrong with it is reported.
    fn expand(&mut self, text: &Text) -> Vec<CompactString> {
        if !text.value.contains(['[', ']']) {
            return vec![text.value.clone()];
        }
        let pattern = match Pattern::parse(&text.value) {
            Ok(pattern) => pattern,
            Err(error) => {
                let why = match error.kind {
                    RangeErrorKind::Unbalanced => &words::RANGE_UNBALANCED,
                    RangeErrorKind::Empty => &words::RANGE_EMPTY,
                    RangeErrorKind::Backwards => &words::RANGE_BACKWARDS,
                    RangeErrorKind::Unlike => &words::RANGE_UNLIKE,
                };
                let range = &text.value[error.at];
                let message =
                    msg!(words::BAD_RANGE, range = range, name = text.as_str(), why = why);
                self.error("bad-range", text.span, message).help =
                    Some((&words::RANGE_HELP).into());
                self.doubt_all_of(&text.value);
                return Vec::new();
            }
        };
        self.expanded = self.expanded.saturating_add(pattern.count());
        if self.expanded > self.limits.names {
            let (count, most) = (pattern.count(), self.limits.names);
            let message =
                msg!(words::EXPANSION_LIMIT, name = text.as_str(), count = count, most = most);
            // The count stands, so that every later range is refused as well: one report is enough.
            if self.expanded - count <= most {
                self.error("expansion-limit", text.span, message).help =
                    Some((&words::FEWER_NAMES).into());
            }
            self.doubt_all_of(&text.value);
            return Vec::new();
        }
        pattern.expand()
    }

    /// The names that a key introduces: expanded, and each fit to be a name.
    fn introduce(&mut self, text: &Text) -> Vec<CompactString> {
        let names = self.expand(text);
        for name in &names {
            let Some((wrong, help)) = unfit_name(name) else { continue };
            self.error("bad-name", text.span, wrong).help = Some(help.into());
            self.unsure.names.extend(names);
            return Vec::new();
        }
        names
    }

    /// Looks a name up; an unknown one is reported with the one most like it.
    fn find<Id: Copy>(
        &mut self,
        what: &'static Word,
        text: &Text,
        names: impl Fn(&Self) -> &Names<Id>,
    ) -> Option<Id> {
        let found = names(self).get(&text.value).copied();
        if found.is_none() && self.is_news(what, text) {
            let near = nearest(&text.value, self.unsure.few(names(self).keys()));
            let near = near.map(CompactString::from);
            self.unsure.looked_at(names(self).len());
            self.unknown(what, text, near);
        }
        found
    }

    /// Numbers a component; an id that is taken is reported.
    fn component(&mut self, id: CompactString, kind: ComponentKind, span: Span) -> CompId {
        let comp = CompId(self.topology.components.len() as u32);
        let first = *self.topology.by_id.entry(id.clone()).or_insert(comp);
        if first != comp {
            // What sits in a device that is there twice is there twice as well: that is no news.
            let owner = id.split([':', '/']).next().unwrap_or_default();
            let part_of_twin = owner.len() < id.len() && self.unsure.names.contains(owner);
            if !part_of_twin {
                self.taken(&id, span, self.topology[first].span);
            }
        }
        self.topology.components.push(Component { id, kind, span });
        comp
    }

    fn own_parts(&mut self, spec: &TopologySpec) {
        for (id, part) in &spec.parts.0 {
            let before = self.findings.len();
            // With a mistake of its own, or of a part that it is like.
            let next = |it: &&PartSpec| Some(*self.own.get(it.like.as_ref()?.as_str())?);
            let mut chain = std::iter::successors(Some(part), next).take(catalog::MOST_LIKE);
            let flawed = chain.any(|it| self.is_flawed(it.span));
            self.check_related(part);
            let part = self.like(part);
            let part = part.and_then(|(it, like)| {
                Some(Part { like, ..Part::from_spec(Some(&id.value), &it, self.findings)? })
            });
            if flawed || self.findings.len() > before {
                self.unsure.parts.insert(id.value.clone());
            }
            self.parts.insert(id.value.clone(), part.map(Arc::new));
        }
    }

    /// A part with all that it takes from those it is like, and their ids.
    fn like(&mut self, part: &PartSpec) -> Option<(PartSpec, Vec<CompactString>)> {
        let whole = catalog::like(part, |id| match self.own.get(id) {
            Some(part) => Some((*part).clone()),
            None => self.catalog.spec(id).cloned(),
        });
        match whole {
            Ok(whole) => Some(whole),
            Err(LikeError::Unknown(id)) => {
                let unread = self.unsure.parts.contains(&id.value);
                if !unread {
                    let kind = part.kind.map(|kind| kind.value);
                    self.unknown_part(&id, kind.as_slice());
                }
                None
            }
            Err(LikeError::Circle(id)) => {
                // Of the parts of a circle one is enough.
                let circle = self.circle(part);
                let news = match circle.is_empty() {
                    true => self.unsure.tell(Span::default(), "like"),
                    false => !self.unsure.circles.contains(&id.value),
                };
                if news {
                    let message = match circle.is_empty() {
                        false => msg!(words::LIKE_CIRCLE, names = circle.clone()),
                        true => msg!(words::LIKE_TOO_OFTEN, most = catalog::MOST_LIKE),
                    };
                    self.error("like-cycle", id.span, message);
                    self.unsure.circles.extend(circle);
                }
                None
            }
        }
    }

    /// The parts that are like each other in the circle that a part leads to, if it is a short one.
    fn circle(&self, part: &PartSpec) -> Vec<CompactString> {
        let mut seen: Vec<&CompactString> = Vec::new();
        let mut next = part.like.as_ref();
        while let Some(id) = next.filter(|_| seen.len() <= catalog::MOST_LIKE) {
            if let Some(first) = seen.iter().position(|it| **it == id.value) {
                return seen[first..].iter().copied().cloned().collect();
            }
            seen.push(&id.value);
            next = self.own.get(id.as_str()).and_then(|it| it.like.as_ref());
        }
        Vec::new()
    }

    /// The part behind a model; one of another kind than wanted is reported.
    fn part(&mut self, model: &Model, kinds: &[PartKind]) -> Option<Arc<Part>> {
        let part = match model {
            Model::InPlace(spec) => {
                self.check_related(spec);
                let (whole, like) = self.like(spec)?;
                Arc::new(Part { like, ..Part::from_spec(None, &whole, self.findings)? })
            }
            Model::Id(id) => match self.parts.get(&id.value) {
                Some(part) => part.clone()?,
                None => {
                    let part = self.catalog.part(&id.value);
                    if part.is_none() && !self.unsure.parts.contains(&id.value) {
                        self.unknown_part(id, kinds);
                    }
                    self.parts.insert(id.value.clone(), part.clone());
                    part?
                }
            },
        };
        if !kinds.contains(&part.kind) {
            let wanted: Vec<&str> = kinds.iter().map(|kind| kind.id()).collect();
            let message = msg!(
                words::WRONG_PART_KIND,
                part = part.title(),
                kind = part.kind.id(),
                wanted = wanted
            );
            self.error("wrong-part-kind", model.span(), message);
            return None;
        }
        Some(part)
    }

    /// Reports a part that is not known, and names those of the kinds wanted that are near; any kind if none.
    fn unknown_part(&mut self, id: &Text, kinds: &[PartKind]) {
        if self.unsure.any_part {
            return;
        }
        let wanted = |part: &Arc<Part>| kinds.is_empty() || kinds.contains(&part.kind);
        let all = self.catalog.all();
        let own = self.parts.iter().filter_map(|(id, part)| Some((id, part.as_ref()?)));
        let own = own.filter(|(_, part)| wanted(part)).map(|(id, _)| id.clone());
        let shipped = all.iter().filter(|part| wanted(part)).filter_map(|part| part.id.clone());
        let mut ids: Vec<CompactString> = shipped.chain(own).collect();
        ids.sort_unstable();
        ids.dedup();
        let near = nearest_few(&id.value, self.unsure.few(ids.iter()), MOST_NEAR);
        let near: Vec<CompactString> = near.into_iter().map(CompactString::from).collect();
        self.unsure.looked_at(ids.len());
        let message = msg!(words::UNKNOWN_PART, id = id.as_str());
        self.error("unknown-part", id.span, message).help = Some(match &near[..] {
            [one] => msg!(reading::DID_YOU_MEAN, near = one.clone()),
            [] => msg!(words::DESCRIBE_PART, id = id.as_str()),
            _ => msg!(crate::words::parts::NEAR_PARTS, near = near),
        });
    }

    fn location(&mut self, place: Option<&Place>, site: Option<&Text>) -> Location {
        let rack = place.and_then(|place| {
            let rack = self.find(&words::A_RACK, &place.rack, |it| &it.racks)?;
            Some((rack, place.unit.map(|unit| unit.value)))
        });
        let site = site.and_then(|site| self.find(&words::A_SITE, site, |it| &it.sites));
        let of_rack = rack.and_then(|(rack, _)| self.topology[rack].site);
        Location { rack, site: site.or(of_rack) }
    }
}

/// Whether a name is a world wide name: eight pairs of hexadecimal digits.
fn is_wwn(name: &str) -> bool {
    let pair = |it: &str| it.len() == 2 && it.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(':').count() == 8 && name.split(':').all(pair)
}

/// Why a name that a file introduces cannot be one, and the way out; nothing for a name that is fit.
pub fn unfit_name(name: &str) -> Option<(Msg, &'static Word)> {
    let odd = name.chars().find(|&c| !(c.is_alphanumeric() || "-_.".contains(c)));
    let wrong = match odd {
        _ if name.is_empty() => (&words::NAME_EMPTY).into(),
        Some(' ') => msg!(words::NAME_WITH_SPACE, name = name),
        Some(':') if is_wwn(name) => msg!(words::WWN_AS_NAME, wwn = name),
        Some(c) => msg!(words::NAME_WITH_CHARACTER, name = name, character = c),
        None if name.contains("--") => msg!(words::NAME_WITH_DASHES, name = name),
        None if is_reserved(name) => msg!(words::NAME_RESERVED, name = name),
        None => return None,
    };
    Some((wrong, if is_reserved(name) { &words::OTHER_NAME } else { &words::NAME_HELP }))
}

/// Names that component ids use for something else.
fn is_reserved(name: &str) -> bool {
    let supply = name.strip_prefix("psu").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    supply || matches!(name, "site" | "rack" | "group" | "fabric" | "os")
}
