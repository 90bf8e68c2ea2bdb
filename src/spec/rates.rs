//! Rates: how often parts fail and how long a repair takes, by part or by kind of component.

use rustc_hash::FxHashMap;

use super::check_version;
use super::prices::Percent;
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{Word, msg, rates as words, reading};
use crate::yaml::Tree;
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, choice, record};
use crate::yaml::values::Period;

choice! {
    /// A kind of component, for what has no rate by its part.
    pub enum Kind {
        /// The board, backplane or chassis of a server.
        Server = "server",
        /// The software of a server.
        Os = "os",
        /// An adapter.
        Adapter = "adapter",
        /// A switch.
        Switch = "switch",
        /// The enclosure of an array.
        Array = "array",
        /// A controller of an array.
        Controller = "controller",
        /// A shelf of drives.
        Shelf = "shelf",
        /// An enclosure of servers or switches.
        Enclosure = "enclosure",
        /// A panel.
        Panel = "panel",
        /// A port with its optic.
        Port = "port",
        /// A cable.
        Cable = "cable",
        /// A drive.
        Drive = "drive",
        /// A power supply.
        Supply = "supply",
        /// A feed of the house or the utility.
        Feed = "feed",
        /// A generator.
        Generator = "generator",
        /// An uninterruptible power supply.
        Ups = "ups",
        /// A power distribution unit.
        Pdu = "pdu",
        /// A transfer switch.
        Ats = "ats",
        /// A rack that is shared fate.
        Rack = "rack",
        /// A site.
        Site = "site",
        /// A group of things that fail together.
        Group = "group",
    }
}

record! {
    /// How often one thing fails, and how long its repair takes.
    "rate" pub struct RateSpec {
        /// Mean time between failures, such as `500000 h`.
        "mtbf" mtbf: Option<Spanned<Period>>,
        /// Failures in a year of a hundred of them, such as `1.5 %`.
        "afr" afr: Option<Spanned<Percent>>,
        /// Mean time from a failure to the end of its repair; that of the file if left out.
        "repair" repair: Option<Spanned<Period>>,
        /// Where the rate comes from; the source of the file if left out.
        "source" source: Option<Text>,
    }
}

record! {
    /// Rates: `{haplan: 1, kind: rates, repair: 8 h, rates: {…}}`.
    "rates" pub struct RatesSpec {
        /// Version of the format; 1.
        "haplan" haplan: Option<Spanned<u32>> => required,
        /// `rates`.
        "kind" kind: Option<Text> => required,
        /// Where its rates come from.
        "source" source: Option<Text>,
        /// How long a repair takes where a rate does not say.
        "repair" repair: Option<Spanned<Period>>,
        /// The rates, by the id of a part, a part number, or a kind of component.
        "rates" rates: Table<RateSpec> => required,
    }
}

/// The id of a part, a part number, or a kind of component.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// In small letters.
    Part(String),
    /// Every component of a kind.
    Kind(&'static str),
}

/// How often something fails.
#[derive(Clone, PartialEq, Debug)]
pub struct Rate {
    /// Whose.
    pub key: Key,
    /// The share of time for which it does not work, 0 to 1: repair / (time between failures + repair).
    pub unavailability: f64,
    /// Where it comes from.
    pub source: Option<String>,
}

/// Hours of a year.
const YEAR: f64 = 8760.0;

/// Reads rates; what cannot be read is reported and left out.
pub fn read(tree: &Tree, findings: &mut Vec<Finding>) -> Vec<Rate> {
    let before = findings.len();
    let spec = RatesSpec::decode(&mut Reader::new(tree, findings), tree.root());
    let Some(file) = spec else { return Vec::new() };
    check_version(file.haplan, findings);
    // What could not be read is not missing.
    let unsure = findings.len() > before;
    let mut seen: FxHashMap<Key, Span> = FxHashMap::default();
    let mut rates = Vec::new();
    for (name, spec) in &file.rates.0 {
        let error = |rule, word: &'static Word| {
            Finding::error(rule, name.span, msg!(*word, part = name.as_str()))
        };
        let key = key(name.as_str());
        // Part numbers have digits, and ids have their maker before them.
        if let Key::Part(part) = &key
            && !part.contains(|c: char| c == '/' || c.is_ascii_digit())
        {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|it| it.id()).collect();
            findings.push(
                error("unknown-key", &words::NO_KIND).help(msg!(words::KINDS, kinds = kinds)),
            );
            continue;
        }
        if let Some(&first) = seen.get(&key) {
            let finding = error("duplicate-key", &words::RATED_TWICE);
            findings.push(finding.label(first, &reading::FIRST_GIVEN).help(&reading::REMOVE_ONE));
            continue;
        }
        seen.insert(key.clone(), name.span);
        let hours = |period: Spanned<Period>| period.value.seconds as f64 / 3600.0;
        let between = match (spec.mtbf, spec.afr) {
            (Some(mtbf), None) => hours(mtbf),
            (None, Some(afr)) => YEAR / afr.value.nearest(),
            (None, None) if unsure => continue,
            (None, None) => {
                findings.push(error("missing-key", &words::NO_RATE).help(&words::GIVE_RATE));
                continue;
            }
            (Some(_), Some(afr)) => {
                let finding = error("duplicate-key", &words::TWO_RATES);
                findings.push(finding.label(afr.span, &words::ALSO_AFR).help(&words::GIVE_RATE));
                continue;
            }
        };
        let Some(repair) = spec.repair.or(file.repair) else {
            if unsure {
                continue;
            }
            findings.push(error("missing-key", &words::NO_REPAIR).help(&words::GIVE_REPAIR));
            continue;
        };
        let repair = hours(repair);
        if between <= 0.0 {
            findings.push(error("bad-value", &words::NO_TIME).help(&words::GIVE_RATE));
            continue;
        }
        let source = spec.source.as_ref().or(file.source.as_ref());
        rates.push(Rate {
            key,
            // A part that never fails takes for ever.
            unavailability: if between.is_finite() { repair / (between + repair) } else { 0.0 },
            source: source.map(|it| it.as_str().to_owned()),
        });
    }
    rates
}

fn key(name: &str) -> Key {
    let name = name.trim().to_lowercase();
    let kind = Kind::ALL.iter().map(|it| it.id()).find(|id| *id == name);
    kind.map_or(Key::Part(name), Key::Kind)
}
