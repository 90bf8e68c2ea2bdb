//! Mirrors and their legs.

use super::*;
use crate::spec::{MirrorBy, MirrorSpec, WitnessSpec};

impl Builder<'_> {
    pub(super) fn mirrors(&mut self, spec: &TopologySpec) {
        for (key, mirror) in &spec.mirrors.0 {
            let Some(by) = mirror.by else {
                self.doubt(key);
                continue;
            };
            let Some((legs, names)) = self.legs(mirror, by.value) else {
                self.doubt(key);
                continue;
            };
            let (mut over, mut over_fc) = (Vec::new(), false);
            for text in &mirror.over {
                if text.value == "fc" && !self.networks.contains_key("fc") {
                    over_fc = true;
                } else {
                    over.extend(self.find(&words::A_NETWORK, text, |it| &it.networks));
                }
            }
            let needs_way = !matches!((by.value, &legs[0]), (MirrorBy::Host, Leg::Volume(_)));
            if needs_way && mirror.over.is_empty() && !self.is_flawed(mirror.span) {
                let message = msg!(words::MIRROR_WITHOUT_WAY, name = key.as_str());
                self.error("missing-key", key.span, message).help =
                    Some((&words::GIVE_OVER).into());
            }
            let prefer = match &mirror.prefer {
                None => 0,
                Some(text) => names.iter().position(|it| *it == text.value).unwrap_or_else(|| {
                    let message = msg!(words::PREFER_NO_LEG, name = text.as_str());
                    self.error("unknown-name", text.span, message).help =
                        Some(msg!(words::LEGS_ARE, names = names.clone()));
                    0
                }),
            };
            let witness = mirror.witness.as_ref().and_then(|it| self.witness(it));
            for name in self.introduce(key) {
                let id = MirrorId(self.topology.mirrors.len() as u32);
                if let Some(first) = self.mirrors.insert(name.clone(), id) {
                    self.taken(&name, key.span, self.topology[first].span);
                }
                self.topology.mirrors.push(Mirror {
                    name,
                    span: key.span,
                    by: by.value,
                    legs: legs.clone(),
                    over: over.clone(),
                    over_fc,
                    witness,
                    prefer,
                });
            }
        }
        self.drives_of_legs();
    }

    /// The legs of a mirror with their names; nothing if they cannot be its legs.
    fn legs(
        &mut self,
        mirror: &MirrorSpec,
        by: MirrorBy,
    ) -> Option<(Vec<Leg>, Vec<CompactString>)> {
        let (mut legs, mut names) = (Vec::new(), Vec::new());
        let mut missing = self.is_flawed(mirror.span);
        for text in &mirror.legs {
            for name in self.expand(text) {
                let text = Text { value: name, span: text.span };
                let leg = if text.value.contains(':') {
                    self.volume(&text).map(Leg::Volume)
                } else {
                    self.server(&text).map(|server| Leg::Node(server, Vec::new()))
                };
                match leg {
                    Some(leg) if legs.contains(&leg) => {
                        let message = msg!(words::LEG_TWICE, name = text.as_str());
                        self.error("bad-legs", text.span, message);
                        missing = true;
                    }
                    Some(leg) => {
                        legs.push(leg);
                        names.push(text.value);
                    }
                    None => missing = true,
                }
            }
        }
        if missing {
            return None;
        }
        let volumes = legs.iter().filter(|leg| matches!(leg, Leg::Volume(_))).count();
        let wrong = match by {
            MirrorBy::Array if legs.len() != 2 || volumes != 2 => &words::LEGS_BY_ARRAY,
            MirrorBy::Host if legs.len() < 2 => &words::LEGS_TOO_FEW,
            MirrorBy::Host if volumes != 0 && volumes != legs.len() => &words::LEGS_UNLIKE,
            MirrorBy::Array | MirrorBy::Host => return Some((legs, names)),
        };
        let span = mirror.legs.first().map_or(mirror.span, |leg| leg.span);
        self.error("bad-legs", span, wrong.into());
        None
    }

    /// A server that others rely on.
    pub(super) fn witness(&mut self, spec: &WitnessSpec) -> Option<Witness> {
        self.relied_on(spec.server.as_ref()?, spec.network.as_ref())
    }

    /// A server that others rely on, with the network over which they reach it.
    pub(super) fn relied_on(&mut self, server: &Text, network: Option<&Text>) -> Option<Witness> {
        let server = self.server(server);
        let network = match network {
            None => None,
            Some(name) => Some(self.find(&words::A_NETWORK, name, |it| &it.networks)?),
        };
        Some(Witness { server: server?, network })
    }

    /// Hands the drives of servers that are for a mirror to its legs.
    fn drives_of_legs(&mut self) {
        for (mirror, server, set, span) in std::mem::take(&mut self.leg_drives) {
            let text = Text { value: mirror, span };
            let Some(mirror) = self.find(&words::A_MIRROR, &text, |it| &it.mirrors) else {
                continue;
            };
            let legs = self.topology[mirror].legs.iter_mut();
            let mut nodes = legs.filter_map(|leg| match leg {
                Leg::Node(node, sets) => Some((*node, sets)),
                Leg::Volume(_) => None,
            });
            if let Some((_, sets)) = nodes.find(|(node, _)| *node == server) {
                sets.push(set);
                continue;
            }
            if !self.unsure.tell(span, "leg") {
                continue;
            }
            let server = self.topology[server].name.clone();
            let message = msg!(words::NO_LEG, server = server, mirror = text.as_str());
            self.error("bad-legs", span, message).help = Some((&words::NO_LEG_HELP).into());
        }
    }
}
