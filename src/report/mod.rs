//! What is said of each file: findings in order, waivers applied, a verdict, and what was left out or assumed.

mod remarks;
mod waivers;

use crate::facts::{Effect, Facts};
use crate::finding::{Finding, Meta, Severity};
use crate::rules::{self, Case};
use crate::source::Span;
use crate::spec::Promise;
use crate::topology::{ServiceId, Topology};
use crate::words::Msg;
use crate::yaml::values::Date;

/// Every rule that `check` knows, by id: those that look at a design, and those about its waivers.
pub fn metas() -> Vec<&'static Meta> {
    let of_designs = rules::RULES.iter().map(|rule| &rule.meta);
    let mut metas: Vec<_> = of_designs.chain([&waivers::UNUSED, &waivers::EXPIRED]).collect();
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
}

/// Why a finding is accepted.
#[derive(Clone, Debug)]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// The last day on which that holds.
    pub until: Option<Date>,
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
            findings: findings
                .into_iter()
                .map(|finding| Reported { finding, waived: None })
                .collect(),
            services: Vec::new(),
            service_count: 0,
            not_considered: Vec::new(),
            assumptions: Vec::new(),
        };
        report.sort();
        report
    }

    /// For a topology: runs the rules, applies its waivers, and sums up.
    pub fn of(path: String, topology: &Topology, settings: &Settings) -> Self {
        let facts = Facts::new(topology);
        let serious = facts.serious();
        let faults = facts.explain(&serious);
        let findings =
            rules::check(&Case { topology, facts: &facts, faults: &faults, today: settings.today });
        let mut findings = waivers::apply(topology, findings, settings.today);
        findings.retain(|it| {
            let named = |rules: &[String]| rules.iter().any(|rule| rule == it.finding.rule);
            !named(settings.ignore) && (settings.only.is_empty() || named(settings.only))
        });
        let failing =
            |it: &Reported| it.waived.is_none() && it.finding.severity >= settings.fail_on;
        let verdict = if findings.iter().any(failing) { Outcome::Fail } else { Outcome::Pass };
        let services = topology
            .service_ids()
            .take(MOST_SERVICES)
            .map(|id| service_report(&facts, id, &serious[id.index()]))
            .collect();
        let mut report = Self {
            path,
            topology: Some(topology.name.to_string()),
            title: topology.title.as_ref().map(ToString::to_string),
            verdict,
            findings,
            services,
            service_count: topology.services.len(),
            not_considered: remarks::not_considered(topology),
            assumptions: remarks::assumptions(topology),
        };
        report.sort();
        report
    }

    fn sort(&mut self) {
        self.findings.sort_by(|a, b| key(&a.finding).cmp(&key(&b.finding)));
    }

    /// How many findings of a severity stand, and how many are waived.
    pub fn count(&self, severity: Severity) -> usize {
        let stands = |it: &&Reported| it.waived.is_none() && it.finding.severity == severity;
        self.findings.iter().filter(stands).count()
    }

    /// How many findings are waived.
    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|it| it.waived.is_some()).count()
    }
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
