//! Mirrors: which legs serve, which are out of date, and whether the data is gone.

use super::bits::{Ways, open};
use super::chains::{self, Chain};
use super::disk::Disk;
use super::file::{File, Judge, Legs, Mirror};
use super::works::World;

/// Legs by position.
pub type LegSet = Vec<bool>;

/// A mirror with the ways that keep its legs alike. Disks and nodes are positions among those of the service.
pub struct Pair {
    pub name: String,
    pub kind: How,
}

pub enum How {
    /// Legs on nodes: the node of each leg, and ways between any two legs.
    Nodes { nodes: Vec<usize>, between: Vec<Vec<Ways>> },
    /// Legs on volumes, kept alike by the hosts.
    Volumes { disks: Vec<usize> },
    /// Legs on volumes of two arrays that keep themselves alike.
    Arrays {
        disks: Vec<usize>,
        prefer: usize,
        between: Ways,
        /// The witness, and ways to it from each leg.
        witness: Option<(Judge, Vec<Ways>)>,
    },
}

/// Chains of a mirror that no storage path shows: between legs and to the witness.
pub fn chains(file: &File, mirror: &Mirror) -> Vec<Chain> {
    let mut all = Vec::new();
    match &mirror.legs {
        Legs::Nodes(nodes) => {
            for a in nodes {
                let from = chains::from_node(file, *a);
                for b in nodes.iter().filter(|b| *b != a) {
                    all.extend(between_nodes(file, &from, *b, &mirror.over));
                }
            }
        }
        Legs::Volumes(_) => {}
        Legs::Arrays(legs) => {
            let arrays: Vec<usize> = legs.iter().map(|leg| file.volumes[leg].array).collect();
            for (a, b) in [(arrays[0], arrays[1]), (arrays[1], arrays[0])] {
                let from = chains::from_array(file, a);
                all.extend(chains::to_leg(file, &from, b, &mirror.over));
                let witness = mirror.witness.iter();
                all.extend(
                    witness
                        .flat_map(|w| chains::to_server(file, &from, w.server, w.network.as_ref())),
                );
            }
        }
    }
    all
}

fn between_nodes(file: &File, from: &[Chain], to: usize, over: &[String]) -> Vec<Chain> {
    over.iter().flat_map(|network| chains::to_server(file, from, to, Some(network))).collect()
}

impl Pair {
    /// `disk` gives the position of a volume.
    pub fn new(file: &File, name: &str, disk: impl Fn(&String) -> usize) -> Pair {
        let mirror = &file.mirrors[name];
        let kind = match &mirror.legs {
            Legs::Nodes(nodes) => {
                let from: Vec<_> = nodes.iter().map(|it| chains::from_node(file, *it)).collect();
                let ways = |a: &Vec<Chain>, b: &usize| {
                    chains::ways(file, &between_nodes(file, a, *b, &mirror.over))
                };
                let between = from.iter().map(|a| nodes.iter().map(|b| ways(a, b)).collect());
                How::Nodes { nodes: nodes.clone(), between: between.collect() }
            }
            Legs::Volumes(legs) => How::Volumes { disks: legs.iter().map(disk).collect() },
            Legs::Arrays(legs) => {
                let arrays: Vec<usize> = legs.iter().map(|leg| file.volumes[leg].array).collect();
                let from: Vec<_> =
                    arrays.iter().map(|array| chains::from_array(file, *array)).collect();
                let between = chains::to_leg(file, &from[0], arrays[1], &mirror.over);
                let to_witness = |judge: &Judge| {
                    let ways = from.iter().map(|from| {
                        let network = judge.network.as_ref();
                        chains::ways(file, &chains::to_server(file, from, judge.server, network))
                    });
                    (judge.clone(), ways.collect())
                };
                How::Arrays {
                    disks: legs.iter().map(disk).collect(),
                    prefer: mirror.prefer,
                    between: chains::ways(file, &between),
                    witness: mirror.witness.as_ref().map(to_witness),
                }
            }
        };
        Pair { name: name.to_owned(), kind }
    }

    pub fn legs(&self) -> usize {
        match &self.kind {
            How::Nodes { nodes, .. } => nodes.len(),
            How::Volumes { disks } | How::Arrays { disks, .. } => disks.len(),
        }
    }

    /// The legs that serve; of legs on nodes those that hold.
    pub fn serving(
        &self,
        file: &File,
        world: &World<'_>,
        disks: &[Disk],
        stale: &[bool],
    ) -> LegSet {
        match &self.kind {
            How::Nodes { nodes, .. } => {
                let holds = |(leg, node): (usize, &usize)| {
                    let mut own = own_drives(file, *node, &self.name);
                    !stale[leg] && world.node_works(*node) && own.all(|it| world.hold(it))
                };
                nodes.iter().enumerate().map(holds).collect()
            }
            How::Volumes { .. } => stale.iter().map(|stale| !stale).collect(),
            How::Arrays { .. } if self.hear(file, world, disks) => vec![true; 2],
            How::Arrays { .. } => {
                let chosen = self.chosen(file, world, disks, stale);
                (0..2).map(|leg| chosen == Some(leg)).collect()
            }
        }
    }

    /// Whether the two arrays hear each other.
    fn hear(&self, file: &File, world: &World<'_>, all: &[Disk]) -> bool {
        let How::Arrays { disks, between, .. } = &self.kind else { return true };
        let array_works = |disk: &usize| world.works(file.board(all[*disk].array));
        disks.iter().all(array_works) && open(between, &world.down)
    }

    /// The leg that goes on while the arrays do not hear each other.
    fn chosen(
        &self,
        file: &File,
        world: &World<'_>,
        all: &[Disk],
        stale: &[bool],
    ) -> Option<usize> {
        let How::Arrays { disks, prefer, witness, .. } = &self.kind else { return None };
        let works = |leg: usize| {
            let disk = &all[disks[leg]];
            let drives = &file.volumes[&disk.name].drives;
            !stale[leg] && world.works(file.board(disk.array)) && world.hold(drives)
        };
        let may = |leg: usize| match witness {
            None => leg == *prefer && works(leg),
            Some((judge, ways)) => {
                works(leg) && world.node_works(judge.server) && open(&ways[leg], &world.down)
            }
        };
        [*prefer, 1 - *prefer].into_iter().find(|leg| may(*leg))
    }

    /// The legs that fall behind in this state: whatever comes later, they are out of date.
    /// `home` is the device that runs the service, if the home does, and `node` its position.
    pub fn fall_behind(
        &self,
        file: &File,
        world: &World<'_>,
        all: &[Disk],
        stale: &[bool],
        home: Option<(usize, usize)>,
    ) -> LegSet {
        match (&self.kind, home) {
            (How::Arrays { .. }, _) if self.hear(file, world, all) => vec![false; 2],
            (How::Arrays { .. }, _) => {
                let chosen = self.chosen(file, world, all, stale);
                (0..2).map(|leg| chosen.is_some_and(|it| it != leg)).collect()
            }
            (How::Nodes { nodes, between }, Some((home, _))) => {
                let Some(own) = nodes.iter().position(|node| *node == home) else {
                    return vec![false; nodes.len()];
                };
                let kept = |leg: usize| {
                    let works = |leg: usize| world.node_works(nodes[leg]);
                    leg == own || works(own) && works(leg) && open(&between[own][leg], &world.down)
                };
                (0..nodes.len()).map(|leg| !kept(leg)).collect()
            }
            (How::Volumes { disks }, Some((_, node))) => {
                disks.iter().map(|disk| !all[*disk].reached(file, world, node)).collect()
            }
            (_, None) => vec![false; self.legs()],
        }
    }

    /// Whether drives are lost and no leg that is up to date has any left. Legs that are all behind lose nothing
    /// by that alone: data loss counts lost drives only.
    pub fn data_lost(&self, file: &File, world: &World<'_>, all: &[Disk], stale: &[bool]) -> bool {
        let lost = |leg: usize| match &self.kind {
            How::Nodes { nodes, .. } => {
                own_drives(file, nodes[leg], &self.name).any(|drives| world.data_lost(drives))
            }
            How::Volumes { disks } | How::Arrays { disks, .. } => {
                world.data_lost(&file.volumes[&all[disks[leg]].name].drives)
            }
        };
        let mut current = (0..self.legs()).filter(|leg| !stale[*leg]);
        current.all(&lost) && (0..self.legs()).any(lost)
    }
}

/// The drives that a server gives to a mirror.
pub fn own_drives<'a>(
    file: &'a File,
    server: usize,
    mirror: &str,
) -> impl Iterator<Item = &'a super::file::Drives> {
    let used = format!("mirror:{mirror}");
    let drives = file.devices[server].drives.iter();
    drives.filter(move |it| it.0 == used).map(|it| &it.1)
}
