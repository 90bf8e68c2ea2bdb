//! Cables to pull, to move, to add.

use rustc_hash::FxHashMap;

use super::tables::medium_of;
use super::{Action, CableChange, CableState, Change};
use crate::names::natural;
use crate::sheet::cabling::{Cabling, Row};
use crate::sheet::table::metres;
use crate::words::{Msg, handover as words, msg};

/// A cable with what only its comparison needs.
struct Laid {
    state: CableState,
    label: Option<String>,
    connector: Option<String>,
    purpose: Option<Msg>,
    taken: bool,
}

fn laid(list: &Cabling) -> Vec<Laid> {
    let mut all: Vec<Laid> = list.cables.iter().map(one).collect();
    all.sort_by(|a, b| {
        let id = natural(&a.state.id, &b.state.id);
        id.then_with(|| a.state.ends.cmp(&b.state.ends))
    });
    all
}

fn one(row: &Row) -> Laid {
    let mut ends = [&row.a, &row.b].map(|end| format!("{}:{}", end.device, end.port));
    ends.sort_by(|a, b| natural(a, b));
    Laid {
        state: CableState {
            id: row.label.clone().unwrap_or_else(|| row.id.clone()),
            labelled: row.label.is_some(),
            ends,
            medium: row.medium.clone(),
            length_mm: row.length_mm,
            part_number: row.part_number.clone(),
        },
        label: row.label.clone(),
        connector: row.connector.clone(),
        purpose: row.purpose.clone(),
        taken: false,
    }
}

/// Whether one may be used for the other: what is known of both does not differ.
fn alike(a: &Laid, b: &Laid) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    same(&a.state.medium, &b.state.medium) && same(&a.connector, &b.connector)
}

/// Cables that are not as they were: to pull, to move, to add, to change, each in natural order.
///
/// A cable between the same ports is the same; else one with the same label is, and else one of the same
/// sort with one end in the same port: those two are moved and not pulled and bought.
pub(super) fn changes(old: &Cabling, new: &Cabling) -> Vec<CableChange> {
    let (mut old, mut new) = (laid(old), laid(new));
    let mut changes = Vec::new();
    type Same = fn(&Laid, &Laid) -> bool;
    let rounds: [(Same, Action); 3] = [
        (|a, b| a.state.ends == b.state.ends, Action::Change),
        (|a, b| a.label.is_some() && a.label == b.label && alike(a, b), Action::Move),
        (
            |a, b| {
                // Another label is another cable.
                let labels = a.label.is_none() || b.label.is_none();
                labels && alike(a, b) && a.state.ends.iter().any(|it| b.state.ends.contains(it))
            },
            Action::Move,
        ),
    ];
    for (same, action) in rounds {
        // By a key first: a design may have a hundred thousand cables.
        let index = Index::new(&new);
        for from in old.iter_mut().filter(|it| !it.taken) {
            let found = index
                .candidates(from)
                .into_iter()
                .find(|&at| !new[at].taken && same(from, &new[at]));
            let Some(at) = found else { continue };
            (from.taken, new[at].taken) = (true, true);
            let changes_of = facts(from, &new[at]);
            if action == Action::Move || !changes_of.is_empty() {
                changes.push(CableChange {
                    action,
                    old: Some(from.state.clone()),
                    new: Some(new[at].state.clone()),
                    changes: changes_of,
                });
            }
        }
    }
    let gone = old.into_iter().filter(|it| !it.taken).map(|it| (Action::Remove, it));
    let added = new.into_iter().filter(|it| !it.taken).map(|it| (Action::Add, it));
    for (action, it) in gone.chain(added) {
        let state = Some(it.state);
        let (old, new) = if action == Action::Add { (None, state) } else { (state, None) };
        changes.push(CableChange { action, old, new, changes: Vec::new() });
    }
    let id = |it: &CableChange| it.old.as_ref().or(it.new.as_ref()).map(|it| it.id.clone());
    changes.sort_by(|a, b| {
        let ids = natural(&id(a).unwrap_or_default(), &id(b).unwrap_or_default());
        a.action.cmp(&b.action).then(ids)
    });
    changes
}

/// Where cables are found by a port or a label.
struct Index(FxHashMap<String, Vec<usize>>);

impl Index {
    fn new(all: &[Laid]) -> Self {
        let mut by: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, it) in all.iter().enumerate().filter(|(_, it)| !it.taken) {
            for key in keys(it) {
                by.entry(key).or_default().push(at);
            }
        }
        Self(by)
    }

    /// Cables that share a port or the label, in order.
    fn candidates(&self, it: &Laid) -> Vec<usize> {
        let keys = keys(it);
        let mut all: Vec<usize> =
            keys.iter().filter_map(|key| self.0.get(key)).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn keys(it: &Laid) -> Vec<String> {
    // A label may look like a port.
    let ends = it.state.ends.iter().map(|end| format!("port {end}"));
    ends.chain(it.label.iter().map(|label| format!("label {label}"))).collect()
}

/// What is different about a cable.
fn facts(old: &Laid, new: &Laid) -> Vec<Change> {
    let plain = |text: Option<String>| text.map(|text| msg!(words::PLAIN, text = text));
    let length = |it: &Laid| plain(it.state.length_mm.map(|mm| format!("{} m", metres(mm))));
    let label = |it: &Laid| plain(it.label.clone());
    let medium = |it: &Laid| it.state.medium.as_deref().map(medium_of);
    let number = |it: &Laid| plain(it.state.part_number.clone());
    [
        Change::of("label", &words::H_LABEL, label(old), label(new)),
        Change::of("medium", &words::H_TYPE, medium(old), medium(new)),
        Change::of("length", &words::H_LENGTH, length(old), length(new)),
        Change::of("part_number", &words::H_PART_NUMBER, number(old), number(new)),
        Change::of("purpose", &words::H_PURPOSE, old.purpose.clone(), new.purpose.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}
