//! The upgrade ladder, as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::facts::Effect;
use crate::sheet::ladder::{Added, Ladder, Rung, State};
use crate::sheet::prices::money;
use crate::sheet::rates::Availability;
use crate::words::{Lang, Msg};

/// The answer of `improve -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ImproveDocument {
    version: u32,
    /// Name of the design.
    topology: String,
    /// What one fault may do at most: degraded, failover, outage; null without a target.
    target: Option<&'static str>,
    /// Whether the design meets it as it is.
    meets_target: Option<bool>,
    /// What single faults do now.
    before: Faults,
    /// The share of time for which its worst service runs now, 0 to 1; null without rates, and where it is not known.
    availability: Option<f64>,
    /// Each step that makes something better.
    steps: Vec<Upgrade>,
    /// The cheapest sequence of steps to the target.
    sequence: Option<Upgrade>,
    /// Most steps that a sequence may have.
    most_steps: usize,
    /// Steps that are not proposed, and why.
    not_possible: Vec<NotPossible>,
}

/// What single faults do, logical components left out.
#[derive(Serialize, JsonSchema, Debug)]
struct Faults {
    worst_effect: &'static str,
    /// Components by the worst that each does.
    counts: BTreeMap<&'static str, usize>,
    single_points: Vec<String>,
    takeover_only: Vec<String>,
}

/// One step, or several in their order.
#[derive(Serialize, JsonSchema, Debug)]
struct Upgrade {
    steps: Vec<&'static str>,
    titles: Vec<String>,
    after: Faults,
    /// The share of time for which the worst service runs then.
    availability: Option<f64>,
    single_points_gone: Vec<String>,
    takeover_only_gone: Vec<String>,
    /// Whether the target is met then; null without a target.
    meets_target: Option<bool>,
    /// Parts to buy.
    parts: Vec<Part>,
    /// Cables to add, to move, to pull.
    cables: Vec<Cable>,
    price: Price,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Part {
    section: &'static str,
    part_number: Option<String>,
    description: String,
    unit: &'static str,
    /// How many to buy.
    buy: u32,
    /// Ids of what comes.
    added: Vec<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Cable {
    /// remove, move, add or change.
    action: &'static str,
    /// DEVICE:PORT at each end, as it was.
    old: Option<[String; 2]>,
    /// DEVICE:PORT at each end, as it is to be.
    new: Option<[String; 2]>,
}

/// What the parts cost; what is not known is no part of a sum.
#[derive(Serialize, JsonSchema, Debug)]
struct Price {
    /// Whether the sums are all: a book is given, every line has a product, and every product a price.
    known: bool,
    /// Sums by currency, as decimal numbers in text.
    sums: BTreeMap<String, String>,
    /// Products without a price.
    missing: Vec<String>,
    /// Lines without a product.
    open_lines: usize,
    /// Parts to buy, cables apart.
    parts: u32,
    /// Cables to buy.
    cables: u32,
}

#[derive(Serialize, JsonSchema, Debug)]
struct NotPossible {
    step: &'static str,
    why: String,
}

/// Renders a ladder.
pub fn improve(ladder: &Ladder) -> String {
    document(&ImproveDocument {
        version: 1,
        topology: ladder.name.clone(),
        target: ladder.target,
        meets_target: ladder.meets,
        before: faults(&ladder.before),
        availability: available(ladder.availability.as_ref()),
        steps: ladder.steps.iter().map(upgrade).collect(),
        sequence: ladder.sequence.as_ref().map(upgrade),
        most_steps: ladder.most,
        not_possible: ladder
            .not_possible
            .iter()
            .map(|it| NotPossible { step: it.step, why: text(&it.why) })
            .collect(),
    })
}

/// JSON is in English whatever the language of the tables.
fn text(msg: &Msg) -> String {
    msg.text(Lang::En)
}

fn faults(state: &State) -> Faults {
    let counts = Effect::ALL.iter().zip(state.counts);
    Faults {
        worst_effect: state.worst.id(),
        counts: counts.map(|(effect, count)| (effect.id(), count)).collect(),
        single_points: state.single_points.iter().cloned().collect(),
        takeover_only: state.takeover_only.iter().cloned().collect(),
    }
}

fn upgrade(rung: &Rung) -> Upgrade {
    let parts = rung.diff.parts.iter().filter(|it| it.buy > 0).map(|it| Part {
        section: it.section,
        part_number: it.part_number.clone(),
        description: text(&it.description),
        unit: it.unit.id(),
        buy: it.buy,
        added: it.added.clone(),
    });
    let cables = rung.cables().iter().map(|it| Cable {
        action: it.action.id(),
        old: it.old.as_ref().map(|it| it.ends.clone()),
        new: it.new.as_ref().map(|it| it.ends.clone()),
    });
    Upgrade {
        steps: rung.steps.clone(),
        titles: rung.titles.iter().map(text).collect(),
        after: faults(&rung.after),
        availability: available(rung.availability.as_ref()),
        single_points_gone: rung.single_points_gone.clone(),
        takeover_only_gone: rung.takeover_only_gone.clone(),
        meets_target: rung.meets,
        parts: parts.collect(),
        cables: cables.collect(),
        price: price(&rung.added),
    }
}

fn available(it: Option<&Availability>) -> Option<f64> {
    it.and_then(Availability::worst).map(|down| 1.0 - down)
}

fn price(added: &Added) -> Price {
    Price {
        known: added.is_known(),
        sums: added.sums.iter().map(|(code, sum)| (code.to_string(), money(*sum))).collect(),
        missing: added.missing.iter().cloned().collect(),
        open_lines: added.open,
        parts: added.parts,
        cables: added.cables,
    }
}
