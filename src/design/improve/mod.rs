//! The upgrade ladder: single steps that make a design better, and the cheapest sequence of them to a target.
//!
//! A step changes the file, and what it is worth is read off the changed file: it is printed, parsed, built and judged
//! like any other.

mod around;
mod cluster;
mod draft;
mod storage;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use rust_decimal::Decimal;

use super::brief::protocol_word;
use super::judged::read;
use crate::catalog::{Catalog, Protocol};
use crate::facts::Facts;
use crate::finding::Severity;
use crate::report::{FileReport, Settings};
use crate::sheet::diff::{diff, parts};
use crate::sheet::ladder::{Added, Ladder, Refused, Rung, State};
use crate::sheet::prices::Prices;
use crate::sheet::rates::{Availability, Rates};
use crate::source::{Source, SourceId};
use crate::spec::Promise;
use crate::topology::Topology;
use crate::words::{Msg, Word, improve as words, msg};
use crate::yaml::values::Date;
use crate::yaml::write::Node;
use crate::yaml::{Limits, Tree};
use draft::Draft;

/// Most steps of a sequence.
const MOST: usize = 4;

/// A step: its id, what it does, and how.
struct Step {
    id: &'static str,
    title: &'static Word,
    take: fn(&mut Draft) -> Result<(), Msg>,
}

/// Every step, in the order in which a sequence takes them: what gives ports comes before what uses them.
static STEPS: [Step; 10] = [
    Step { id: "adapter", title: &words::S_ADAPTER, take: storage::adapter },
    Step { id: "storage-path", title: &words::S_PATH, take: storage::path },
    Step { id: "storage-switch", title: &words::S_STORAGE_SWITCH, take: storage::switch },
    Step { id: "client-switch", title: &words::S_CLIENT_SWITCH, take: around::client_switch },
    Step { id: "client-link", title: &words::S_CLIENT_LINK, take: around::client_link },
    Step { id: "power", title: &words::S_POWER, take: around::power },
    Step {
        id: "heartbeat-cable",
        title: &words::S_HEARTBEAT_CABLE,
        take: cluster::heartbeat_cable,
    },
    Step {
        id: "heartbeat-clients",
        title: &words::S_HEARTBEAT_CLIENTS,
        take: cluster::heartbeat_clients,
    },
    Step { id: "tie-breaker", title: &words::S_TIE_BREAKER, take: cluster::tie_breaker },
    Step { id: "mirror", title: &words::S_MIRROR, take: around::mirror },
];

/// What is asked for, and with what designs are judged.
pub struct Wanted<'w> {
    /// What one fault may do at most, over what the file says.
    pub to: Option<Promise>,
    /// What things cost.
    pub prices: &'w Prices,
    /// How often they fail.
    pub rates: &'w Rates,
    /// The day by which waivers are judged.
    pub today: Date,
}

/// A design as it is, for steps to be taken from.
#[derive(Debug)]
pub struct Base {
    file: Node,
    topology: Topology,
}

impl Base {
    /// The design in a text, which includes no other file, and what it means; `None` if it cannot be parsed.
    pub fn new(text: &str, topology: Topology) -> Option<Self> {
        let source = Source::new("", text);
        let id = SourceId::default();
        let tree = Tree::parse(id, &source.text, &Limits::default(), &mut Vec::new())?;
        Some(Self { file: Node::of_tree(&tree), topology })
    }

    /// Whether anything is said in comments, which steps keep as they are.
    pub fn has_comments(&self) -> bool {
        self.file.has_comments()
    }
}

/// The upgrade ladder of a design, and the files behind it.
#[derive(Debug)]
pub struct Improved {
    /// The ladder.
    pub ladder: Ladder,
    /// The file after each step of the ladder, in its order.
    pub files: Vec<String>,
    /// The file after the cheapest sequence.
    pub file: Option<String>,
}

/// A design and what is said of it.
struct Judged {
    /// The file, and the numbers of the steps that were taken.
    file: Node,
    steps: Vec<usize>,
    topology: Topology,
}

/// What `check` has against a design.
struct Errors {
    /// Each error that is not accepted: rule, components, service; without the effects of faults, which are counted.
    all: BTreeSet<(String, Vec<String>, Option<String>)>,
    /// Whether single faults keep the promise.
    kept: bool,
}

/// The upgrade ladder of a design, which is measured by what is asked for from now on.
pub fn improve(base: &mut Base, catalog: &mut Catalog, wanted: &Wanted) -> Improved {
    measure(&mut base.topology, wanted.to);
    let topology = &base.topology;
    let before = State::of(topology);
    let (target, errors) = judge(topology, wanted);
    let meets = target.map(|_| errors.kept);
    let mut ladder = Ladder {
        name: topology.name.to_string(),
        target: target.map(Promise::id),
        meets,
        before,
        steps: Vec::new(),
        sequence: None,
        most: MOST,
        not_possible: Vec::new(),
        priced: wanted.prices.given(),
        availability: available(topology, wanted),
    };
    let (mut files, mut file) = (Vec::new(), None);
    if meets == Some(true) {
        return Improved { ladder, files, file };
    }
    for (number, step) in STEPS.iter().enumerate() {
        let refuse = |why| Refused { step: step.id, why };
        let stepped = match take(&base.file, topology, number, (catalog, wanted.to)) {
            Ok((file, topology)) => Judged { file, steps: vec![number], topology },
            Err(why) => {
                ladder.not_possible.push(refuse(why));
                continue;
            }
        };
        let after = State::of(&stepped.topology);
        if !after.is_better_than(&ladder.before) {
            ladder.not_possible.push(refuse((&words::W_NO_GAIN).into()));
            continue;
        }
        let (_, now) = judge(&stepped.topology, wanted);
        if let Some((rule, components, _)) = now.all.difference(&errors.all).next() {
            let why = msg!(words::W_ERROR, rule = rule.as_str(), components = components.clone());
            ladder.not_possible.push(refuse(why));
        } else {
            let meets = target.map(|_| now.kept);
            let rung = rung(topology, &ladder, &stepped, (after, meets), wanted);
            ladder.steps.push(rung);
            files.push(stepped.file.print());
        }
    }
    let found = target.and_then(|_| cheapest(&base.file, topology, &errors, catalog, wanted));
    if let Some(found) = found {
        let after = State::of(&found.topology);
        ladder.sequence = Some(rung(topology, &ladder, &found, (after, Some(true)), wanted));
        file = Some(found.file.print());
    }
    Improved { ladder, files, file }
}

/// That a device has no port left that speaks so.
fn no_port(device: &str, protocol: Protocol) -> Msg {
    msg!(words::W_NO_PORT, device = device, protocol = protocol_word(protocol))
}

/// Measures every service by what is asked for, if anything is.
fn measure(topology: &mut Topology, to: Option<Promise>) {
    if let Some(to) = to {
        topology.promise_all(to);
    }
}

/// The text of a file after some steps, given by their ids, taken in the order in which sequences take them.
///
/// # Errors
/// A step that does not exist or cannot be taken, and why.
pub fn applied(base: &Base, ids: &[&str], catalog: &mut Catalog) -> Result<String, Msg> {
    let known = |id: &&&str| !STEPS.iter().any(|step| step.id == **id);
    if let Some(unknown) = ids.iter().find(known) {
        let steps: Vec<&str> = STEPS.iter().map(|it| it.id).collect();
        return Err(msg!(words::NO_SUCH_STEP, step = *unknown, steps = steps));
    }
    let mut stepped: Option<(Node, Topology)> = None;
    for (number, step) in STEPS.iter().enumerate().filter(|(_, step)| ids.contains(&step.id)) {
        let from = stepped.as_ref().map_or((&base.file, &base.topology), |it| (&it.0, &it.1));
        let taken = take(from.0, from.1, number, (&mut *catalog, None));
        stepped = Some(taken.map_err(|why| msg!(words::CANNOT_TAKE, step = step.id, why = why))?);
    }
    Ok(stepped.map_or_else(|| base.file.print(), |it| it.0.print()))
}

/// The file after one step, and what it means.
fn take(
    file: &Node,
    topology: &Topology,
    step: usize,
    (catalog, to): (&mut Catalog, Option<Promise>),
) -> Result<(Node, Topology), Msg> {
    let mut draft = Draft::new(file, topology);
    if let Some(step) = STEPS.get(step) {
        (step.take)(&mut draft)?;
    }
    let file = draft.finish()?;
    let mut stepped = read(&topology.name, &file.print(), catalog).map_err(|findings| {
        let first = findings.into_iter().find(|it| it.severity == Severity::Error);
        first.map_or_else(|| (&words::W_LINKS).into(), |it| msg!(words::W_UNREAD, why = it.message))
    })?;
    measure(&mut stepped, to);
    Ok((file, stepped))
}

/// What is promised of a design, and what `check` has against it.
fn judge(topology: &Topology, wanted: &Wanted) -> (Option<Promise>, Errors) {
    let settings =
        Settings { today: wanted.today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let report = FileReport::of(topology.name.to_string(), topology, &settings);
    let target = topology.service_ids().filter_map(|it| topology.promise(it)).min();
    let errors = || {
        report.findings.iter().filter(|it| it.stands() && it.finding.severity == Severity::Error)
    };
    let of_fault = |rule: &str| ["single-point", "takeover-only", "not-running"].contains(&rule);
    let kept = !errors().any(|it| of_fault(it.finding.rule));
    let all = errors().map(|it| {
        let finding = &it.finding;
        // A takeover in place of a stop is no new error.
        let rule = if of_fault(finding.rule) { "fault" } else { finding.rule };
        (rule.to_owned(), finding.components.clone(), finding.service.clone())
    });
    (target, Errors { all: all.collect(), kept })
}

/// What a stepped design comes to.
fn rung(
    old: &Topology,
    ladder: &Ladder,
    stepped: &Judged,
    (after, meets): (State, Option<bool>),
    wanted: &Wanted,
) -> Rung {
    let diff = diff(old, &stepped.topology, Vec::new());
    let added = Added::of(&stepped.topology, &diff.parts, wanted.prices);
    let gone = |old: &BTreeSet<String>, still: &dyn Fn(&String) -> bool| -> Vec<String> {
        let mut gone: Vec<String> = old.iter().filter(|it| !still(it)).cloned().collect();
        gone.sort_by(|a, b| crate::names::natural(a, b));
        gone
    };
    let before = &ladder.before;
    let single_points_gone = gone(&before.single_points, &|it| after.single_points.contains(it));
    let takeover_only_gone = gone(&before.takeover_only, &|it| {
        after.takeover_only.contains(it) || after.single_points.contains(it)
    });
    let steps = stepped.steps.iter().filter_map(|&it| STEPS.get(it));
    Rung {
        steps: steps.clone().map(|it| it.id).collect(),
        titles: steps.map(|it| it.title.into()).collect(),
        single_points_gone,
        takeover_only_gone,
        after,
        availability: available(&stepped.topology, wanted),
        diff,
        added,
        meets,
    }
}

/// How available the services of a design are, if there are rates.
fn available(topology: &Topology, wanted: &Wanted) -> Option<Availability> {
    wanted.rates.given().then(|| Availability::of(&Facts::new(topology), wanted.rates))
}

/// What sets of steps are ranked by: those with a price first, by it; then pieces, steps, and the steps themselves.
type Rank = (bool, Decimal, u32, usize, Vec<usize>);

fn rank(old: &Topology, judged: &Judged, wanted: &Wanted) -> Rank {
    let added = Added::of(&judged.topology, &parts(old, &judged.topology), wanted.prices);
    let sum = added.sum();
    let pieces = added.parts + added.cables;
    (sum.is_none(), sum.unwrap_or_default(), pieces, judged.steps.len(), judged.steps.clone())
}

/// The cheapest set of steps after which the target is met and `check` has nothing new against the design.
///
/// Every step adds, so a set costs no less than a part of it: the cheapest set that is not yet looked at is looked at
/// next, and the first that does is the cheapest of all.
fn cheapest(
    file: &Node,
    topology: &Topology,
    errors: &Errors,
    catalog: &mut Catalog,
    wanted: &Wanted,
) -> Option<Judged> {
    let mut open: BinaryHeap<Reverse<(Rank, usize)>> = BinaryHeap::new();
    let mut made: Vec<Option<Judged>> = Vec::new();
    let mut add = |from: Option<&Judged>, open: &mut BinaryHeap<_>, made: &mut Vec<_>| {
        let (base, old) = from.map_or((file, topology), |it| (&it.file, &it.topology));
        let steps = from.map(|it| it.steps.clone()).unwrap_or_default();
        for step in steps.last().map_or(0, |last| last + 1)..STEPS.len() {
            let Ok((file, stepped)) = take(base, old, step, (&mut *catalog, wanted.to)) else {
                continue;
            };
            let steps = steps.iter().copied().chain([step]).collect();
            let judged = Judged { file, steps, topology: stepped };
            open.push(Reverse((rank(topology, &judged, wanted), made.len())));
            made.push(Some(judged));
        }
    };
    add(None, &mut open, &mut made);
    while let Some(Reverse((_, at))) = open.pop() {
        let Some(judged) = made.get_mut(at).and_then(Option::take) else { continue };
        let (_, after) = judge(&judged.topology, wanted);
        if after.kept && after.all.is_subset(&errors.all) {
            return Some(judged);
        }
        if judged.steps.len() < MOST {
            add(Some(&judged), &mut open, &mut made);
        }
    }
    None
}
