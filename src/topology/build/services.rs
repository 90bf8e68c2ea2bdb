//! Services and waivers.

use super::*;
use crate::spec::{Mode, ServiceSpec};

impl Builder<'_> {
    /// The volume behind `ARRAY:VOLUME`.
    pub(super) fn volume(&mut self, text: &Text) -> Option<VolumeId> {
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
            let clusters = self.one_by_one(service.cluster.as_ref(), key, names.len());
            let homes = self.one_by_one(service.home.as_ref(), key, names.len());
            let (Some(clusters), Some(homes)) = (clusters, homes) else { continue };
            let (volumes, mirrors) = self.data(service);
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
            for (number, name) in names.into_iter().enumerate() {
                let (cluster, home) = (clusters.get(number), homes.get(number));
                let Some((cluster, nodes, home)) = self.nodes(key, service, cluster, home) else {
                    continue;
                };
                let mode = cluster.map(|cluster| self.topology[cluster].mode);
                self.topology.services.push(Service {
                    name,
                    span: key.span,
                    cluster,
                    nodes,
                    home,
                    everywhere: mode == Some(Mode::DualActive),
                    volumes: Vec::clone(&volumes),
                    mirrors: Vec::clone(&mirrors),
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

    /// The names that go with those of a range of services one by one; one name goes with all of them.
    fn one_by_one(&mut self, text: Option<&Text>, key: &Text, count: usize) -> Option<Vec<Text>> {
        let Some(text) = text else { return Some(Vec::new()) };
        let names = self.expand(text);
        let at = |value| Text { value, span: text.span };
        match names.len() {
            0 => None,
            1 => Some(vec![at(names[0].clone()); count]),
            many if many == count => Some(names.into_iter().map(at).collect()),
            many => {
                let message = msg!(words::UNEQUAL_SERVICES, names = many, services = count);
                let finding = self.error("unequal-ranges", text.span, message);
                finding.labels.push(crate::finding::Label {
                    span: key.span,
                    text: Some(msg!(words::STANDS_FOR, count = count)),
                });
                None
            }
        }
    }

    /// The volumes and mirrors that a service names.
    fn data(&mut self, service: &ServiceSpec) -> (Vec<VolumeId>, Vec<MirrorId>) {
        let (mut volumes, mut mirrors) = (Vec::new(), Vec::new());
        for text in &service.volumes {
            let mirror = text.value.strip_prefix("mirror:");
            match mirror.filter(|_| !self.named.contains_key("mirror")) {
                Some(name) => {
                    let text = Text { value: name.trim().into(), span: text.span };
                    mirrors.extend(self.find(&words::A_MIRROR, &text, |it| &it.mirrors));
                }
                None => volumes.extend(self.volume(text)),
            }
        }
        (volumes, mirrors)
    }

    /// The nodes of a service with its home among them.
    fn nodes(
        &mut self,
        key: &Text,
        service: &ServiceSpec,
        cluster: Option<&Text>,
        home: Option<&Text>,
    ) -> Option<(Option<ClusterId>, Vec<DeviceId>, usize)> {
        let cluster = match cluster {
            None => None,
            Some(name) => match self.find(&words::A_CLUSTER, name, |it| &it.clusters) {
                None => return None,
                found => found,
            },
        };
        let home = match home {
            None => None,
            Some(name) => match self.server(name) {
                None => return None,
                found => found.map(|id| (id, name.span)),
            },
        };
        let (nodes, at) = match (cluster, home) {
            (Some(cluster), home) => {
                let nodes = self.topology[cluster].nodes.clone();
                let at = home.map_or(Some(0), |(home, _)| nodes.iter().position(|&it| it == home));
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
                    return None;
                };
                (nodes, at)
            }
            (None, Some((home, _))) => (vec![home], 0),
            (None, None) if self.is_flawed(service.span) => return None,
            (None, None) => {
                let message = msg!(words::NO_HOME, service = key.as_str());
                self.error("missing-key", key.span, message).help =
                    Some((&words::GIVE_HOME).into());
                return None;
            }
        };
        Some((cluster, nodes, at))
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
