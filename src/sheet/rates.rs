//! How available services are, by rates of the user: nothing else knows how often parts fail.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Part;
use crate::facts::Facts;
use crate::spec::PowerKind;
use crate::spec::rates::{Key, Kind, Rate};
use crate::topology::{CompId, ComponentKind, DeviceKind, ModuleKind, Topology};

/// Minutes of a year of 365 days.
const YEAR: f64 = 525_600.0;

/// Rates, those of a later file over those of an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    files: usize,
    of: BTreeMap<Key, Rate>,
}

impl Rates {
    /// Files in the order in which they count.
    pub fn new(files: Vec<Vec<Rate>>) -> Self {
        let count = files.len();
        let of = files.into_iter().flatten().map(|rate| (rate.key.clone(), rate)).collect();
        Self { files: count, of }
    }

    /// Whether there are any files.
    pub fn given(&self) -> bool {
        self.files > 0
    }

    /// The rate of a component: that of its part by id or part number, else that of its kind.
    fn of(&self, topology: &Topology, comp: CompId) -> Option<&Rate> {
        let (part, kind) = identity(topology, comp);
        let names = part.into_iter().flat_map(|it| [it.id.as_deref(), it.part_number.as_deref()]);
        let parts = names.flatten().map(|name| Key::Part(name.to_lowercase()));
        parts.chain(kind.map(|it| Key::Kind(it.id()))).find_map(|key| self.of.get(&key))
    }
}

/// What a component is, for who looks up its rate; nothing for what is no thing.
fn identity(topology: &Topology, comp: CompId) -> (Option<&Part>, Option<Kind>) {
    let (part, kind) = match topology[comp].kind {
        ComponentKind::Device(device) => {
            let kind = match topology[device].kind {
                DeviceKind::Server => Kind::Server,
                DeviceKind::Switch => Kind::Switch,
                DeviceKind::Array => Kind::Array,
                DeviceKind::Shelf => Kind::Shelf,
                DeviceKind::Enclosure => Kind::Enclosure,
                DeviceKind::Panel => Kind::Panel,
                DeviceKind::Outlet => Kind::Pdu,
            };
            (Some(&*topology[device].part), kind)
        }
        ComponentKind::Os(_) => (None, Kind::Os),
        ComponentKind::Supply(_) => (None, Kind::Supply),
        ComponentKind::Module(module) => match &topology[module].kind {
            ModuleKind::Controller(_) => (None, Kind::Controller),
            ModuleKind::Adapter { part, .. } => (Some(&**part), Kind::Adapter),
        },
        ComponentKind::Port(_) => (None, Kind::Port),
        ComponentKind::Cable(cable) => (topology[cable].part.as_deref(), Kind::Cable),
        ComponentKind::Drive(set, _) => (topology[set].part.as_deref(), Kind::Drive),
        ComponentKind::Power(power) => {
            let kind = match topology[power].kind {
                PowerKind::Feed => Kind::Feed,
                PowerKind::Generator => Kind::Generator,
                PowerKind::Ups => Kind::Ups,
                PowerKind::Pdu => Kind::Pdu,
                PowerKind::Ats => Kind::Ats,
            };
            (topology[power].part.as_deref(), kind)
        }
        ComponentKind::Rack(_) => (None, Kind::Rack),
        ComponentKind::Site(_) => (None, Kind::Site),
        ComponentKind::Group(_) => (None, Kind::Group),
        ComponentKind::Fabric(_) => return (None, None),
    };
    (part, Some(kind))
}

/// How available the services of a design are.
#[derive(Clone, PartialEq, Debug)]
pub struct Availability {
    /// The services, by name, with the share of time for which each stands still; `None` for one that is too large, and
    /// where no part has a rate.
    pub services: Vec<(String, Option<f64>)>,
    /// Kinds of component without a rate, which are taken never to fail, and how many there are of each.
    pub unrated: BTreeMap<&'static str, usize>,
    /// Where the rates come from, as their files say it.
    pub sources: BTreeSet<String>,
}

impl Availability {
    /// By the rates: that parts fail and are repaired independently, and that a takeover takes no time.
    pub fn of(facts: &Facts, rates: &Rates) -> Self {
        let topology = facts.topology;
        let mut down = vec![0.0; topology.components.len()];
        let (mut unrated, mut sources, mut rated) = (BTreeMap::new(), BTreeSet::new(), false);
        for &comp in facts.listed() {
            match (rates.of(topology, comp), identity(topology, comp).1) {
                (Some(rate), _) => {
                    rated = true;
                    down[comp.index()] = rate.unavailability;
                    sources.extend(rate.source.clone());
                }
                (None, Some(kind)) => *unrated.entry(kind.id()).or_default() += 1,
                (None, None) => {}
            }
        }
        // Where nothing has a rate, nothing is known.
        let found = match rated {
            true => facts.unavailability(&|comp| down[comp.index()]),
            false => vec![None; topology.services.len()],
        };
        let names = topology.services.iter().map(|it| it.name.to_string());
        let mut services: Vec<(String, Option<f64>)> = names.zip(found).collect();
        services.sort_by(|a, b| a.0.cmp(&b.0));
        Self { services, unrated, sources }
    }

    /// The share of time for which the worst of the services stands still; `None` if that of one is not known, or
    /// without services.
    pub fn worst(&self) -> Option<f64> {
        let shares = self.services.iter().map(|(_, down)| *down);
        shares.reduce(|a, b| Some(a?.max(b?))).flatten()
    }
}

/// A share of time for which something stands still, as the percentage for which it does not: with as many nines as
/// there are, and the two figures behind them.
pub fn percent(down: f64) -> String {
    if down <= 0.0 {
        return "100 %".to_owned();
    }
    let (mut digits, mut left) = (2, down * 100.0);
    while left < 0.1 && digits < 15 {
        left *= 10.0;
        digits += 1;
    }
    format!("{:.digits$} %", 100.0 - down * 100.0)
}

/// Minutes of a year for which something stands still, two figures at least.
pub fn minutes(down: f64) -> String {
    let minutes = minutes_per_year(down);
    let (mut digits, mut left) = (0, minutes);
    while left < 10.0 && left > 0.0 && digits < 6 {
        left *= 10.0;
        digits += 1;
    }
    format!("{minutes:.digits$}")
}

/// Minutes of a year of 365 days for which something stands still.
pub fn minutes_per_year(down: f64) -> f64 {
    down * YEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_show_their_nines() {
        for (down, share, time) in [
            (0.0, "100 %", "0"),
            (0.25, "75.00 %", "131400"),
            (0.001_2, "99.88 %", "631"),
            (0.000_16, "99.984 %", "84"),
            (0.000_001_234, "99.99988 %", "0.65"),
            (0.000_01, "99.9990 %", "5.3"),
        ] {
            assert_eq!((percent(down).as_str(), minutes(down).as_str()), (share, time));
        }
    }
}
