//! What is said of each file: findings in order, waivers applied, a verdict, and what was left out or assumed.

mod baseline;
mod fingerprint;
mod ignores;
mod levels;
mod remarks;
mod waivers;

use std::collections::BTreeMap;

use compact_str::CompactString;

pub use baseline::{Baseline, Earlier};
pub use fingerprint::Fingerprint;
use fingerprint::Scope;
pub use ignores::{Ignore, ignores};
pub use levels::{Level, Levels};

use crate::facts::{Effect, Facts};
use crate::finding::{Finding, Meta, Severity};
use crate::rules::{self, Case};
use crate::source::Span;
use crate::spec::Promise;
use crate::topology::{ServiceId, Topology};
use crate::words::Msg;
use crate::yaml::values::Date;

/// Every rule that `check` knows, by id: those that look at a design, and those about what it accepts.
pub fn metas() -> Vec<&'static Meta> {
    let of_designs = rules::RULES.iter().map(|rule| &rule.meta);
    let of_waivers = [&waivers::UNUSED, &waivers::EXPIRED, &ignores::WITHOUT_REASON];
    let mut metas: Vec<_> = of_designs.chain(of_waivers).collect();
    metas.sort_unstable_by_key(|meta| meta.id);
    metas
}

/// What `check` says of all files.
#[derive(Debug, Default)]
pub struct Report {
    /// One for each file, in the order given.
    pub files: Vec<FileReport>,
}

/// What is said of one file.
#[derive(Debug)]
pub struct FileReport {
    /// As the user named it.
    pub path: String,
    /// The name of its topology; `None` if it could not be read.
    pub topology: Option<String>,
    /// Its title for people.
    pub title: Option<String>,
    /// The outcome.
    pub verdict: Outcome,
    /// By place, then rule.
    pub findings: Vec<Reported>,
    /// The services, by name; of very many only the first.
    pub services: Vec<ServiceReport>,
    /// How many services there are.
    pub service_count: usize,
    /// What the verdict does not take into account.
    pub not_considered: Vec<Msg>,
    /// What was taken to be so.
    pub assumptions: Vec<Msg>,
    /// Where the file introduces the components that paths of findings cross.
    pub places: BTreeMap<CompactString, Span>,
    /// The least severity that fails it.
    pub fail_on: Severity,
    /// Whether findings that a baseline has were told apart.
    pub against_baseline: bool,
}

/// The outcome for a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// No finding fails it.
    Pass,
    /// A finding is at or above the level that fails.
    Fail,
    /// It is not a valid topology.
    Invalid,
}

impl Outcome {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Invalid => "invalid",
        }
    }
}

/// A finding and the waiver that accepts it, if one does.
#[derive(Debug)]
pub struct Reported {
    /// What was found.
    pub finding: Finding,
    /// Who accepts it, and until when.
    pub waived: Option<Waived>,
    /// Whether the baseline has it already.
    pub known: bool,
    /// Its name across runs.
    pub fingerprint: Fingerprint,
}

impl Reported {
    fn new(finding: Finding) -> Self {
        Self { finding, waived: None, known: false, fingerprint: Fingerprint::default() }
    }

    /// Whether it counts: nobody accepted it, and no baseline has it.
    pub fn stands(&self) -> bool {
        self.waived.is_none() && !self.known
    }
}

/// Why a finding is accepted.
#[derive(Clone, Debug)]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Date>,
    /// Whether a comment in the file says so, and not an entry of `waivers`.
    pub in_source: bool,
}

/// A service in a few figures.
#[derive(Clone, Debug)]
pub struct ServiceReport {
    /// Its name.
    pub name: String,
    /// The node it runs on when all is well.
    pub home: String,
    /// HP's level of its storage paths, 1 to 4.
    pub level: Option<u8>,
    /// Storage paths of the home, and how many of them share nothing.
    pub paths: Option<(usize, usize)>,
    /// The worst that one fault does.
    pub worst: Effect,
    /// What is promised.
    pub promise: Option<Promise>,
    /// Components that alone stop it, or worse.
    pub single_points: Vec<String>,
    /// Components that only takeover covers.
    pub takeover_only: Vec<String>,
    /// Logical components, such as a fabric, whose fault moves or stops it.
    pub logical: Vec<String>,
}

/// What decides about a finding.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'s> {
    /// The day by which waivers are judged.
    pub today: Date,
    /// The least severity that fails a file.
    pub fail_on: Severity,
    /// Rules looked at; all if empty.
    pub only: &'s [String],
    /// Rules left out.
    pub ignore: &'s [String],
}

/// What is to be known of a design that its topology does not hold.
#[derive(Clone, Copy, Default, Debug)]
pub struct Beside<'b> {
    /// Comments of its files that accept findings.
    pub ignores: &'b [Ignore],
    /// What becomes of the findings of rules.
    pub levels: Option<&'b Levels>,
}

/// Most services that get figures of their own.
const MOST_SERVICES: usize = 20;

impl FileReport {
    /// The waiver of what a component alone does to a service.
    pub fn waived_for(&self, service: &str, component: &str) -> Option<&Waived> {
        self.findings.iter().find_map(|found| {
            let same = found.finding.service.as_deref() == Some(service)
                && found.finding.components.iter().any(|it| it == component);
            found.waived.as_ref().filter(|_| same)
        })
    }

    /// For a file that is not a valid topology.
    pub fn invalid(path: String, findings: Vec<Finding>) -> Self {
        let mut report = Self {
            path,
            topology: None,
            title: None,
            verdict: Outcome::Invalid,
            findings: findings.into_iter().map(Reported::new).collect(),
            services: Vec::new(),
            service_count: 0,
            not_considered: Vec::new(),
            assumptions: Vec::new(),
            places: BTreeMap::new(),
            fail_on: Severity::Error,
            against_baseline: false,
        };
        report.finish();
        report
    }

    /// For a topology by itself: runs the rules, applies its waivers, and sums up.
    pub fn of(path: String, topology: &Topology, settings: &Settings) -> Self {
        Self::judged(path, topology, &Beside::default(), settings)
    }

    /// The same with what stands beside the design.
    pub fn judged(path: String, topology: &Topology, beside: &Beside, settings: &Settings) -> Self {
        let facts = Facts::new(topology);
        let serious = facts.serious();
        let faults = facts.explain(&serious);
        let findings =
            rules::check(&Case { topology, facts: &facts, faults: &faults, today: settings.today });
        let mut findings = waivers::apply(topology, findings, settings.today);
        ignores::apply(beside.ignores, &mut findings);
        findings.retain_mut(|it| {
            let named = |rules: &[String]| rules.iter().any(|rule| rule == it.finding.rule);
            // What is asked for by name is not switched off.
            let off = match beside.levels.and_then(|levels| levels.of(it.finding.rule)) {
                Some(Level::Off) => !named(settings.only),
                Some(Level::At(severity)) => {
                    it.finding.severity = severity;
                    false
                }
                None => false,
            };
            !off && !named(settings.ignore) && (settings.only.is_empty() || named(settings.only))
        });
        let services = topology
            .service_ids()
            .take(MOST_SERVICES)
            .map(|id| service_report(&facts, id, &serious[id.index()]))
            .collect();
        let mut report = Self {
            path,
            topology: Some(topology.name.to_string()),
            title: topology.title.as_ref().map(ToString::to_string),
            verdict: Outcome::Pass,
            places: places(topology, &findings),
            findings,
            services,
            service_count: topology.services.len(),
            not_considered: remarks::not_considered(topology),
            assumptions: remarks::assumptions(topology),
            fail_on: settings.fail_on,
            against_baseline: false,
        };
        report.finish();
        report.judge();
        report
    }

    /// The same after [`crate::source::Sources::append`] has put its texts behind others.
    pub fn moved(mut self, by: u32) -> Self {
        let labels = self.findings.iter_mut().flat_map(|it| &mut it.finding.labels);
        let places = self.places.values_mut();
        for span in labels.map(|label| &mut label.span).chain(places) {
            span.source.0 += by;
        }
        self
    }

    /// Puts the findings in order and names them.
    fn finish(&mut self) {
        self.findings.sort_by(|a, b| key(&a.finding).cmp(&key(&b.finding)));
        let scope = match &self.topology {
            Some(name) => Scope::Topology(name),
            None => Scope::Path(&self.path),
        };
        fingerprint::give(&mut self.findings, &scope);
    }

    /// Gives a topology its verdict, by the findings that count.
    fn judge(&mut self) {
        let failing = |it: &Reported| it.stands() && it.finding.severity >= self.fail_on;
        if self.verdict != Outcome::Invalid {
            let fails = self.findings.iter().any(failing);
            self.verdict = if fails { Outcome::Fail } else { Outcome::Pass };
        }
    }

    /// How many findings of a severity count.
    pub fn count(&self, severity: Severity) -> usize {
        let counts = |it: &&Reported| it.stands() && it.finding.severity == severity;
        self.findings.iter().filter(counts).count()
    }

    /// How many findings are waived.
    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|it| it.waived.is_some()).count()
    }

    /// How many findings the baseline has already; those that are waived besides are counted there.
    pub fn known(&self) -> usize {
        self.findings.iter().filter(|it| it.known && it.waived.is_none()).count()
    }
}

/// Where the components stand that the paths of findings cross.
fn places(topology: &Topology, findings: &[Reported]) -> BTreeMap<CompactString, Span> {
    let hops = findings.iter().flat_map(|it| it.finding.witness.iter().flatten());
    let mut places = BTreeMap::new();
    for hop in hops {
        if !places.contains_key(&hop.id)
            && let Some(component) = topology.component(&hop.id)
        {
            places.insert(hop.id.clone(), topology[component].span);
        }
    }
    places
}

/// Findings go by place, then rule, service and components.
fn key(finding: &Finding) -> (Span, &'static str, Option<&str>, &[String]) {
    let span = finding.labels.first().map(|label| label.span).unwrap_or_default();
    (span, finding.rule, finding.service.as_deref(), &finding.components)
}

fn service_report(
    facts: &Facts,
    id: ServiceId,
    serious: &[crate::facts::Serious],
) -> ServiceReport {
    let topology = facts.topology;
    let service = &topology[id];
    let ids = |wanted: &dyn Fn(Effect) -> bool, logical: bool| -> Vec<String> {
        serious
            .iter()
            .filter(|it| wanted(it.effect) && facts.is_logical(it.component) == logical)
            .map(|it| topology.id(it.component).to_owned())
            .collect()
    };
    let judge = facts.judge();
    let real = serious.iter().filter(|it| !facts.is_logical(it.component));
    let nominal = facts.nominal(id).state;
    let worst = real.map(|it| it.effect).max().unwrap_or(Effect::Degraded).max(nominal);
    let paths = facts.paths(&judge, id, service.home);
    ServiceReport {
        name: service.name.to_string(),
        home: topology[service.nodes[service.home]].name.to_string(),
        level: facts.level(id),
        paths: paths.map(|it| (it.paths, it.disjoint)),
        worst,
        promise: topology.promise(id),
        single_points: ids(&|it| it >= Effect::Outage, false),
        takeover_only: ids(&|it| it == Effect::Failover, false),
        logical: ids(&|it| it >= Effect::Failover, true),
    }
}
