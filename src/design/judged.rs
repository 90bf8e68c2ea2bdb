//! A wired choice, read back and judged as any other file.

use rust_decimal::Decimal;

use super::brief::Brief;
use super::choice::{Choice, Unbuildable};
use super::wire::wire;
use crate::catalog::Catalog;
use crate::finding::{Finding, Severity};
use crate::report::{FileReport, Outcome, Settings};
use crate::sheet::comparison::{self, Measures};
use crate::sheet::lengths::estimated;
use crate::sheet::prices::{Prices, money};
use crate::sheet::rates::{Rates, percent};
use crate::sheet::table::metres;
use crate::sheet::table::rate;
use crate::source::{Source, SourceId};
use crate::spec::prices::Percent;
use crate::topology::{self, Topology};
use crate::words::{Lang, Msg, brief as words, effects, msg};
use crate::yaml::values::Date;
use crate::yaml::write::Node;
use crate::{spec, yaml};

pub use crate::sheet::cost::Cost;

/// With what a design is judged.
pub struct Judging<'j> {
    /// What things cost.
    pub prices: &'j Prices,
    /// How often they fail.
    pub rates: &'j Rates,
    /// The day by which waivers are judged.
    pub today: Date,
    /// The language of comments in files.
    pub lang: Lang,
}

/// A wired design.
#[derive(Debug)]
pub struct Design {
    /// What was chosen.
    pub choice: Choice,
    /// The file.
    pub text: String,
    /// What it means.
    pub topology: Topology,
    /// What it costs.
    pub cost: Cost,
    /// Whether there are price books.
    pub priced: bool,
    /// Requirements that it does not meet.
    pub unmet: Vec<Unmet>,
}

impl Design {
    /// Its figures beside others: most of the work of a comparison, which a search for designs does without.
    pub fn figures(&self, rates: &Rates) -> comparison::Design {
        comparison::judged(&self.topology, self.priced.then(|| self.cost.clone()), rates)
    }
}

/// A requirement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Requirement {
    /// What `check` calls an error, asked for or not.
    Sound,
    /// The worst that any one fault may do, and whatever else is then an error of the design.
    AnyOneFault,
    /// Ports that are left.
    PortsLeft,
    /// Bandwidth after one fault.
    Bandwidth,
    /// How available the worst service is.
    Availability,
    /// The budget.
    Budget,
}

impl Requirement {
    /// Every requirement.
    pub const ALL: [Self; 6] = [
        Self::Sound,
        Self::AnyOneFault,
        Self::PortsLeft,
        Self::Bandwidth,
        Self::Availability,
        Self::Budget,
    ];

    /// As in the file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sound => "check",
            Self::AnyOneFault => "any_one_fault",
            Self::PortsLeft => "ports_left",
            Self::Bandwidth => "bandwidth_after_one_fault",
            Self::Availability => "availability",
            Self::Budget => "budget",
        }
    }
}

/// A requirement that is not met, and why.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Which.
    pub requirement: Requirement,
    /// Why.
    pub why: Msg,
}

/// Wires a choice and judges it.
///
/// # Errors
/// Why it cannot be built.
pub fn design(
    brief: &Brief,
    choice: Choice,
    catalog: &mut Catalog,
    judging: &Judging,
) -> Result<Design, Unbuildable> {
    let (text, topology, cost) = built(brief, &choice, catalog, judging)?;
    Ok(judge(brief, choice, (text, topology, cost), judging))
}

/// The file of a choice, what it means, and what it costs.
pub(super) type Built = (String, Topology, Cost);

pub(super) fn built(
    brief: &Brief,
    choice: &Choice,
    catalog: &mut Catalog,
    judging: &Judging,
) -> Result<Built, Unbuildable> {
    let fail = |reason| Unbuildable { name: choice.name.clone(), reason };
    let mut file = wire(brief, choice, judging.lang).map_err(fail)?;
    let text = file.print();
    let topology = read(&choice.name, &text, catalog).map_err(|findings| {
        let first = findings.into_iter().find(|it| it.severity == Severity::Error);
        fail(first.map_or_else(|| (&words::NOT_READ).into(), |it| it.message))
    })?;
    let text = if lengths(&mut file, &topology, judging.lang) { file.print() } else { text };
    let cost = Cost::of(&topology, judging.prices);
    Ok((text, topology, cost))
}

/// Writes behind each link of a file what it is estimated to be long, which is no length that the file gives; whether
/// any is known.
fn lengths(file: &mut Node, topology: &Topology, lang: Lang) -> bool {
    let links = file.get_mut("links").map(Node::items_mut).unwrap_or_default();
    // A link that stands for several has none.
    if links.len() != topology.cables.len() {
        return false;
    }
    let mut any = false;
    for (link, cable) in links.iter_mut().zip(topology.cable_ids()) {
        let length = estimated(topology, cable).map(|it| metres(it.mm));
        link.aside = length.map(|it| msg!(words::ABOUT_LENGTH, length = it).text(lang));
        any |= link.aside.is_some();
    }
    any
}

pub(super) fn judge(
    brief: &Brief,
    choice: Choice,
    (text, topology, cost): Built,
    judging: &Judging,
) -> Design {
    let settings =
        Settings { today: judging.today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let report = FileReport::of(format!("{}.yaml", choice.name), &topology, &settings);
    let unmet = unmet(brief, &report, (&Measures::of(&topology), judging.rates), &cost);
    Design { choice, text, topology, cost, priced: judging.prices.given(), unmet }
}

/// A topology in a text; else what is wrong with it.
///
/// # Errors
/// Errors of reading.
pub fn read(name: &str, text: &str, catalog: &mut Catalog) -> Result<Topology, Vec<Finding>> {
    let source = Source::new(name, text);
    let mut findings = Vec::new();
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
    let spec = tree.and_then(|tree| spec::read(&tree, &mut findings)).unwrap_or_default();
    let limits = topology::Limits::default();
    let topology = topology::build(&spec, name, catalog, limits, &mut findings);
    match findings.iter().any(|it| it.severity == Severity::Error) {
        true => Err(findings),
        false => Ok(topology),
    }
}

/// Why a design has no one price.
pub(super) fn unknown(cost: &Cost) -> Msg {
    let parts: Vec<&String> = cost.missing.iter().collect();
    match (parts.is_empty(), cost.sums.len()) {
        (false, _) => msg!(words::NO_PRICE_FOR, parts = parts),
        (true, 0) => (&words::NOTHING_PRICED).into(),
        (true, 1) => (&words::NOT_THE_SAME_CURRENCY).into(),
        (true, _) => (&words::SEVERAL_CURRENCIES).into(),
    }
}

/// The requirements of a brief that a design does not meet.
fn unmet(
    brief: &Brief,
    report: &FileReport,
    (measures, rates): (&Measures, &Rates),
    cost: &Cost,
) -> Vec<Unmet> {
    let require = &brief.require;
    let mut unmet = Vec::new();
    let mut not = |requirement, why| unmet.push(Unmet { requirement, why });
    if report.verdict != Outcome::Pass {
        let stands =
            |it: &&crate::report::Reported| it.stands() && it.finding.severity == Severity::Error;
        let mut errors = report.findings.iter().filter(stands).map(|it| it.finding.message.clone());
        let worst = || msg!(words::UNMET_WORST, worst = effects::of(measures.worst().id()));
        let first = errors.next().unwrap_or_else(worst);
        let requirement = match require.any_one_fault {
            Some(_) => Requirement::AnyOneFault,
            None => Requirement::Sound,
        };
        not(
            requirement,
            match errors.count() {
                0 => first,
                1 => msg!(words::UNMET_AND_ONE, why = first),
                more => msg!(words::UNMET_AND_MORE, why = first, more = more),
            },
        );
    }
    if let Some(wanted) = require.ports_left {
        let has = measures.ports_left();
        if has < wanted as usize {
            not(Requirement::PortsLeft, msg!(words::UNMET_PORTS, has = has, wanted = wanted));
        }
    }
    if let Some(wanted) = require.bandwidth_after {
        match measures.bandwidth_after() {
            Some(has) if has >= wanted => {}
            Some(has) => {
                let why = msg!(words::UNMET_BANDWIDTH, has = rate(has), wanted = rate(wanted));
                not(Requirement::Bandwidth, why);
            }
            None => not(Requirement::Bandwidth, (&words::UNKNOWN_BANDWIDTH).into()),
        }
    }
    if let Some(wanted) = &require.availability {
        let allowed = Percent { share: Decimal::ONE - wanted.value.share }.nearest();
        match measures.availability(rates) {
            Some(down) if down <= allowed => {}
            Some(down) => {
                let (has, wanted) = (percent(down), percent(allowed));
                let why = msg!(words::UNMET_AVAILABILITY, has = has, wanted = wanted);
                not(Requirement::Availability, why);
            }
            None => not(Requirement::Availability, (&words::UNKNOWN_AVAILABILITY).into()),
        }
    }
    if let Some(budget) = &require.budget {
        let wanted = (&budget.value.currency.code, budget.value.amount.value);
        match cost.sum() {
            Some((currency, sum)) if currency == wanted.0 && sum <= wanted.1 => {}
            Some((currency, sum)) if currency != wanted.0 => {
                let cost = format!("{} {currency}", money(sum));
                let why = msg!(words::OTHER_CURRENCY, cost = cost, currency = wanted.0.as_str());
                not(Requirement::Budget, why);
            }
            Some((currency, sum)) => {
                let why = msg!(
                    words::UNMET_BUDGET,
                    cost = format!("{} {currency}", money(sum)),
                    budget = format!("{} {}", money(wanted.1), wanted.0)
                );
                not(Requirement::Budget, why);
            }
            None => not(Requirement::Budget, msg!(words::UNKNOWN_COST, why = unknown(cost))),
        }
    }
    unmet
}
