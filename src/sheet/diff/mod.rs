//! What changes from one design to another: parts, cables, devices, verdicts, findings.

mod cables;
mod parts;
mod services;
mod tables;
mod things;

use crate::facts::Effect;
use crate::finding::Severity;
use crate::sheet::bom::Unit;
use crate::sheet::{bom, cabling};
use crate::topology::Topology;
use crate::words::{Lang, Msg, Word, handover as words};

/// What changes from one design to another.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The design as it was: its name, and its title for people.
    pub old: Named,
    /// The design as it is to be.
    pub new: Named,
    /// Parts to buy and parts that are left over.
    pub parts: Vec<PartChange>,
    /// Cables to pull, to move, to add, and those that change where they lie.
    pub cables: Vec<CableChange>,
    /// Devices, power sources, networks, volumes, clusters and services that come, go or change.
    pub things: Vec<ThingChange>,
    /// Services whose verdict changes.
    pub services: Vec<ServiceChange>,
    /// Findings that come, go or change; given by the caller, since they are judged elsewhere.
    pub findings: Vec<FindingChange>,
}

/// A design in the headings.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
}

impl Named {
    fn of(topology: &Topology) -> Self {
        Self {
            name: topology.name.to_string(),
            title: topology.title.as_ref().map(ToString::to_string),
        }
    }
}

/// A part of which more or fewer are needed.
#[derive(Clone, Debug)]
pub struct PartChange {
    /// Which section of the parts list it is in, as in its JSON.
    pub section: &'static str,
    /// The maker's order number.
    pub part_number: Option<String>,
    /// What it is.
    pub description: Msg,
    /// Who makes it.
    pub manufacturer: Option<String>,
    /// What is counted.
    pub unit: Unit,
    /// How many the old design holds, what was there already included.
    pub old: u32,
    /// How many the new design holds.
    pub new: u32,
    /// How many are to be bought.
    pub buy: u32,
    /// How many are left over, to return or to keep as spares.
    pub spare: u32,
    /// Ids of what comes.
    pub added: Vec<String>,
    /// Ids of what goes.
    pub removed: Vec<String>,
}

/// What is to be done with something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// It goes.
    Remove,
    /// It stays and is plugged or placed elsewhere.
    Move,
    /// It is new.
    Add,
    /// It stays where it is and something about it is different.
    Change,
}

impl Action {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Action::Remove => "remove",
            Action::Move => "move",
            Action::Add => "add",
            Action::Change => "change",
        }
    }

    /// What it is called of a cable.
    pub fn of_cable(self) -> &'static Word {
        match self {
            Action::Remove => &words::PULL,
            Action::Move => &words::MOVE,
            Action::Add => &words::ADD,
            Action::Change => &words::CHANGE,
        }
    }

    /// What it is called of anything else.
    pub fn of_thing(self) -> &'static Word {
        match self {
            Action::Remove => &words::REMOVED,
            Action::Move => &words::MOVED,
            Action::Add => &words::ADDED,
            Action::Change => &words::CHANGED,
        }
    }
}

/// A cable that is not as it was.
#[derive(Clone, Debug)]
pub struct CableChange {
    /// What to do with it.
    pub action: Action,
    /// The cable as it was.
    pub old: Option<CableState>,
    /// The cable as it is to be.
    pub new: Option<CableState>,
    /// What is different, for a cable that stays where it is.
    pub changes: Vec<Change>,
}

/// A cable in one of the designs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CableState {
    /// Its id.
    pub id: String,
    /// Whether that is a label of its own and not its two ends.
    pub labelled: bool,
    /// `DEVICE:PORT` at each end, in natural order.
    pub ends: [String; 2],
    /// What it is made of.
    pub medium: Option<String>,
    /// Its length in millimetres.
    pub length_mm: Option<u32>,
    /// The maker's order number.
    pub part_number: Option<String>,
}

/// A fact that is different.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which, as in JSON.
    pub key: String,
    /// Which, as people read it.
    pub field: Msg,
    /// What it was.
    pub old: Option<Msg>,
    /// What it is to be.
    pub new: Option<Msg>,
}

impl Change {
    /// A fact, if it is different in one language at least.
    fn of(
        key: impl Into<String>,
        field: impl Into<Msg>,
        old: Option<Msg>,
        new: Option<Msg>,
    ) -> Option<Self> {
        let text = |it: &Option<Msg>| it.as_ref().map(|it| it.text(Lang::En));
        let differs = text(&old) != text(&new);
        differs.then(|| Self { key: key.into(), field: field.into(), old, new })
    }
}

/// A device, or another thing with a name, that is not as it was.
#[derive(Clone, Debug)]
pub struct ThingChange {
    /// What becomes of it.
    pub action: Action,
    /// What sort of thing, as in JSON.
    pub kind: &'static str,
    /// What sort of thing, as people read it.
    pub word: &'static Word,
    /// Its name.
    pub name: String,
    /// What it is, for one that comes or goes.
    pub model: Option<Msg>,
    /// What is different.
    pub changes: Vec<Change>,
}

/// The verdict of a service in one of the designs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceState {
    /// The worst that one fault does.
    pub worst: Effect,
    /// What no fault at all leaves of it.
    pub nominal: Effect,
    /// The nodes it runs on when all is well.
    pub home: Vec<String>,
    /// HP's level of its storage paths, 1 to 4.
    pub level: Option<u8>,
    /// Storage paths of its home.
    pub paths: Option<usize>,
    /// Those that share nothing.
    pub disjoint: Option<usize>,
    /// Components that alone stop it, or worse, in natural order.
    pub single_points: Vec<String>,
    /// Components that only takeover covers, in natural order.
    pub takeover_only: Vec<String>,
}

/// A service whose verdict changes.
#[derive(Clone, Debug)]
pub struct ServiceChange {
    /// Its name.
    pub name: String,
    /// As it was; `None` for a new service.
    pub old: Option<ServiceState>,
    /// As it is to be; `None` for one that goes.
    pub new: Option<ServiceState>,
}

/// What becomes of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FindingFate {
    /// The new design has it and the old one has not.
    New,
    /// It weighs something else, or is waived in one of the designs only.
    Changed,
    /// The old design has it and the new one has not.
    Gone,
}

impl FindingFate {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            FindingFate::New => "new",
            FindingFate::Changed => "changed",
            FindingFate::Gone => "gone",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            FindingFate::New => &words::F_NEW,
            FindingFate::Changed => &words::CHANGED,
            FindingFate::Gone => &words::F_GONE,
        }
    }
}

/// A finding of one of the designs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingState {
    /// What it weighs.
    pub severity: Severity,
    /// Whether a waiver accepts it.
    pub waived: bool,
}

/// A finding that is not as it was.
#[derive(Clone, Debug)]
pub struct FindingChange {
    /// What becomes of it.
    pub fate: FindingFate,
    /// Its name across runs.
    pub fingerprint: String,
    /// Id of the rule.
    pub rule: &'static str,
    /// What it says: of the new design if that has it.
    pub message: Msg,
    /// The service concerned.
    pub service: Option<String>,
    /// The components concerned.
    pub components: Vec<String>,
    /// As it was.
    pub old: Option<FindingState>,
    /// As it is.
    pub new: Option<FindingState>,
}

/// What changes from one design to another; findings come from elsewhere.
pub fn diff(old: &Topology, new: &Topology, findings: Vec<FindingChange>) -> Diff {
    Diff {
        old: Named::of(old),
        new: Named::of(new),
        parts: parts::changes(&bom::bom(old), &bom::bom(new)),
        cables: cables::changes(&cabling::cabling(old), &cabling::cabling(new)),
        things: things::changes(old, new),
        services: services::changes(old, new),
        findings,
    }
}

/// Parts to buy and parts that are left over, of what changes from one design to another.
pub fn parts(old: &Topology, new: &Topology) -> Vec<PartChange> {
    parts::changes(&bom::bom(old), &bom::bom(new))
}

impl Diff {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
            && self.cables.is_empty()
            && self.things.is_empty()
            && self.services.is_empty()
            && self.findings.is_empty()
    }

    /// How many cables there are for an action.
    pub fn cables_to(&self, action: Action) -> usize {
        self.cables.iter().filter(|it| it.action == action).count()
    }
}
