//! Who may run a service: sides, votes and fences.

use super::bits::{Ways, open};
use super::file::{Arbitration, File, Judge};
use super::service::Case;
use super::works::World;

/// Working nodes that hear each other, by position in the order of nodes.
pub type Side = Vec<usize>;

/// A heartbeat between any two nodes.
pub enum Beat {
    Network(Vec<Vec<Ways>>),
    /// A volume that both reach, by position.
    Volume(usize),
}

/// What has a vote besides the nodes.
pub enum Tie {
    Volume(usize),
    Server(Judge, Vec<Ways>),
}

/// A way to make sure that a node is down, with ways to it from each node.
pub enum Fence {
    Bmc(Vec<Ways>),
    /// The outlets; those whose management ports are cabled with ways to these.
    Outlets(Vec<(usize, Option<Vec<Ways>>)>),
    Reserve(usize),
}

impl Case {
    /// Sides in the order of their first nodes.
    fn sides(&self, file: &File, world: &World<'_>) -> Vec<Side> {
        let count = self.nodes.len();
        let alive: Vec<usize> =
            (0..count).filter(|node| world.node_works(self.nodes[*node])).collect();
        let reaches = |node: usize, disk: usize| self.disks[disk].reached(file, world, node);
        let hear = |a: usize, b: usize| {
            self.beats.as_ref().is_none_or(|beats| {
                beats.iter().any(|beat| match beat {
                    Beat::Network(ways) => open(&ways[a][b], &world.down),
                    Beat::Volume(disk) => reaches(a, *disk) && reaches(b, *disk),
                })
            })
        };
        let mut sides: Vec<Side> = Vec::new();
        for node in &alive {
            if sides.iter().any(|side| side.contains(node)) {
                continue;
            }
            let mut side = vec![*node];
            let mut next = 0;
            while next < side.len() {
                for other in &alive {
                    if !side.contains(other) && hear(side[next], *other) {
                        side.push(*other);
                    }
                }
                next += 1;
            }
            side.sort_unstable();
            sides.push(side);
        }
        sides
    }

    /// Each way that races may go: the sides that may then run the service.
    pub fn outcomes(&self, file: &File, world: &World<'_>, fit: &[bool]) -> Vec<Vec<Side>> {
        if !self.clustered {
            return vec![vec![vec![self.home]]];
        }
        let sides = self.sides(file, world);
        match self.arbitration {
            Arbitration::None => vec![sides],
            Arbitration::Votes => {
                let awards = self.awards(file, world, &sides);
                let may = |award: &Option<usize>| {
                    let more = |(n, _): &(usize, &Side)| self.majority(&sides, *n, *award);
                    sides.iter().enumerate().filter(more).map(|it| it.1.clone()).collect()
                };
                awards.iter().map(may).collect()
            }
            Arbitration::Fenced => {
                // Votes decide between three and more; two nodes race.
                let awards = match self.nodes.len() {
                    0..=2 => vec![None],
                    _ => self.awards(file, world, &sides),
                };
                let outcomes = |award| self.fenced(file, world, fit, &sides, award);
                awards.into_iter().flat_map(outcomes).collect()
            }
        }
    }

    /// Whether the quorum has a vote at all.
    fn quorum_votes(&self) -> bool {
        self.quorum.is_some() && self.nodes.len().is_multiple_of(2)
    }

    /// Whether a side has more than half of all votes.
    fn majority(&self, sides: &[Side], side: usize, award: Option<usize>) -> bool {
        let all = self.nodes.len() + usize::from(self.quorum_votes());
        2 * (sides[side].len() + usize::from(award == Some(side))) > all
    }

    /// Which side gets the vote of the quorum, each way it may go.
    fn awards(&self, file: &File, world: &World<'_>, sides: &[Side]) -> Vec<Option<usize>> {
        let decided = (0..sides.len()).any(|side| self.majority(sides, side, None));
        if decided || !self.quorum_votes() {
            return vec![None];
        }
        let reaches = |node: usize| match &self.quorum {
            None => false,
            Some(Tie::Volume(disk)) => self.disks[*disk].reached(file, world, node),
            Some(Tie::Server(judge, ways)) => {
                world.node_works(judge.server) && open(&ways[node], &world.down)
            }
        };
        let contends = |side: &usize| {
            self.majority(sides, *side, Some(*side)) && sides[*side].iter().any(|n| reaches(*n))
        };
        let contenders: Vec<usize> = (0..sides.len()).filter(contends).collect();
        let of_home = contenders.iter().find(|side| sides[**side].contains(&self.home));
        if let Some(side) = of_home.filter(|_| self.tie_break_home && !self.dual_active) {
            return vec![Some(*side)];
        }
        match contenders.is_empty() {
            true => vec![None],
            false => contenders.into_iter().map(Some).collect(),
        }
    }

    /// The outcomes of arbitration by fences, when the quorum's vote has gone where it went.
    fn fenced(
        &self,
        file: &File,
        world: &World<'_>,
        fit: &[bool],
        sides: &[Side],
        award: Option<usize>,
    ) -> Vec<Vec<Side>> {
        let count = self.nodes.len();
        let may_fence = |side: usize| count < 3 || self.majority(sides, side, award);
        let can = |side: usize, node: usize| {
            may_fence(side) && self.can_fence(file, world, &sides[side], node)
        };
        let can_all = |side: usize| {
            (0..count).filter(|node| !sides[side].contains(node)).all(|node| can(side, node))
        };
        let goes_on = |side: usize| vec![sides[side].clone()];
        let winners = |among: &[usize]| {
            let winners: Vec<_> =
                among.iter().filter(|side| can_all(**side)).map(|side| goes_on(*side)).collect();
            // Nobody may: all wait.
            if winners.is_empty() { vec![Vec::new()] } else { winners }
        };
        let all: Vec<usize> = (0..sides.len()).collect();
        if self.dual_active {
            return winners(&all);
        }
        let of_home = all.iter().copied().find(|side| sides[*side].contains(&self.home));
        let others: Vec<usize> = all.into_iter().filter(|side| Some(*side) != of_home).collect();
        match of_home {
            Some(own) if fit[self.home] => {
                let mut outcomes = vec![goes_on(own)];
                for side in others.into_iter().filter(|_| !self.tie_break_home) {
                    if can(side, self.home) {
                        outcomes.push(if can_all(side) { goes_on(side) } else { Vec::new() });
                    }
                }
                outcomes
            }
            Some(own) if sides[own].iter().any(|node| fit[*node]) => {
                let mut outcomes = vec![goes_on(own)];
                outcomes.extend(others.into_iter().filter(|side| can_all(*side)).map(goes_on));
                outcomes
            }
            _ => winners(&others),
        }
    }

    /// Whether a side has a method that works against a node.
    fn can_fence(&self, file: &File, world: &World<'_>, side: &Side, node: usize) -> bool {
        let reach = |ways: &Vec<Ways>| side.iter().any(|from| open(&ways[*from], &world.down));
        self.fences[node].iter().any(|fence| match fence {
            Fence::Bmc(ways) => reach(ways),
            Fence::Outlets(outlets) => outlets
                .iter()
                .all(|(outlet, cabled)| world.works(*outlet) && cabled.as_ref().is_none_or(reach)),
            Fence::Reserve(disk) => {
                side.iter().any(|from| self.disks[*disk].reached(file, world, *from))
            }
        })
    }
}
