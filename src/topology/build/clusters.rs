//! Clusters: nodes, heartbeats, quorum and fencing.

use rustc_hash::FxHashSet;

use super::*;
use crate::catalog::Arbitration;
use crate::spec::{ClusterSpec, FenceSpec, Heartbeat, Mode, QuorumSpec};

impl Builder<'_> {
    pub(super) fn clusters(&mut self, spec: &TopologySpec) {
        for (key, cluster) in &spec.clusters.0 {
            let mut nodes: Vec<DeviceId> = Vec::new();
            let mut listed: FxHashSet<DeviceId> = FxHashSet::default();
            let mut missing = self.is_flawed(cluster.span);
            for text in &cluster.nodes {
                for name in self.expand(text) {
                    let node = self.server(&Text { value: name.clone(), span: text.span });
                    if node.is_some_and(|node| !listed.insert(node)) {
                        let message = msg!(words::NODE_TWICE, name = name);
                        self.error("duplicate-name", text.span, message);
                        continue;
                    }
                    missing |= node.is_none();
                    nodes.extend(node);
                }
            }
            let (mut heartbeats, mut heartbeat_volumes) = (Vec::new(), Vec::new());
            for heartbeat in &cluster.heartbeat {
                match heartbeat {
                    Heartbeat::Network(name) => {
                        heartbeats.extend(self.find(&words::A_NETWORK, name, |it| &it.networks));
                    }
                    Heartbeat::Volume(name) => heartbeat_volumes.extend(self.volume(name)),
                }
            }
            let kinds = [PartKind::Software];
            let software = cluster.software.as_ref().and_then(|model| self.part(model, &kinds));
            let quorum = cluster.quorum.as_ref().and_then(|quorum| self.quorum(quorum));
            let numbers = nodes.iter().copied().zip(0..).collect();
            let fencing = self.fencing(cluster, &numbers);
            let arbitration = cluster
                .arbitration
                .map(|it| it.value)
                .or(software.as_ref().and_then(|part| part.arbitration))
                .unwrap_or(match (quorum, cluster.fencing.0.is_empty()) {
                    (Some(_), _) => Arbitration::Votes,
                    (None, false) => Arbitration::Fenced,
                    (None, true) => Arbitration::None,
                });
            for name in self.introduce(key) {
                let id = ClusterId(self.topology.clusters.len() as u32);
                if missing {
                    self.unsure.clusters.insert(name.clone());
                }
                if let Some(first) = self.clusters.insert(name.clone(), id) {
                    self.taken(&name, key.span, self.topology[first].span);
                }
                self.topology.clusters.push(Cluster {
                    name,
                    span: key.span,
                    nodes: nodes.clone(),
                    mode: cluster.mode.map_or(Mode::ActiveStandby, |it| it.value),
                    software: software.clone(),
                    heartbeats: heartbeats.clone(),
                    heartbeat_volumes: heartbeat_volumes.clone(),
                    quorum,
                    fencing: fencing.clone(),
                    home_first: cluster.tie_break.is_some(),
                    arbitration,
                    takeover: cluster.takeover.map(|it| it.value.seconds),
                });
            }
        }
    }

    pub(super) fn server(&mut self, text: &Text) -> Option<DeviceId> {
        self.device_of(&words::A_SERVER, text, DeviceKind::Server)
    }

    fn quorum(&mut self, spec: &QuorumSpec) -> Option<Quorum> {
        match (&spec.volume, &spec.server) {
            (Some(volume), None) => self.volume(volume).map(Quorum::Volume),
            (None, Some(server)) => {
                self.relied_on(server, spec.network.as_ref()).map(Quorum::Server)
            }
            (None, None) if self.is_flawed(spec.span) => None,
            (None, None) => {
                self.error("bad-quorum", spec.span, (&words::QUORUM_WHAT).into());
                None
            }
            (Some(_), Some(server)) => {
                self.error("bad-quorum", server.span, (&words::QUORUM_HOW).into());
                None
            }
        }
    }

    /// How each of the nodes can be stopped.
    fn fencing(
        &mut self,
        cluster: &ClusterSpec,
        nodes: &FxHashMap<DeviceId, usize>,
    ) -> Vec<Vec<Fence>> {
        let mut fencing = vec![Vec::new(); nodes.len()];
        for (key, methods) in &cluster.fencing.0 {
            for name in self.expand(key) {
                let text = Text { value: name.clone(), span: key.span };
                let Some(node) = self.server(&text) else { continue };
                let Some(&number) = nodes.get(&node) else {
                    self.error("bad-fence", key.span, msg!(words::FENCED_OUTSIDE, node = name));
                    continue;
                };
                let fences: Vec<Fence> =
                    methods.0.iter().filter_map(|method| self.fence(node, method)).collect();
                fencing[number] = fences;
            }
        }
        fencing
    }

    fn fence(&mut self, node: DeviceId, spec: &FenceSpec) -> Option<Fence> {
        let ways = [spec.bmc.is_some(), !spec.outlets.is_empty(), spec.reserve.is_some()];
        let wrong = match ways.iter().filter(|&&way| way).count() {
            0 => Some(&words::FENCE_WHAT),
            1 => None,
            _ => Some(&words::FENCE_HOW),
        };
        if let Some(wrong) = wrong {
            if !self.is_flawed(spec.span) {
                self.error("bad-fence", spec.span, wrong.into()).help =
                    Some((&words::FENCE_HELP).into());
            }
            return None;
        }
        if let Some(bmc) = &spec.bmc {
            let network = match &spec.network {
                None => None,
                Some(name) => Some(self.find(&words::A_NETWORK, name, |it| &it.networks)?),
            };
            let node = &self.topology[node].name;
            let end = match bmc.value.contains(':') {
                true => bmc.value.clone(),
                false => compact_str::format_compact!("{node}:{}", bmc.value),
            };
            let port = self.port(&Text { value: end, span: bmc.span })?;
            if self.topology.port_type(port).role != Some(PortRole::Bmc) {
                let message = msg!(words::NOT_A_BMC, port = self.topology.port_id(port));
                self.error("bad-fence", bmc.span, message).help =
                    Some((&words::NAME_THE_BMC).into());
                return None;
            }
            return Some(Fence::Bmc(port, network));
        }
        if let Some(volume) = &spec.reserve {
            return self.volume(volume).map(Fence::Reserve);
        }
        let mut outlets = Vec::new();
        for text in &spec.outlets {
            for name in self.expand(text) {
                outlets.push(self.power_source(&Text { value: name, span: text.span })?);
            }
        }
        Some(Fence::Outlets(outlets))
    }
}
