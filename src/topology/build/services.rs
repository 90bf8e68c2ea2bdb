//! Clusters, services and waivers.

use super::*;
use crate::catalog::Arbitration;
use crate::spec::Mode;
use crate::yaml::decode::not_supported;

impl Builder<'_> {
    pub(super) fn clusters(&mut self, spec: &TopologySpec) {
        for (key, cluster) in &spec.clusters.0 {
            let mut nodes: Vec<DeviceId> = Vec::new();
            let mut missing = self.is_flawed(cluster.span);
            for text in &cluster.nodes {
                for name in self.expand(text) {
                    let node = self.server(&Text { value: name.clone(), span: text.span });
                    if node.is_some_and(|node| nodes.contains(&node)) {
                        let message = msg!(words::NODE_TWICE, name = name);
                        self.error("duplicate-name", text.span, message);
                        continue;
                    }
                    missing |= node.is_none();
                    nodes.extend(node);
                }
            }
            let heartbeats = cluster
                .heartbeat
                .iter()
                .filter_map(|it| self.find(&words::A_NETWORK, &it.0, |it| &it.networks))
                .collect();
            let kinds = [PartKind::Software];
            let software = cluster.software.as_ref().and_then(|model| self.part(model, &kinds));
            let quorum =
                cluster.quorum.as_ref().and_then(|quorum| self.volume(quorum.volume.as_ref()?));
            let arbitration = cluster
                .arbitration
                .map(|it| it.value)
                .or(software.as_ref().and_then(|part| part.arbitration))
                .unwrap_or(if quorum.is_some() { Arbitration::Votes } else { Arbitration::None });
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
                    heartbeats: Vec::clone(&heartbeats),
                    quorum,
                    arbitration,
                    takeover: cluster.takeover.map(|it| it.value.seconds),
                });
            }
        }
    }

    fn server(&mut self, text: &Text) -> Option<DeviceId> {
        match self.named.get(&text.value) {
            Some(&Named::Device(id)) if id.0 == u32::MAX => None,
            Some(&Named::Device(id)) if self.topology[id].kind == DeviceKind::Server => Some(id),
            _ => {
                if self.is_news(&words::A_SERVER, text) {
                    let servers = self.topology.devices.iter();
                    let servers = servers.filter(|device| device.kind == DeviceKind::Server);
                    let names = self.unsure.few(servers.map(|device| &device.name));
                    let near = nearest(&text.value, names).map(CompactString::from);
                    self.unsure.looked_at(self.topology.devices.len());
                    self.unknown(&words::A_SERVER, text, near);
                }
                None
            }
        }
    }

    /// The volume behind `ARRAY:VOLUME`.
    fn volume(&mut self, text: &Text) -> Option<VolumeId> {
        if text.value.starts_with("mirror:") && !self.named.contains_key("mirror") {
            let message = (&words::MIRROR_NOT_YET).into();
            self.findings.push(not_supported(text.span, message));
            return None;
        }
        self.find(&words::A_VOLUME, text, |it| &it.volumes)
    }

    pub(super) fn services(&mut self, spec: &TopologySpec) {
        let mut taken: FxHashMap<CompactString, Span> = FxHashMap::default();
        for (key, service) in &spec.services.0 {
            let names = self.introduce(key);
            for name in &names {
                if let Some(first) = taken.insert(name.clone(), key.span) {
                    self.taken(name, key.span, first);
                }
            }
            let cluster = match &service.cluster {
                None => None,
                Some(name) => match self.find(&words::A_CLUSTER, name, |it| &it.clusters) {
                    None => continue,
                    found => found,
                },
            };
            let home = match &service.home {
                None => None,
                Some(name) => match self.server(name) {
                    None => continue,
                    found => found.map(|id| (id, name.span)),
                },
            };
            let (nodes, home) = match (cluster, home) {
                (Some(cluster), home) => {
                    let nodes = self.topology[cluster].nodes.clone();
                    let at =
                        home.map_or(Some(0), |(home, _)| nodes.iter().position(|&it| it == home));
                    let Some(at) = at.filter(|_| !nodes.is_empty()) else {
                        let name = self.topology[cluster].name.clone();
                        if let Some((home, span)) = home
                            && !self.unsure.clusters.contains(&name)
                        {
                            let known = self.topology[cluster].nodes.iter().take(12);
                            let known: Vec<CompactString> =
                                known.map(|&it| self.topology[it].name.clone()).collect();
                            let message = msg!(
                                words::HOME_OUTSIDE,
                                home = self.topology[home].name.clone(),
                                service = key.as_str(),
                                cluster = name
                            );
                            self.error("bad-home", span, message).help =
                                Some(msg!(words::NODES_ARE, names = known));
                        }
                        continue;
                    };
                    (nodes, at)
                }
                (None, Some((home, _))) => (vec![home], 0),
                (None, None) if self.is_flawed(service.span) => continue,
                (None, None) => {
                    let message = msg!(words::NO_HOME, service = key.as_str());
                    self.error("missing-key", key.span, message).help =
                        Some((&words::GIVE_HOME).into());
                    continue;
                }
            };
            let volumes = service.volumes.iter().filter_map(|name| self.volume(name)).collect();
            let clients = service.clients.as_ref();
            let clients =
                clients.and_then(|name| self.find(&words::A_NETWORK, name, |it| &it.networks));
            let vip = service.vip.as_ref().and_then(|text| match text.value.parse() {
                Ok(address) => Some((address, text.span)),
                Err(_) => {
                    let message = msg!(words::BAD_ADDRESS, text = text.as_str());
                    self.error("bad-value", text.span, message).help =
                        Some((&words::ADDRESS_HELP).into());
                    None
                }
            });
            let load = service.load.as_ref();
            let target = service.target.as_ref().and_then(|it| it.any_one_fault);
            for name in names {
                self.topology.services.push(Service {
                    name,
                    span: key.span,
                    cluster,
                    nodes: nodes.clone(),
                    home,
                    volumes: Vec::clone(&volumes),
                    clients,
                    vip,
                    cpus: load.and_then(|load| load.cpus).map(|it| it.value),
                    memory: load.and_then(|load| load.memory).map(|it| it.value),
                    target: target.map(|it| it.value),
                });
            }
        }
        self.topology.services.sort_by(|a, b| a.name.cmp(&b.name));
    }

    pub(super) fn waivers(&mut self, spec: &TopologySpec) {
        for waiver in &spec.waivers {
            let (Some(rule), Some(reason)) = (&waiver.rule, &waiver.reason) else { continue };
            let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
            // A cable may be named by its ends in either order: keep its id.
            let at = waiver.at.as_ref().map(|at| match self.topology.component(&at.value) {
                Some(comp) => self.topology[comp].id.clone(),
                None => at.value.clone(),
            });
            self.topology.waivers.push(Waiver {
                span: waiver.span,
                rule: rule.value.clone(),
                at,
                service: text(&waiver.service),
                reason: reason.value.clone(),
                until: waiver.until.map(|it| it.value),
            });
        }
    }
}
