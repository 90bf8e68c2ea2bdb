//! What may be chosen: how servers hang on their storage, and of which parts.

use std::sync::Arc;

use compact_str::CompactString;

use super::brief::{Brief, data_ports, host_ports, protocol_word};
use crate::catalog::{Part, Protocol};
use crate::source::Span;
use crate::spec::brief::{Attach, VariantSpec};
use crate::words::{Msg, brief as words, msg};
use crate::yaml::decode::Spanned;
use crate::yaml::values::Size;

/// One design that could be wired.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: CompactString,
    /// Its title for people.
    pub title: Option<CompactString>,
    /// How the servers hang on their storage.
    pub attach: Attach,
    /// The model of the servers.
    pub server: Arc<Part>,
    /// Processors fitted in each.
    pub cpus: Option<u32>,
    /// Memory fitted in each.
    pub memory: Option<Size>,
    /// Storage adapters of each server: 1 or 2.
    pub adapters: u32,
    /// Client links of each server: 1 or 2.
    pub client_links: u32,
    /// Independent power feeds: 1 or 2.
    pub feeds: u32,
    /// The array; none where servers mirror their drives.
    pub array: Option<Arc<Part>>,
    /// The storage adapter.
    pub adapter: Arc<Part>,
    /// The storage switch, where there is one.
    pub switch: Option<Arc<Part>>,
}

/// Why a variant cannot be wired.
#[derive(Clone, Debug)]
pub struct Unbuildable {
    /// Its name.
    pub name: CompactString,
    /// Why.
    pub reason: Msg,
}

/// The designs that a brief asks for: its variants, or else every way with one and with two adapters a server.
pub fn choices(brief: &Brief) -> Vec<Result<Choice, Unbuildable>> {
    if !brief.variants.is_empty() {
        return brief.variants.iter().map(|it| of_variant(brief, it)).collect();
    }
    let ways = Attach::ALL.iter().flat_map(|&attach| [1, 2].map(|adapters| (attach, adapters)));
    let variant = |(attach, adapters)| VariantSpec {
        attach: Some(Spanned { value: attach, span: Span::default() }),
        adapters: Some(Spanned { value: adapters, span: Span::default() }),
        ..VariantSpec::default()
    };
    ways.map(|way| of_variant(brief, &variant(way))).collect()
}

/// Every design that a brief leaves room for: each model with each, one and two adapters, client links and feeds.
pub fn all(brief: &Brief) -> Vec<Choice> {
    let mut attaches: Vec<Attach> =
        brief.variants.iter().filter_map(|it| Some(it.attach?.value)).collect();
    if attaches.is_empty() {
        attaches = Attach::ALL.to_vec();
    }
    attaches.sort_unstable();
    attaches.dedup();
    let mut found = Vec::new();
    for attach in attaches {
        let fitting = parts(brief, attach);
        for (array, adapter, switch) in fitting.clone() {
            for server in &brief.servers {
                for bits in 0..8_u32 {
                    let two = |bit: u32| 1 + (bits >> bit & 1);
                    let (adapters, client_links, feeds) = (two(0), two(1), two(2));
                    let mut name = name_of(attach, adapters).to_string();
                    // Of what could be chosen only, so that names stay short.
                    if fitting.iter().any(|it| it.0 != array) {
                        name += &tail(array.as_deref());
                    }
                    if fitting.iter().any(|it| it.1 != adapter) {
                        name += &tail(Some(&adapter));
                    }
                    if fitting.iter().any(|it| it.2 != switch) {
                        name += &tail(switch.as_deref());
                    }
                    if brief.servers.iter().any(|it| it != server) {
                        name += &tail(Some(server));
                    }
                    if client_links > 1 {
                        name += "-2-client-links";
                    }
                    if feeds == 1 {
                        name += "-1-feed";
                    }
                    found.push(Choice {
                        name: name.into(),
                        title: None,
                        attach,
                        server: server.clone(),
                        cpus: brief.cpus,
                        memory: brief.memory,
                        adapters,
                        client_links,
                        feeds,
                        array: array.clone(),
                        adapter: adapter.clone(),
                        switch: switch.clone(),
                    });
                }
            }
        }
    }
    found
}

/// What a part is called behind its maker, to be put behind a name.
fn tail(part: Option<&Part>) -> String {
    let id = part.and_then(|it| it.id.as_deref()).unwrap_or_default();
    format!("-{}", id.rsplit('/').next().unwrap_or_default())
}

/// What a design is called that is given no name.
pub(super) fn name_of(attach: Attach, adapters: u32) -> CompactString {
    match adapters {
        1 => attach.id().into(),
        _ => format!("{}-{adapters}-adapters", attach.id()).into(),
    }
}

fn of_variant(brief: &Brief, variant: &VariantSpec) -> Result<Choice, Unbuildable> {
    let attach = variant.attach.map_or(Attach::FcTwoFabrics, |it| it.value);
    let adapters = variant.adapters.map_or(1, |it| it.value);
    let given = variant.name.as_ref().map(|it| it.value.clone());
    let name = given.unwrap_or_else(|| name_of(attach, adapters));
    let parts = parts(brief, attach).into_iter().next();
    let (array, adapter, switch) = parts.ok_or_else(|| lacking(brief, attach, name.clone()))?;
    let named = variant.server.as_ref();
    let model = named.and_then(|id| brief.servers.iter().find(|it| it.is(&id.value)));
    let Some(server) = model.or_else(|| brief.servers.first().filter(|_| named.is_none())) else {
        let server = named.map(|it| it.value.clone()).unwrap_or_default();
        return Err(Unbuildable { name, reason: msg!(words::OTHER_SERVER, server = server) });
    };
    Ok(Choice {
        name,
        title: variant.title.as_ref().map(|it| it.value.clone()),
        attach,
        server: server.clone(),
        cpus: variant.cpus.map(|it| it.value).or(brief.cpus),
        memory: variant.memory.map(|it| it.value).or(brief.memory),
        adapters,
        client_links: variant.client_links.map_or(1, |it| it.value),
        feeds: variant.feeds.map_or(2, |it| it.value),
        array,
        adapter,
        switch,
    })
}

/// An array, a card and a switch.
type Parts = (Option<Arc<Part>>, Arc<Part>, Option<Arc<Part>>);

/// Whether an adapter or a switch has ports for data of a protocol.
fn speaks(part: &Part, protocol: Protocol) -> bool {
    !data_ports(part, protocol).is_empty()
}

/// Whether hosts reach an array over a protocol.
fn serves(part: &Part, protocol: Protocol) -> bool {
    host_ports(part, protocol).iter().any(|ports| !ports.is_empty())
}

/// The parts that fit a way, each with each, in the order of the brief.
fn parts(brief: &Brief, attach: Attach) -> Vec<Parts> {
    let protocol = attach.protocol().unwrap_or(Protocol::Ethernet);
    let adapters: Vec<&Arc<Part>> =
        brief.adapters.iter().filter(|it| speaks(it, protocol)).collect();
    let arrays: Vec<Option<&Arc<Part>>> = match attach {
        Attach::HostMirror => vec![None],
        _ => brief.arrays.iter().filter(|it| serves(it, protocol)).map(Some).collect(),
    };
    let switches: Vec<Option<&Arc<Part>>> = match attach.own_switches() {
        0 => vec![None],
        _ => brief.switches.iter().filter(|it| speaks(it, protocol)).map(Some).collect(),
    };
    let mut found = Vec::new();
    for &array in &arrays {
        for &adapter in &adapters {
            for &switch in &switches {
                found.push((array.cloned(), adapter.clone(), switch.cloned()));
            }
        }
    }
    found
}

/// What a brief would have to name so that a way can be built.
fn lacking(brief: &Brief, attach: Attach, name: CompactString) -> Unbuildable {
    let protocol = attach.protocol().unwrap_or(Protocol::Ethernet);
    let word = protocol_word(protocol);
    let reason =
        if attach != Attach::HostMirror && !brief.arrays.iter().any(|it| serves(it, protocol)) {
            msg!(words::NO_ARRAY, protocol = word)
        } else if !brief.adapters.iter().any(|it| speaks(it, protocol)) {
            msg!(words::NO_ADAPTER, protocol = word)
        } else {
            msg!(words::NO_SWITCH, protocol = word)
        };
    Unbuildable { name, reason }
}
